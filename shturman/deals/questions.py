"""What deals are filtered by: lists, the board and reports ask the same questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shturman.clients.models import Client, Tag
from shturman.company.models import Department, Member
from shturman.company.queries import has_departments
from shturman.company.sight import people_reached
from shturman.deals.measured import amount, day_words, from_day, money_words, to_day
from shturman.deals.models import Deal, DealContact, DealKind, DealLine, Funnel, LossReason, Stage, StageStay
from shturman.goods.models import Good
from shturman.kit import house
from shturman.kit.filters import Filter, read
from shturman.kit.house import Question
from shturman.kit.ids import row_id


@dataclass(frozen=True)
class Asker:
    """Who asks, when and in which zone: a day of a filter begins at his midnight."""

    member: Member
    now: datetime
    zone: tzinfo

    @classmethod
    def of(cls, member: Member) -> Asker:
        return cls(member, timezone.now(), member.zone)


HANDED_OVER = "handed"
STATES = {
    "open": Q(closed_at=None),
    "closed": Q(closed_at__isnull=False),
    "won": Q(outcome="won"),
    "lost": Q(outcome="lost"),
    "non_target": Q(outcome="non_target"),
    "archive": Q(outcome="archive"),
    "decided": Q(outcome__in=["won", "lost"]),
    "all": Q(),
}


# The types of stages on which deals of a state stand; of the others nothing is said.
KINDS_OF_STATE = {
    "open": [Stage.Kind.IN_WORK],
    "won": [Stage.Kind.WON],
    "lost": [Stage.Kind.LOST],
    "non_target": [Stage.Kind.NON_TARGET],
    "archive": [Stage.Kind.ARCHIVE],
    "decided": [Stage.Kind.WON, Stage.Kind.LOST],
    "closed": [Stage.Kind.WON, Stage.Kind.LOST, Stage.Kind.NON_TARGET, Stage.Kind.ARCHIVE],
}


def _state_words() -> dict[str, str]:
    return {
        "open": _("Open deals"),
        "closed": _("Closed deals"),
        "won": _("Won"),
        "lost": _("Lost"),
        "non_target": _("Non-target"),
        "archive": _("In the archive"),
        "decided": _("Won and lost"),
        "all": _("Open and closed"),
    }


def _state(value: str, asker: Asker) -> Q | None:
    return STATES.get(value)


def _of_row(field: str) -> Any:
    def condition(value: str, asker: Asker) -> Q | None:
        if value == "none":
            return Q(**{f"{field}__isnull": True})
        known = row_id(value)
        return None if known is None else Q(**{field: known})

    return condition


def _named(model: Any, label: str, without: Any = "") -> Any:
    """The row's own words; `label` for one that is gone, `without` for «none»."""

    def describe(value: str) -> str:
        if value == "none" and without:
            return str(without)
        row = model.objects.filter(pk=row_id(value)).first()
        return str(row) if row else label

    return describe


def _rows(model: Any, **conditions: Any) -> Any:
    def choices(asker: Asker) -> Sequence[tuple[str, Any]]:
        return [(str(row.pk), str(row)) for row in model.objects.filter(**conditions)]

    return choices


def _responsible_choices(asker: Asker) -> Sequence[tuple[str, Any]]:
    member = asker.member
    people = Member.objects.people().order_by("surname", "given_name")
    people = people.filter(people_reached(member, "deal", "see"))
    return [("me", _("Mine")), *[(str(person.pk), person.short_name) for person in people]]


def _responsible(value: str, asker: Asker) -> Q | None:
    return Q(responsible=asker.member.pk) if value == "me" else _of_row("responsible")(value, asker)


def _describe_responsible(value: str) -> str:
    return _("Mine") if value == "me" else str(_named(Member, _("Responsible"))(value))


def of_client(client_id: int) -> Q:
    """As the client of the deal, or as a contact in it. Through ids: each half answers by its own index."""
    his = Deal.objects.everything().filter(client=client_id).values("pk")
    return Q(pk__in=his.union(DealContact.objects.filter(person=client_id).values("deal")))


def _of_client(value: str, asker: Asker) -> Q | None:
    known = row_id(value)
    return None if known is None else of_client(known)


def _describe_client(value: str) -> str:
    return _("Without a client") if value == "none" else _("Deals of one client")


def _tagged(value: str, asker: Asker) -> Q | None:
    """Through ids, so that a deal of a client with two tags counts once, whatever stands beside this condition."""
    tags = Client.tags.through.objects
    if value == "none":
        return ~Q(client__in=tags.values("client"))
    known = row_id(value)
    return None if known is None else Q(client__in=tags.filter(tag=known).values("client"))


def _good(value: str, asker: Asker) -> Q | None:
    if value == "none":
        return ~Q(pk__in=DealLine.objects.filter(good__isnull=False).values("deal"))
    known = row_id(value)
    # Through ids, so that a deal with two lines of one good counts once.
    return None if known is None else Q(pk__in=Good.objects.filter(pk=known).values("deal_lines__deal"))


def _reached(value: str, asker: Asker) -> Q | None:
    """Stood on this stage or on a later one of its funnel: refusals lie beside the course and are not counted."""
    stage = Stage.objects.filter(pk=row_id(value) or 0).first()
    return Q(pk__in=StageStay.objects.reaching(stage).values("deal")) if stage else None


