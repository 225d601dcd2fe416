"""The demo company: a hundred deals with a past, a present and a next step each. Made by the same actions as real ones."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from shturman.clients.actions import add_client, add_note, link_clients, set_tags
from shturman.clients.models import Client
from shturman.company.actions import add_department, add_member, found_company
from shturman.company.models import Member, Role
from shturman.company.queries import work_week
from shturman.deals.actions import LoadedDeal, NewLine, add_contact, add_funnel, load_deals, set_up_sales
from shturman.deals.models import Deal, Funnel, LossReason, Stage
from shturman.fields.models import OwnField
from shturman.goods.actions import add_good
from shturman.goods.models import Good
from shturman.playbooks.actions.editing import switch_playbook, take_ready_made
from shturman.tasks.actions import NewTask, form_next_tasks, log_touch, set_task
from shturman.tasks.due import Due
from shturman.world.demo_fields import add_demo_fields, known_of_object
from shturman.world.demo_names import CONTACTS, DEPARTMENTS, GOODS, ORGANISATIONS, PEOPLE, RESULTS, WORKS

COMPANY = "ООО «Балтвент-Инжиниринг»"
PASSWORD = "Штурман-2026"
OPEN_DEALS, CLOSED_DEALS = 60, 90


@dataclass
class Demo:
    owner: Member
    people: dict[str, Member] = field(default_factory=dict)
    clients: list[Client] = field(default_factory=list)
    goods: list[Good] = field(default_factory=list)
    fields: list[OwnField] = field(default_factory=list)
    dice: random.Random = field(default_factory=lambda: random.Random(1482))
    # Apart from the first, so that a further field changes nothing else of the company.
    own_dice: random.Random = field(default_factory=lambda: random.Random(1703))

    @property
    def sellers(self) -> list[Member]:
        return [person for person in self.people.values() if person.role.base == Role.Base.MANAGER]


@transaction.atomic
def build_demo() -> Demo:
    demo = Demo(_owner())
    _people(demo)
    funnel = set_up_sales(by=demo.owner)
    service = add_funnel("Сервис", by=demo.owner, departments=[demo.people["anna"].department])  # type: ignore[list-item]
    demo.goods = [add_good({"name": name, "series": series, "price": Decimal(price)}, by=demo.owner) for name, series, price in GOODS]
    demo.fields = add_demo_fields(demo.owner)
    _clients(demo)
    _closed_deals(demo, [funnel, service])
    _open_deals(demo, [funnel, service])
    switch_playbook(take_ready_made("long_talks", by=demo.owner), True, by=demo.owner, funnel=funnel, with_open=True)
    return demo


def _owner() -> Member:
    return found_company(
        name=COMPANY,
        surname="Преображенский",
        given_name="Николай",
        patronymic="Игоревич",
        login="owner",
        email="n.preobrazhensky@baltvent.example",
        password=PASSWORD,
    )


def _people(demo: Demo) -> None:
    departments = {name: add_department(name, by=demo.owner) for name in DEPARTMENTS}
    for login, surname, given_name, patronymic, job_title, department, role, rights in PEOPLE:
        facts = {
            "login": login,
            "email": f"{login}@baltvent.example",
            "surname": surname,
            "given_name": given_name,
            "patronymic": patronymic,
            "job_title": job_title,
            "department": departments[department],
            "role": Role.objects.of_base(role),
            "own_rights": rights,
            "head": demo.people.get("head"),
        }
        demo.people[login] = add_member(facts, by=demo.owner, password=PASSWORD)


def _clients(demo: Demo) -> None:
    for number, (name, inn, industry) in enumerate(ORGANISATIONS):
        responsible = demo.sellers[number % len(demo.sellers)]
        facts = {
            "kind": "organisation",
            "name": name,
            "inn": inn,
            "industry": industry,
            "responsible": responsible,
            "phones": [f"+7 812 {300 + number}-{10 + number}-00"],
        }
        organisation = add_client(facts, by=demo.owner)
        contact = CONTACTS[number % len(CONTACTS)]
        person = {
            "kind": "person",
            "name": contact,
            "responsible": responsible,
            "phones": [f"+7 921 {number:03d}-14-27"],
            "emails": [f"contact{number}@client.example"],
        }
        link_clients(
            add_client(person, by=demo.owner), organisation, demo.dice.choice(["главный инженер", "директор", "снабжение"]), by=demo.owner
        )
        if number % 3 == 0:
            set_tags(organisation, [demo.dice.choice(["постоянный", "тендер", "госзаказ"])], by=demo.owner)
        demo.clients.append(organisation)


def _closed_deals(demo: Demo, funnels: list[Funnel]) -> None:
    reasons = list(LossReason.objects.exclude(name="Другое"))
    rows = []
    for _number in range(CLOSED_DEALS):
        client, funnel = _pair(demo, funnels)
        closed_at = _working_moment(demo, days_ago=demo.dice.randint(1, 180))
        ending = demo.dice.choices(["won", "lost", "non_target"], [55, 38, 7])[0]
        stage = funnel.stages.get(kind=ending)
        road = list(funnel.stages.in_work())[: 5 if ending == "won" else demo.dice.randint(1, 4)]
        days = demo.dice.randint(len(road), 45)
        rows.append(
            _loaded(
                demo,
                client,
                funnel,
                stage,
                _road(road, closed_at, days),
                closed_at,
                demo.dice.choice(reasons) if stage.asks_reason else None,
            )
        )
    load_deals(rows, by=demo.owner)


def _open_deals(demo: Demo, funnels: list[Funnel]) -> None:
    rows = []
    for number in range(OPEN_DEALS):
        client, funnel = _pair(demo, funnels)
        stages = list(funnel.stages.in_work())
        reached = number % len(stages)
        came_at = _working_moment(demo, days_ago=demo.dice.choice([1, 2, 3, 4, 5, 6, 8, 11, 16, 21]))
        rows.append(_loaded(demo, client, funnel, stages[reached], _road(stages[:reached], came_at, reached * 4), came_at, None))
    deals = load_deals(rows, by=demo.owner)
    for number, deal in enumerate(deals):
        _live_through(demo, deal, number)
    form_next_tasks(deals, by=demo.owner)


def _live_through(demo: Demo, deal: Deal, number: int) -> None:
    """A contact, a talk in the past, a note, and one task: overdue, today by the clock, or ahead."""
    seller = deal.responsible
    person = deal.client.staff.select_related("person")[0].person if deal.client else None
    if person is not None:
        add_contact(deal, person, "решает", by=seller)
    if number % 2:
        touch = NewTask("Звонок", Due(at=timezone.now()), seller, deal=deal)
        log_touch(touch, demo.dice.choice(RESULTS), by=seller)
    if number % 4 == 0:
        add_note(deal, demo.dice.choice(RESULTS), by=seller)
    preset = deal.stage.preset_tasks.first()
    if preset is not None:
        due = _due(demo, number)
        author = demo.people["head"] if number % 9 == 0 and seller.department == demo.people["head"].department else seller
        set_task(NewTask(preset.title, due, seller, kind=preset.kind, deal=deal, is_important=number % 6 == 0, preset=preset), by=author)


def _due(demo: Demo, number: int) -> Due:
    week, today = work_week(), timezone.localdate()
    if number % 5 == 0:
        return Due(on=today - timedelta(days=demo.dice.randint(1, 6)))
    day = (
        week.next_working_day(today)
        if number % 5 in (1, 2)
        else week.next_working_day(today + timedelta(days=1), after=demo.dice.randint(0, 6))
    )
    if number % 3 == 0:
        return Due(on=day)
    return Due(at=datetime.combine(day, time(9 + number % 9, demo.dice.choice([0, 15, 30, 45])), demo.owner.zone))


def _pair(demo: Demo, funnels: list[Funnel]) -> tuple[Client, Funnel]:
    client = demo.dice.choice(demo.clients)
    is_service = client.responsible.department_id == demo.people["anna"].department_id and demo.dice.random() < 0.6
    return client, funnels[1] if is_service else funnels[0]


def _road(stages: list[Stage], until: datetime, days: int) -> list[tuple[Stage, datetime]]:
    """The stages passed, spread evenly over the days before `until`."""
    step = timedelta(days=days) / max(len(stages), 1)
    return [(stage, until - step * (len(stages) - place)) for place, stage in enumerate(stages)]


def _loaded(
    demo: Demo,
    client: Client,
    funnel: Funnel,
    stage: Stage,
    road: list[tuple[Stage, datetime]],
    came_at: datetime,
    reason: LossReason | None,
) -> LoadedDeal:
    title, price = demo.dice.choice(WORKS)
    amount = Decimal(price * demo.dice.randint(70, 130) // 100 // 1000 * 1000)
    good = demo.dice.choice(demo.goods)
    lines = [NewLine(good.name, good.price, Decimal(demo.dice.randint(1, 6)), good)] if demo.dice.random() < 0.5 else []
    return LoadedDeal(
        title=title,
        funnel=funnel,
        stage=stage,
        responsible=client.responsible,
        client=client,
        amount=amount,
        lines=lines,
        opened_at=road[0][1] if road else came_at,
        passed=road,
        entered_at=came_at,
        loss_reason=reason,
        expected_on=None if not stage.is_open else timezone.localdate() + timedelta(days=demo.dice.randint(3, 60)),
        own=known_of_object(demo.fields, demo.own_dice),
    )


def _working_moment(demo: Demo, days_ago: int) -> datetime:
    day = timezone.localdate() - timedelta(days=days_ago)
    week = work_week()
    while not week.is_working(day):
        day -= timedelta(days=1)
    return datetime.combine(day, time(demo.dice.randint(9, 17), demo.dice.choice([5, 20, 40, 55])), demo.owner.zone)
