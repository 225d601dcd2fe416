"""The editor of rights: a reach for each deed on each kind of object, and the switches with their descriptions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shturman.company.models import Member, Role
from shturman.company.rights import DEED_WORDS, DEEDS, Reach, words_of_key
from shturman.kit import house
from shturman.kit.house import Switch

AS_ROLE = ""
FLAGS = [("1", gettext_lazy("yes")), ("0", gettext_lazy("no"))]


class RightsForm(forms.Form):
    """Fields are named by the key of the right; with `as_role` each may be left as the role has it."""

    def __init__(self, *args: Any, holder: Role | Member, as_role: bool = False, **options: Any):
        super().__init__(*args, **options)
        self.holder, self.as_role = holder, as_role
        for thing in house.things().values():
            for deed in DEEDS:
                self._add(f"{thing.key}.{deed}", self._reach(f"{thing.key}.{deed}"))
        for switch in house.switches().values():
            self._add(switch.key, self._switch(switch))

    def _add(self, key: str, field: forms.Field) -> None:
        field.widget.attrs["aria-label"] = words_of_key(key)
        self.fields[key] = field
        if key not in self.initial:
            self.initial[key] = _typed(self._present(key)) if self.as_role else self._present(key)

    def _present(self, key: str) -> Any:
        return self.holder.own_rights.get(key, AS_ROLE) if isinstance(self.holder, Member) else self.holder.right(key)

    def _usual(self, words: Any) -> list[tuple[str, Any]]:
        return [(AS_ROLE, _("as the role: %(words)s") % {"words": words})] if self.as_role else []

    def _reach(self, key: str) -> forms.Field:
        usual = self._usual(Reach(self._of_role(key)).label)
        return forms.ChoiceField(choices=[*usual, *Reach.choices], required=not self.as_role, widget=forms.Select({"class": "control"}))

    def _switch(self, switch: Switch) -> forms.Field:
        present = self._of_role(switch.key)
        if switch.kind == "number":
            limit = _("no limit") if present is None else str(present)
            hint = {
                "placeholder": _("as the role: %(words)s") % {"words": limit} if self.as_role else _("no limit"),
                "inputmode": "numeric",
            }
            field: forms.Field = forms.IntegerField(min_value=0, max_value=100_000, required=False, widget=forms.NumberInput(hint))
        elif switch.kind == "choice":
            words = dict(switch.choices).get(present, "")
            field = forms.ChoiceField(choices=[*self._usual(words), *switch.choices], required=not self.as_role)
        elif not self.as_role:
            field = forms.BooleanField(required=False)
        else:
            field = forms.ChoiceField(choices=[*self._usual(_("yes") if present else _("no")), *FLAGS], required=False)
        field.label, field.help_text = switch.label, switch.help
        return field

    def _of_role(self, key: str) -> Any:
        return self.holder.role.right(key) if isinstance(self.holder, Member) else self.holder.right(key)

    def rights(self) -> dict[str, Any]:
        """By key; of a person without those that he has by his role."""
        return {key: _read(key, value) for key, value in self.cleaned_data.items() if _is_right(key) and not self._is_as_role(value)}

    def in_force(self) -> dict[str, Any]:
        rights = self.rights()
        return {key: rights.get(key, self._of_role(key)) for key in self.fields if _is_right(key)}

    def _is_as_role(self, value: Any) -> bool:
        return self.as_role and value in (AS_ROLE, None)

    def table(self) -> Iterator[dict[str, Any]]:
        for thing in house.things().values():
            yield {"label": thing.label, "cells": [(DEED_WORDS[deed], self[f"{thing.key}.{deed}"]) for deed in DEEDS]}

    def switches(self) -> list[Any]:
        return [self[key] for key in house.switches()]


class RoleForm(RightsForm):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    requires_second_factor = forms.BooleanField(
        label=gettext_lazy("signs in with a second factor"),
        required=False,
        help_text=gettext_lazy("Whoever has none yet sets it up at the next sign-in and sees nothing before that"),
    )


class CopyRoleForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name of the new role"), max_length=80)


class RemoveRoleForm(forms.Form):
    move_to = forms.ModelChoiceField(
        Role.objects.none(), label=gettext_lazy("Its people get the role"), required=False, empty_label=gettext_lazy("Not chosen")
    )

    def __init__(self, *args: Any, role: Role, **options: Any):
        super().__init__(*args, **options)
        self.fields["move_to"].queryset = Role.objects.exclude(pk=role.pk).exclude(base=Role.Base.OWNER)


def _is_right(key: str) -> bool:
    return "." in key


def _typed(value: Any) -> Any:
    return {True: "1", False: "0"}[value] if isinstance(value, bool) else value


def _read(key: str, value: Any) -> Any:
    switch = house.switches().get(key)
    if switch is None or switch.kind == "choice":
        return value
    return value in (True, "1") if switch.kind == "flag" else value
