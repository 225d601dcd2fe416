"""What a company has before anybody sets it up: roles and typical departments.

Russian on purpose: these are the company's own rows from the first minute, renamed like any other.
"""

from __future__ import annotations

from shturman.company.models import Department, Role

DEPARTMENTS = {
    "Отдел продаж": Department.Kind.SALES,
    "Отдел маркетинга": Department.Kind.MARKETING,
    "Бухгалтерия": Department.Kind.ACCOUNTING,
}
ROLES = {
    Role.Base.OWNER: "Владелец",
    Role.Base.HEAD_OF_SALES: "Руководитель продаж",
    Role.Base.HEAD: "Руководитель отдела",
    Role.Base.MANAGER: "Менеджер",
    Role.Base.MARKETER: "Маркетолог",
    Role.Base.ACCOUNTANT: "Бухгалтер",
    Role.Base.QUALITY: "Контролёр качества",
    Role.Base.COLLEAGUE: "Коллега из другого отдела",
    Role.Base.AGENT: "Агент, дилер, партнёр",
}


def ready_made_departments() -> list[Department]:
    return [Department(name=name, kind=kind) for name, kind in DEPARTMENTS.items()]


def ready_made_roles() -> list[Role]:
    """One of each kind, with its usual rights."""
    return [Role(base=base, name=name, is_ready_made=True, position=position) for position, (base, name) in enumerate(ROLES.items())]
