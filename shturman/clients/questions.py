"""What clients are filtered by."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shturman.clients.models import Client, Tag
from shturman.clients.search import condition_of
from shturman.company.models import Department, Member
from shturman.company.queries import has_departments
from shturman.company.sight import people_reached
from shturman.kit import house
from shturman.kit.filters import read
from shturman.kit.house import Question
from shturman.kit.ids import row_id


def _tagged(value: str, asker: Member) -> Q | None:
    tags = Client.tags.through.objects
    if value == "none":
        return ~Q(pk__in=tags.values("client"))
    known = row_id(value)
    return None if known is None else Q(pk__in=tags.filter(tag=known).values("client"))


def _kind(value: str, asker: Member) -> Q | None:
    return Q(kind=value) if value in Client.Kind.values else None


def _kind_words(value: str) -> str:
    return {"person": _("People"), "organisation": _("Organisations")}.get(value, value)


def _words(value: str, asker: Member) -> Q | None:
    """What finds nothing narrows to nothing: a person sees that the word is not there."""
    return condition_of(value, asker) or Q(pk__in=())


def _responsible(value: str, asker: Member) -> Q | None:
    if value == "me":
        return Q(responsible=asker.pk)
    known = row_id(value)
    return None if known is None else Q(responsible=known)


def _responsible_words(value: str) -> str:
    return _("Mine") if value == "me" else _name(Member, value, _("Responsible"))


def _people(asker: Member) -> Sequence[tuple[str, Any]]:
    people = Member.objects.people().order_by("surname", "given_name")
    people = people.filter(people_reached(asker, "client", "see"))
    return [("me", _("Mine")), *[(str(person.pk), person.short_name) for person in people]]


def _of_row(field: str) -> Any:
    def condition(value: str, asker: Member) -> Q | None:
        if value == "none":
            return Q(**{f"{field}__isnull": True})
        known = row_id(value)
        return None if known is None else Q(**{field: known})

    return condition


def _in_industry(value: str, asker: Member) -> Q | None:
    return Q(industry="" if value == "none" else value)


def _name(model: Any, value: str, otherwise: str) -> str:
    row = model.objects.filter(pk=row_id(value)).first()
    return str(getattr(row, "short_name", row)) if row else otherwise


QUESTIONS = (
    Question(
        "kind", gettext_lazy("Who is it"), _kind, _kind_words, lambda asker: [(kind, _kind_words(kind)) for kind in Client.Kind.values]
    ),
    Question(
        "tag",
        gettext_lazy("Tag"),
        _tagged,
        lambda value: _name(Tag, value, _("Tag")),
        lambda asker: [(str(tag.pk), tag.name) for tag in Tag.objects.all()],
    ),
    Question("responsible", gettext_lazy("Responsible"), _responsible, _responsible_words, _people),
    Question(
        "department",
        gettext_lazy("Department"),
        _of_row("department"),
        lambda value: _("No department") if value == "none" else _name(Department, value, _("Department")),
        lambda asker: [(str(row.pk), row.name) for row in Department.objects.all()],
        is_met=has_departments,
    ),
    Question(
        "industry",
        gettext_lazy("Industry"),
        _in_industry,
        lambda value: _("Industry is not known") if value == "none" else value,
        None,
        "hidden",
    ),
    Question("q", gettext_lazy("Words, a phone or INN"), _words, lambda value: f"«{value}»", None, "words"),
)


def chosen_clients(params: QueryDict, member: Member) -> Q:
    """What the parameters of the list select."""
    return read(params, house.questions_for("client_list", member, params), member).q()
