"""Columns of the list of clients."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from shturman.clients.models import Client
from shturman.clients.queries import ORDERS, SORT_WORDS
from shturman.company.models import Member
from shturman.fields.columns import own_columns
from shturman.kit import house
from shturman.kit.dates_in_words import day
from shturman.kit.marks import icon, safe
from shturman.kit.phones import shown
from shturman.lists.columns import Columns, ListColumn, cells_of
from shturman.lists.lines import eye_of, mark_of
from shturman.lists.orders import ListOrder, by_values, by_words, words_of
from shturman.lists.sorting import Sorts


@dataclass(frozen=True)
class Line:
    """`cells`: what other rooms say of this client, drawn, by their column."""

    client: Client
    cells: Mapping[str, Any] = field(default_factory=dict)


def _phones(line: Line) -> SafeString:
    """Masked numbers are no links: the query has hidden them already."""
    return _first(line.client.phones.all(), _phone)


def _phone(phone: Any) -> str:
    number = safe(shown(phone.number))
    return (
        f'<span class="numbers">{number}</span>'
        if phone.is_masked
        else f'<a class="quiet-link numbers" href="tel:{safe(phone.number)}">{number}</a>'
    )


def _emails(line: Line) -> SafeString:
    return _first(line.client.emails.all(), _email)


def _email(email: Any) -> str:
    address = safe(email.address)
    return address if email.is_masked else f'<a class="quiet-link" href="mailto:{address}">{address}</a>'


def _first(contacts: Any, drawn: Callable[[Any], str]) -> SafeString:
    further = f' <span class="meta">+{len(contacts) - 1}</span>' if len(contacts) > 1 else ""
    return SafeString(drawn(contacts[0]) + further if contacts else "")


def _post_or_inn(line: Line) -> str | SafeString:
    return line.client.job_title or _numbers(line.client.inn)


def _numbers(figures: str) -> SafeString:
    return SafeString(f'<span class="numbers">{safe(figures)}</span>' if figures else "")


def _tags(line: Line) -> SafeString:
    marks = [
        f'<li><span class="tag-mark"><span class="mark mark--{safe(tag.colour)}" aria-hidden="true"></span>{safe(tag.name)}</span></li>'
        for tag in line.client.tags.all()
    ]
    return SafeString(f'<ul class="tags">{"".join(marks)}</ul>' if marks else "")


def _field(name: str) -> Callable[[Line], str]:
    return lambda line: str(getattr(line.client, name) or "")


def _day_of(name: str) -> Callable[[Line], str]:
    return lambda line: day(timezone.localtime(getattr(line.client, name)), timezone.localdate())


def _told(key: str) -> Callable[[Line], Any]:
    return lambda line: line.cells.get(key, "")


def _alphabetical(name: str) -> ListOrder:
    return ListOrder(name, by_words(name))


def _newest(key: str, moment: str) -> ListOrder:
    return ListOrder(key, by_values(moment), falls=True)


def _text(name: str, label: Any) -> ListColumn:
    return ListColumn(name, label, _field(name), (name,), _alphabetical(name), field=name)


def _number(name: str, label: Any) -> ListColumn:
    return ListColumn(name, label, lambda line: _numbers(getattr(line.client, name)), (name,), _alphabetical(name), field=name)


POST_OR_INN = ListOrder("post", lambda member: [Coalesce(words_of("job_title"), words_of("inn"))])
BY_DEALS = ListOrder("open_deals", lambda member: house.columns("client_order")["open_deals"](member), falls=True)
PERSON = ("responsible__surname", "responsible__given_name")
MAIN = ListColumn(
    "name", gettext_lazy("Name of the client"), lambda line: line.client.name, order=ListOrder("name", by_values("folded_name"))
)
KNOWN = (
    ListColumn("phone", gettext_lazy("Phones"), _phones, css="", beside="phones"),
    ListColumn("post", gettext_lazy("Post or INN"), _post_or_inn, ("job_title", "inn"), POST_OR_INN),
    ListColumn("tags", gettext_lazy("Tags"), _tags, beside="tags"),
    ListColumn(
        "responsible",
        gettext_lazy("Responsible"),
        lambda line: line.client.responsible.short_name,
        order=ListOrder("responsible", by_words(*PERSON)),
        css="",
    ),
    ListColumn(
        "changed",
        gettext_lazy("Changed"),
        _day_of("changed_at"),
        order=_newest("changed", "changed_at"),
        css="listing__figure listing__skip",
    ),
    ListColumn("email", gettext_lazy("E-mails"), _emails, beside="emails"),
    _number("inn", gettext_lazy("INN")),
    _number("kpp", gettext_lazy("KPP")),
    _text("legal_name", gettext_lazy("Legal name")),
    _text("job_title", gettext_lazy("Job title")),
    _text("industry", gettext_lazy("Industry")),
    _text("address", gettext_lazy("Address")),
    _text("site", gettext_lazy("Site")),
    ListColumn(
        "department",
        gettext_lazy("Department"),
        _field("department"),
        ("department__name",),
        ListOrder("department", by_words("department__name")),
    ),
    ListColumn("created", gettext_lazy("Added on"), _day_of("created_at"), ("created_at",), _newest("created", "created_at")),
    ListColumn("open_deals", gettext_lazy("Open deals"), _told("open_deals"), order=BY_DEALS, css="listing__figure"),
    ListColumn("next_step", gettext_lazy("Next step"), _told("next_step"), css=""),
    ListColumn("last_touch", gettext_lazy("Last touch"), _told("last_touch")),
)
USUAL = ("phone", "post", "tags", "responsible", "changed")
COLUMNS = Columns(MAIN, KNOWN, USUAL, own_columns("client", lambda line: line.client))
SORTS = Sorts(COLUMNS, ORDERS, SORT_WORDS)


def with_cells(clients: Sequence[Client], columns: Sequence[ListColumn], member: Member) -> list[Line]:
    """Cells of other rooms come by one query each, for the columns that are shown alone."""
    known = house.columns("client_list")
    ids = [client.pk for client in clients]
    told = {column.key: known[column.key](member, ids) for column in columns if column.key in known}
    return [Line(client, {key: cells.get(client.pk, "") for key, cells in told.items()}) for client in clients]


def lines_of(lines: Sequence[Line], columns: Sequence[ListColumn], *, has_marks: bool) -> SafeString:
    mark, eye = mark_of() if has_marks else "", eye_of()
    return SafeString("".join([_line(line, columns, mark, eye) for line in lines]))


def _line(line: Line, columns: Sequence[ListColumn], mark: str, eye: str) -> str:
    client, url = line.client, line.client.get_absolute_url()
    named = f'<a href="{url}">{icon("building" if client.is_organisation else "user", 15)} {safe(client.name)}</a>{eye.format(url)}'
    return f'<tr id="client-{client.pk}">{mark.format(client.pk)}<td class="listing__main">{named}</td>{cells_of(line, columns)}</tr>\n'
