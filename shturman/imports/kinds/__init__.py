"""The tables that can be loaded, in the order in which a new company loads them."""

from __future__ import annotations

from shturman.imports.kinds.base import Sorter
from shturman.imports.kinds.deals import DealSorter
from shturman.imports.kinds.goods import GoodSorter
from shturman.imports.kinds.notes import NoteSorter
from shturman.imports.kinds.organisations import OrganisationSorter
from shturman.imports.kinds.people import PersonSorter
from shturman.imports.kinds.staff import DepartmentSorter, MemberSorter
from shturman.imports.kinds.tasks import TaskSorter

KINDS: dict[str, type[Sorter]] = {
    sorter.kind: sorter
    for sorter in (DepartmentSorter, MemberSorter, OrganisationSorter, PersonSorter, GoodSorter, DealSorter, TaskSorter, NoteSorter)
}
