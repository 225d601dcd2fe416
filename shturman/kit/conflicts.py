"""Two people in one form: changes of different fields meet silently, of the same field the person chooses.

A form carries, beside each field, what stood there when it was drawn. What was not touched follows the card as it stands now.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.forms import BaseForm, CheckboxInput, ChoiceField, FileField, ModelChoiceField
from django.http import QueryDict
from django.utils.translation import gettext as _

from shturman.kit.errors import Refused

WAS, TAKE = "was-", "take-"
MINE, THEIRS = "mine", "theirs"
# What a browser sends of a ticked box; of an empty one it sends nothing.
TICKED = "on"


@dataclass(frozen=True)
class Conflict:
    """`field` is the name under which the field is sent."""

    field: str
    label: str
    mine: str
    theirs: str
    was: str


def stands(form: BaseForm) -> dict[str, str]:
    """What an untouched form shows in each of its fields, as it is sent back and by the name under which it is sent."""
    return {form.add_prefix(name): _sent(form, name) for name in _compared(form)}


def met(data: QueryDict, now: BaseForm, together: Sequence[Sequence[str]] = ()) -> tuple[QueryDict, list[Conflict]]:
    """The form as it shall be read, and the fields that both have changed and nobody has chosen between.

    `now` is an untouched form of the card as it stands; `together` are fields of which the first speaks for the others,
    as the name of a picked client does for his number.
    """
    told, conflicts = data.copy(), []
    led = {follower: leader for leader, *followers in together for follower in followers}
    for name in _compared(now):
        sent_as = now.add_prefix(name)
        if name in led or f"{WAS}{sent_as}" not in data:
            continue
        mine, theirs, was = _typed(data, now, name), _sent(now, name), _tidy(data.get(f"{WAS}{sent_as}", ""))
        chosen = data.get(f"{TAKE}{sent_as}", "")
        if theirs in (mine, was) and chosen != THEIRS:
            continue
        if mine == was or chosen == THEIRS:
            for part in (name, *[follower for follower, leader in led.items() if leader == name]):
                told.setlist(now.add_prefix(part), _listed(now, part))
        elif chosen != MINE:
            conflicts.append(Conflict(sent_as, str(now[name].label), *(_in_words(now, name, sent) for sent in (mine, theirs, was))))
    return told, conflicts


def _compared(form: BaseForm) -> list[str]:
    return [name for name, field in form.fields.items() if not isinstance(field, FileField)]


def _sent(form: BaseForm, name: str) -> str:
    return _joined(_listed(form, name))


def _listed(form: BaseForm, name: str) -> list[str]:
    """What the browser sends of an untouched field: of a choice of several each that is chosen."""
    value: Any = form[name].value()
    if _takes_many(form, name):
        return [str(item) for item in value or ()]
    if isinstance(form.fields[name].widget, CheckboxInput):
        return [TICKED if value else ""]
    return ["" if value is None else _tidy(str(value))]


def _typed(data: QueryDict, form: BaseForm, name: str) -> str:
    sent_as = form.add_prefix(name)
    return _joined(data.getlist(sent_as)) if _takes_many(form, name) else _tidy(data.get(sent_as, ""))


def _takes_many(form: BaseForm, name: str) -> bool:
    return getattr(form.fields[name].widget, "allow_multiple_selected", False)


def _in_words(form: BaseForm, name: str, sent: str) -> str:
    field = form.fields[name]
    if isinstance(field.widget, CheckboxInput):
        return _("yes") if sent else _("no")
    if not isinstance(field, ChoiceField) or isinstance(field, ModelChoiceField):
        return sent
    choices: Any = field.choices
    words = {str(value): str(label) for value, label in choices}
    return ", ".join(words.get(part, part) for part in sent.split(", "))


def _joined(values: Sequence[str]) -> str:
    return ", ".join(sorted(values))


def _tidy(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def ask_still_so(row: Any, changed: Collection[str], seen: Mapping[str, Any]) -> None:
    """The row is held: whoever came first a moment ago is not written over unseen."""
    for name in changed:
        if name in seen and getattr(row, name) != seen[name]:
            raise Refused(_("A colleague has changed the same at this very moment: look at it and save again"), field=name)
