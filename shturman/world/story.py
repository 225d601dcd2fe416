"""A small company for tests: two departments, five people, one funnel. Everybody's password is `PASSWORD`."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from shturman.clients.actions import add_client
from shturman.clients.models import Client
from shturman.company.actions import add_department, add_member, found_company
from shturman.company.models import Department, Member, Role
from shturman.deals.actions import NewDeal, open_deal, set_up_sales
from shturman.deals.models import Deal, Funnel, LossReason, Stage

PASSWORD = "Курс-на-север-26"


@dataclass
class Story:
    owner: Member
    head: Member
    anna: Member
    boris: Member
    vera: Member
    projects: Department
    service: Department
    funnel: Funnel
    stages: dict[str, Stage] = field(default_factory=dict)

    def deal(self, responsible: Member | None = None, **facts: Any) -> Deal:
        responsible = responsible or self.anna
        facts = {"title": "Вентиляция склада", "amount": Decimal(100_000), **facts}
        by = facts.pop("by", responsible)
        return open_deal(NewDeal(funnel=self.funnel, responsible=responsible, **facts), by=by)

    def reason(self, name: str = "Дорого") -> LossReason:
        return LossReason.objects.get(name=name)


def tell_story() -> Story:
    owner = found_company(
        name="ООО «Балтвент-Инжиниринг»",
        surname="Преображенский",
        given_name="Николай",
        patronymic="Игоревич",
        login="owner",
        email="owner@baltvent.example",
        password=PASSWORD,
    )
    projects, service = add_department("Отдел проектов", by=owner), add_department("Отдел сервиса", by=owner)
    head = _member(owner, "head", "Мнацаканян", "Артур", projects, role=Role.objects.of_base("head"))
    anna = _member(owner, "anna", "Воскресенская", "Анна", projects, head=head)
    boris = _member(owner, "boris", "Левченко", "Борис", projects, head=head)
    vera = _member(owner, "vera", "Шереметьева-Гольц", "Вера", service)
    funnel = set_up_sales(by=owner)
    return Story(owner, head, anna, boris, vera, projects, service, funnel, {stage.name: stage for stage in funnel.stages.all()})


def _member(owner: Member, login: str, surname: str, given_name: str, department: Department, **facts: Any) -> Member:
    facts = {
        "login": login,
        "email": f"{login}@baltvent.example",
        "surname": surname,
        "given_name": given_name,
        "department": department,
        **facts,
    }
    return add_member(facts, by=owner, password=PASSWORD)


def client_of(member: Member, name: str = "ООО «Гидротехника»", kind: str = Client.Kind.ORGANISATION, **facts: Any) -> Client:
    return add_client({"name": name, "kind": kind, **facts}, by=member)
