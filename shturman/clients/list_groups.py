"""What the list of clients is grouped by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from shturman.clients.models import Tag
from shturman.company.models import Department, Member
from shturman.fields.grouping import own_groupings
from shturman.kit.filters import Filter
from shturman.kit.ids import row_id
from shturman.lists.grouping import Grouping, Groupings, answered, by_field, by_name


def _of_the_asked_tag(clients: QuerySet[Any], chosen: Filter) -> QuerySet[Any]:
    """Of a list of one tag there is one group: another answer would put the asked one out."""
    asked = row_id(chosen.answers.get("tag"))
    return clients if asked is None else clients.filter(tags=asked)


def _industries(values: Sequence[Any], member: Member) -> Mapping[Any, str]:
    return {value: value for value in sorted(filter(None, values), key=str.casefold)}


KNOWN = (
    Grouping(
        "responsible",
        gettext_lazy("Responsible"),
        ("responsible",),
        by_field("responsible_id"),
        by_name(Member, "surname", "given_name", label="short_name"),
        answered("responsible"),
    ),
    Grouping(
        "department", gettext_lazy("Department"), ("department",), by_field("department_id"), by_name(Department), answered("department")
    ),
    Grouping(
        "tag",
        gettext_lazy("Tag"),
        ("tag",),
        by_field("tags"),
        by_name(Tag),
        answered("tag"),
        rows=_of_the_asked_tag,
        note=gettext_lazy("A client with two tags stands in two groups: together they may be more than there are clients."),
    ),
    Grouping("industry", gettext_lazy("Industry"), ("industry",), by_field("industry"), _industries, answered("industry")),
)
GROUPINGS = Groupings(KNOWN, own_groupings("client"))