def _left(value: str, asker: Asker) -> Q | None:
    known = row_id(value)
    return None if known is None else Q(pk__in=StageStay.objects.filter(stage=known, left_at__isnull=False).values("deal"))


def _on_stage(value: str, asker: Asker) -> Q | None:
    """Stages that are not for managers have no names for them and are one group of their lists."""
    return Q(stage__is_for_managers=False) if value == HANDED_OVER else _of_row("stage")(value, asker)


def _describe_stage(value: str) -> str:
    return _("Handed over") if value == HANDED_OVER else str(_named(Stage, "…")(value))


def _stage_choices(asker: Asker) -> Sequence[tuple[str, Any]]:
    return [(str(stage.pk), stage.name) for stage in Stage.objects.kept().known_to(asker.member)]


def _knows_stage(value: str, asker: Asker) -> bool:
    known = row_id(value)
    return not asker.member.role.is_ordinary or known is None or Stage.objects.known_to(asker.member).filter(pk=known).exists()


def _stage_words(words: Any) -> Any:
    def describe(value: str) -> str:
        return f"{words} «{_named(Stage, '…')(value)}»"

    return describe


QUESTIONS = (
    Question(
        "state", gettext_lazy("State"), _state, lambda value: _state_words().get(value, value), lambda asker: list(_state_words().items())
    ),
    Question("responsible", gettext_lazy("Responsible"), _responsible, _describe_responsible, _responsible_choices),
    Question(
        "department",
        gettext_lazy("Department"),
        _of_row("department"),
        _named(Department, "…", gettext_lazy("Without a department")),
        _rows(Department),
        is_met=has_departments,
    ),
    Question("stage", gettext_lazy("Stage"), _on_stage, _describe_stage, _stage_choices, known=_knows_stage),
    Question("kind", gettext_lazy("Kind of deal"), _of_row("kind"), _named(DealKind, "…"), _rows(DealKind)),
    Question("funnel", gettext_lazy("Funnel"), _of_row("funnel"), _named(Funnel, "…"), _rows(Funnel, removed_at=None)),
    Question(
        "loss_reason",
        gettext_lazy("Reason of refusal"),
        _of_row("loss_reason"),
        _named(LossReason, "…", gettext_lazy("Without a reason")),
        _rows(LossReason),
    ),
    Question("tag", gettext_lazy("Client's tag"), _tagged, _named(Tag, "…"), _rows(Tag)),
    Question("good", gettext_lazy("Good"), _good, _named(Good, "…", gettext_lazy("Without goods")), _rows(Good, deleted_at=None)),
    Question("reached", gettext_lazy("Reached"), _reached, _stage_words(gettext_lazy("reached")), None, "hidden", _knows_stage),
    Question("left", gettext_lazy("Left"), _left, _stage_words(gettext_lazy("left")), None, "hidden", _knows_stage),
    Question("client", gettext_lazy("Client"), _of_row("client"), _describe_client, None, "hidden"),
    Question("of_client", gettext_lazy("Client"), _of_client, _describe_client, None, "hidden"),
    Question("amount_from", gettext_lazy("Amount from, ₽"), amount("gte"), money_words(gettext_lazy("from")), None, "money"),
    Question("amount_to", gettext_lazy("Amount to, ₽"), amount("lte"), money_words(gettext_lazy("up to")), None, "money"),
    Question("opened_from", gettext_lazy("Opened from"), from_day("created_at"), day_words(gettext_lazy("opened from")), None, "date"),
    Question("opened_to", gettext_lazy("Opened to"), to_day("created_at"), day_words(gettext_lazy("opened to")), None, "date"),
    Question("closed_from", gettext_lazy("Closed from"), from_day("closed_at"), day_words(gettext_lazy("closed from")), None, "date"),
    Question("closed_to", gettext_lazy("Closed to"), to_day("closed_at"), day_words(gettext_lazy("closed to")), None, "date"),
)

# What an agent may ask of the deals whose fate he follows; goods, tags and tasks are of their inside, departments of the house's.
OF_THE_FATE = frozenset(
    ("state", "responsible", "stage", "kind", "funnel", "loss_reason", "reached", "left", "client")
    + ("amount_from", "amount_to", "opened_from", "opened_to", "closed_from", "closed_to")
)


def questions_of(member: Member, params: Mapping[str, Any] | None) -> Mapping[str, Question]:
    """See `house.questions_for`."""
    if member.role.is_outside:
        return {key: question for key, question in house.questions("deal_list").items() if key in OF_THE_FATE}
    return house.questions_for("deal_list", member, params)


def narrowed(chosen: Filter) -> Q:
    """Open deals, unless the filter names another state."""
    return chosen.q() if chosen.asks("state") else chosen.q() & Q(closed_at=None)


def chosen_deals(params: QueryDict, member: Member) -> Q:
    """What the parameters of the list select, the funnel among them."""
    chosen = read(params, questions_of(member, params), Asker.of(member), without=["funnel"])
    funnel = row_id(params.get("funnel"))
    return narrowed(chosen) & Q(funnel=funnel) if funnel is not None else narrowed(chosen)
