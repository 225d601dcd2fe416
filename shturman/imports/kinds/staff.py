"""Departments and people, without sign-in."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shturman.company.actions import add_department, add_office, change_department, change_member, load_members
from shturman.company.models import Department, Member, Role
from shturman.imports.kinds.base import Change, Draft, Field, Record, Sorted, Sorter, UnknownValue, Written
from shturman.imports.kinds.names import departments, members, offices, parts_of_name, person_key, roles, stands_above
from shturman.kit.errors import Refused
from shturman.kit.words import folded

MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


class DepartmentSorter(Sorter):
    kind = "departments"
    label = gettext_lazy("Departments")
    hint = gettext_lazy("Name and the department above")
    fields = (
        Field("name", gettext_lazy("Name of the department"), ("отдел", "название", "подразделение", "department", "office"), True),
        Field("parent", gettext_lazy("Department above"), ("вышестоящий отдел", "родительский отдел", "входит в", "parent")),
    )

    is_whole = True

    def begin(self) -> None:
        self.known = departments()
        self.parents: list[tuple[Record, str]] = []

    def key_of(self, record: Record) -> str:
        if not record["name"]:
            raise Refused(_("There is no name of the department"))
        return folded(record["name"])

    def place(self, record: Record, key: str) -> None:
        name = record["name"]
        known = self.known.get(folded(name))
        if record["parent"]:
            self.parents.append((record, record["parent"]))
        if known:
            self.result.same.append(record.number)
        else:
            self.result.new.append(Draft(record.number, {"name": name[:120]}))

    def write_new(self, drafts: Sequence[Draft]) -> list[Written]:
        rows = [add_department(draft.facts["name"], by=self.by) for draft in drafts]
        for row in rows:
            self.known.add(folded(row.name), row)
        return [Written(row) for row in rows]

    def write_change(self, change: Change) -> Written:
        return self.written_change(change, change_department(_fresh(change), dict(change.facts), by=self.by))

    def write(self) -> list[Written]:
        return [*super().write(), *self._linked()]

    def _linked(self) -> list[Written]:
        """A department above may stand below in the file, or nowhere: then it is made."""
        written = []
        for record, above in self.parents:
            department, parent = self.known.get(folded(record["name"])), self.known.get(folded(above))
            if department is None:
                continue
            if parent is None:
                parent = add_department(above[:120], by=self.by)
                self.known.add(folded(above), parent)
                written.append(Written(parent))
            if department.parent_id != parent.pk and not stands_above(department, parent):
                written.append(self.write_change(Change(record.number, department, {"parent": parent})))
        return written


class MemberSorter(Sorter):
    kind = "members"
    label = gettext_lazy("Employees")
    hint = gettext_lazy("Names, department, head. They can be responsible at once; sign-in is opened to each on his card")
    fields = (
        Field("name", gettext_lazy("Full name"), ("фио", "имя", "сотрудник", "менеджер", "sales agent", "agent", "employee", "full name")),
        Field("surname", gettext_lazy("Surname"), ("фамилия", "last name")),
        Field("given_name", gettext_lazy("First name"), ("first name",)),
        Field("patronymic", gettext_lazy("Patronymic"), ("отчество",)),
        Field("login", gettext_lazy("Login"), ("логин",)),
        Field("email", gettext_lazy("E-mail"), ("email", "почта", "эл. почта", "рабочий e-mail")),
        Field("phone", gettext_lazy("Phone"), ("телефон", "мобильный телефон")),
        Field("job_title", gettext_lazy("Job title"), ("должность", "position")),
        Field("department", gettext_lazy("Department"), ("отдел", "подразделение", "regional office")),
        Field("office", gettext_lazy("Office"), ("офис", "office", "филиал")),
        Field("role", gettext_lazy("Role"), ("роль", "role"), has_values=True),
        Field("head", gettext_lazy("Head"), ("руководитель", "начальник", "manager")),
    )

    is_whole = True

    def begin(self) -> None:
        self.known = members()
        self.departments = departments()
        self.heads: dict[str, str] = {}
        self.names: set[str] = set()
        self.roles = roles()
        self.offices = offices()
        self.mails: dict[str, set[str]] = defaultdict(set)
        self.waiting: list[tuple[Member, str]] = []

    def sort(self, records: Sequence[Record]) -> Sorted:
        for record in records:
            self.mails[record["email"].lower()].add(person_key(_full_name(self._facts(record))))
        return super().sort(records)

    def key_of(self, record: Record) -> str:
        if not (full_name := _full_name(self._facts(record))):
            raise Refused(_("There is no name of the employee"))
        if record["email"] and len(self.mails[record["email"].lower()]) > 1:
            raise Refused(_("%(mail)s stands at two people of the file: a mail belongs to one") % {"mail": record["email"]})
        return record["email"].lower() or person_key(full_name)

    def place(self, record: Record, key: str) -> None:
        facts = self._facts(record)
        full_name = _full_name(facts)
        if record["email"] and not MAIL.fullmatch(record["email"]):
            raise Refused(_("“%(mail)s” is not an address of e-mail") % {"mail": record["email"]})
        if record["role"]:
            facts["role"] = self._role(record["role"])
        if record["office"]:
            facts["office"] = record["office"][:120]
        if record["head"] and person_key(record["head"]) != person_key(full_name):
            self.heads.setdefault(person_key(record["head"]), record["department"])
            facts["head"] = record["head"]
        if record["department"]:
            facts["department"] = record["department"]
        known = self.known.get(key) or self.known.get(person_key(full_name))
        if known is None:
            self._ask_free(facts)
            self.names.add(person_key(full_name))
            self.result.new.append(Draft(record.number, facts))
        else:
            self._compare(record, known, facts)

    def write_new(self, drafts: Sequence[Draft]) -> list[Written]:
        written = self._missing_departments({draft.facts.get("department", "") for draft in drafts})
        written += self._missing_heads()
        written += self._missing_offices({draft.facts.get("office", "") for draft in drafts})
        rows = [self._ready(draft.facts) for draft in drafts]
        made = load_members([row for row, _head in rows], by=self.by)
        for member in made:
            self.known.add(person_key(member.full_name), member)
        self.waiting += [(member, head) for member, (_row, head) in zip(made, rows, strict=True) if head]
        return written + [Written(member) for member in made]

    def write_change(self, change: Change) -> Written:
        facts = dict(change.facts)
        if isinstance(facts.get("department"), str):
            self._missing_departments({facts["department"]})
            facts["department"] = self.departments.get(folded(facts["department"]))
        if isinstance(facts.get("office"), str):
            self._missing_offices({facts["office"]})
            facts["office"] = self.offices.get(folded(facts["office"]))
        if isinstance(facts.get("head"), str):
            facts["head"] = self.known.get(person_key(facts["head"]))
        assert isinstance(change.thing, Member)
        changed = change_member(change.thing, facts, by=self.by)
        return self.written_change(Change(change.number, change.thing, facts), changed)

    def write(self) -> list[Written]:
        return [*super().write(), *self._linked()]

    def _linked(self) -> list[Written]:
        """Heads that are rows of the same file stand only now."""
        for member, head in self.waiting:
            leader = self.known.get(person_key(head))
            if leader is not None and leader.pk != member.pk:
                change_member(member, {"head": leader}, by=self.by)
        return []

    def _facts(self, record: Record) -> dict[str, Any]:
        parts = parts_of_name(record["name"])
        named = {part: record[part] or parts[part] for part in ("surname", "given_name", "patronymic")}
        if not named["surname"]:
            named |= {"surname": named["given_name"], "given_name": ""}
        rest = {name: record[name] for name in ("login", "email", "phone", "job_title") if record[name]}
        return {name: value[:100] for name, value in named.items()} | rest

    def _ask_free(self, facts: dict[str, Any]) -> None:
        for name in ("login", "email"):
            if facts.get(name) and self.known.get(folded(facts[name])):
                raise Refused(_("%(value)s belongs to another employee already") % {"value": facts[name]})

    def _compare(self, record: Record, known: Member, facts: dict[str, Any]) -> None:
        present = {name: facts[name] for name in ("email", "phone", "job_title", "patronymic") if facts.get(name)}
        if facts.get("department") and folded(str(known.department or "")) != folded(facts["department"]):
            present["department"] = facts["department"]
        if facts.get("office") and folded(str(known.office or "")) != folded(facts["office"]):
            present["office"] = facts["office"]
        if facts.get("role") and known.role_id != facts["role"].pk:
            present["role"] = facts["role"]
        if facts.get("head") and person_key(facts["head"]) not in _keys(known.head) and self.known.get(person_key(facts["head"])):
            present["head"] = facts["head"]
        self.keep_or_change(record, known, present)

    def _missing_departments(self, names: set[str]) -> list[Written]:
        missing = sorted(name for name in names if name and not self.departments.get(folded(name)))
        made = [add_department(name[:120], by=self.by) for name in missing]
        for name, department in zip(missing, made, strict=True):
            self.departments.add(folded(name), department)
        return [Written(department) for department in made]

    def _missing_offices(self, names: set[str]) -> list[Written]:
        made = [add_office(name, "", by=self.by) for name in sorted(names) if name and not self.offices.get(folded(name))]
        for office in made:
            self.offices.add(folded(office.name), office)
        return [Written(office) for office in made]

    def _role(self, words: str) -> Role:
        """Owners are appointed by hand, on the card."""
        name = self.mapped("role", words)
        role = self.roles.get(folded(name))
        if role is None:
            raise UnknownValue("role", words, _("There is no role of this name: %(name)s") % {"name": words})
        if role.is_owner:
            raise Refused(_("An owner is not appointed by a table: do it on the card of the employee"))
        return role

    def _missing_heads(self) -> list[Written]:
        """A head that is no row of the file is an employee too: he leads the department of his people."""
        missing = {head: place for head, place in self.heads.items() if head not in self.names and not self.known.get(head)}
        self.heads = {}
        spelled = {person_key(draft.facts["head"]): draft.facts["head"] for draft in self.result.new if draft.facts.get("head")}
        rows = [
            {
                **parts_of_name(spelled[head]),
                "department": self.departments.get(folded(place)),
                "role": Role.objects.of_base("head"),
            }
            for head, place in missing.items()
            if head in spelled
        ]
        made = load_members(rows, by=self.by)
        for member in made:
            self.known.add(person_key(member.full_name), member)
        return [Written(member) for member in made]

    def _ready(self, facts: dict[str, Any]) -> tuple[dict[str, Any], str]:
        """The row for the base, and the name of a head that the base does not know yet."""
        row = {name: value for name, value in facts.items() if name not in ("head", "department", "office")}
        row["office"] = self.offices.get(folded(facts.get("office", "")))
        row["department"] = self.departments.get(folded(facts.get("department", "")))
        head = self.known.get(person_key(facts["head"])) if facts.get("head") else None
        row["head"] = head
        return row, "" if head else facts.get("head", "")


def _fresh(change: Change) -> Department:
    """Changed apart from the row that was sorted, which remembers how it was."""
    return Department.objects.select_for_update().get(pk=change.thing.pk)


def _full_name(facts: Mapping[str, Any]) -> str:
    return " ".join(facts[part] for part in ("surname", "given_name", "patronymic") if facts.get(part))


def _keys(member: Member | None) -> set[str]:
    return {person_key(member.full_name), person_key(member.short_name)} if member else set()
