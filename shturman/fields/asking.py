"""Own fields in the forms of other rooms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from shturman.company.models import Member
from shturman.fields.kinds import kind_of, offered
from shturman.fields.known import KnownField, every_field, fields_for
from shturman.fields.models import OwnField, OwnFile
from shturman.fields.models.rows import is_own
from shturman.fields.naming import in_words, names_of
from shturman.kit.conflicts import WAS

WORDS_AND_FILES = (OwnField.Kind.TEXT, OwnField.Kind.FILE)
OF_EACH_CARD: Mapping[str, Sequence[str]] = {
    OwnField.Thing.DEAL: WORDS_AND_FILES,
    # A date of a client is his birthday: what was done to many keeps no such thing, for the journal cannot forget it.
    OwnField.Thing.CLIENT: (*WORDS_AND_FILES, OwnField.Kind.DATE),
}


def add_own_fields(form: forms.BaseForm, fields: Sequence[KnownField], card: Any = None) -> None:
    """Those that the member may fill in, with what stands in them."""
    for field in fields:
        if field.may_change:
            form.fields[field.key] = form_field(field, getattr(card, field.key) if card is not None else None)


def form_field(field: KnownField, kept: Any = None, *, is_required: bool = False) -> forms.Field:
    kind = kind_of(field)
    made = kind.form_field(field)
    made.label, made.help_text = field.name, field.hint
    made.required = made.widget.is_required = is_required
    made.initial = kind.initial(kept)
    if field.kind == OwnField.Kind.FILE and kept is not None:
        made.initial = OwnFile.objects.filter(pk=kept).first()
    if kept is not None and field.kind in OwnField.CHOSEN:
        _keep_offered(made, field, kept)
    return made


def given(form: forms.BaseForm, fields: Sequence[KnownField]) -> dict[str, Any]:
    """What was filled in, as `take_own` reads it. What was not before the person, and a file that was not touched, is not among it."""
    values = {}
    for field in fields:
        if field.key not in form.fields or not _was_shown(form, field):
            continue
        answer = form.cleaned_data.get(field.key)
        if field.kind == OwnField.Kind.FILE and isinstance(answer, OwnFile | None):
            continue
        values[field.key] = kind_of(field).from_form(answer)
    return values


def many_fields(member: Member, thing: str) -> list[KnownField]:
    """What may be written into many cards at once: words, files and what is of one person alone are of each card by itself."""
    return [field for field in fields_for(member, thing) if not field.is_personal and field.kind not in OF_EACH_CARD[thing]]


def own_said(facts: Mapping[str, Any], thing: str) -> list[str]:
    """«Оплата: в ипотеку» for each own field among the facts."""
    asked = [field for field in every_field(thing) if field.key in facts] if any(is_own(name) for name in facts) else []
    named = names_of((field, facts[field.key]) for field in asked)
    return [f"{field.name}: {in_words(facts[field.key], field, named) or '—'}" for field in asked]


def _was_shown(form: forms.BaseForm, field: KnownField) -> bool:
    """Nothing chosen of several is sent as nothing at all: then what stood there is sent beside."""
    return any(name in source for source in (form.data, form.files) for name in (field.key, f"{WAS}{field.key}"))


def _keep_offered(made: Any, field: KnownField, kept: Any) -> None:
    """A choice that is offered no more may stay where it was picked."""
    chosen = tuple(kept) if isinstance(kept, list) else (kept,)
    blank = [] if field.kind == OwnField.Kind.MANY else [("", "—")]
    made.choices = [*blank, *((pk, name) for pk, name in offered(field, chosen))]
