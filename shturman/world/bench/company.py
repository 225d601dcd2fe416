"""A company of any size for the benchmark, made inside the database: 24 months of work in minutes.

Two clients per five deals, three tasks and ten journal entries a deal, 15 % of the deals open. Constraints and
triggers rest meanwhile (`session_replication_role`), and `deals_without_next_step` is counted at the end instead.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import connection, transaction

from shturman.company.actions import add_department, found_company
from shturman.company.models import Member, Role
from shturman.deals.actions import set_up_sales
from shturman.deals.models import Funnel, LossReason, Stage
from shturman.goods.actions import add_good
from shturman.tasks.queries import next_step_gaps
from shturman.world.bench.own import add_bench_fields, save_view_of_own_fields, values_of_deal
from shturman.world.bench.sql import HANDED, STEPS

PASSWORD = "Замер-2026"
MANAGER_LOGIN, HEAD_LOGIN, NEWCOMER_LOGIN = "m1", "head", "newcomer"
# Open deals. The measured manager is as busy in any company: else the pages of a large one would be slower by what they show.
OF_MANAGER, OF_NEWCOMER = 150, 5
PEOPLE = {1_000: 10, 10_000: 50, 100_000: 200, 1_000_000: 1_000}
# fmt: off
SURNAMES = [
    "Абрикосов", "Беляев", "Вознесенский", "Грибов", "Державин", "Ежов", "Жуков", "Зотов",
    "Ильин", "Карпов", "Лапин", "Морозов", "Носов", "Орлов", "Петров", "Рыбин",
    "Сомов", "Титов", "Уваров", "Фомин", "Хохлов", "Цветков", "Чернов", "Шубин",
    "Щукин", "Юдин", "Яковлев", "Астахов", "Бурцев", "Ветров",
]
GIVEN_NAMES = [
    "Александр", "Борис", "Виктор", "Глеб", "Дмитрий", "Евгений", "Игорь", "Кирилл",
    "Леонид", "Максим", "Николай", "Олег", "Павел", "Роман", "Семён", "Тимур",
]
# fmt: on


def people_for(deals: int) -> int:
    return PEOPLE.get(deals) or max(5, deals // 500)


def build_company(deals: int, say: Callable[[str], None]) -> None:
    owner = found_company(name="Замер", surname="Владелец", login="owner", password=PASSWORD)
    funnel = set_up_sales(by=owner)
    _people(owner, people_for(deals))
    for number in range(20):
        add_good({"name": f"Товар {number}", "price": 1000 * (number + 1)}, by=owner)
    facts = _facts(deals, owner, funnel)
    own = values_of_deal(add_bench_fields(owner))
    for title, statement in STEPS:
        say(title)
        _run(statement.replace("{own}", own), facts)
    _hand(NEWCOMER_LOGIN, OF_NEWCOMER)
    _hand(MANAGER_LOGIN, min(OF_MANAGER, deals * 3 // 200))
    save_view_of_own_fields(owner)
    _settle()
    if gaps := next_step_gaps():
        raise AssertionError(f"{gaps} open deals without a next step")


def _people(owner: Member, count: int) -> None:
    departments = [add_department(f"Отдел {number + 1}", by=owner) for number in range(max(1, count // 10))]
    password = make_password(PASSWORD)
    manager, head = Role.objects.of_base(Role.Base.MANAGER), Role.objects.of_base(Role.Base.HEAD)
    # Straight rows: a thousand hand-made members would be a thousand entries that nobody measures.
    Member.objects.bulk_create(
        [
            Member(
                login=f"m{number}",
                email=f"m{number}@bench.example",
                password=password,
                surname=SURNAMES[number % len(SURNAMES)],
                given_name=GIVEN_NAMES[number % len(GIVEN_NAMES)],
                department=departments[number % len(departments)],
                role=manager,
            )
            for number in range(count)
        ]
        + [
            Member(login=HEAD_LOGIN, surname="Руководитель", password=password, department=departments[-1], role=head),
            Member(login=NEWCOMER_LOGIN, surname="Новичок", password=password, department=departments[0], role=manager),
        ]
    )


def _facts(deals: int, owner: Member, funnel: Funnel) -> dict[str, Any]:
    members = list(Member.objects.filter(login__startswith="m").order_by("pk").values_list("pk", flat=True))
    stages = {stage.kind: stage.pk for stage in funnel.stages.all()}
    return {
        "deals": deals,
        "clients": max(1, deals * 2 // 5),
        "members": members,
        "people": len(members),
        "owner": owner.pk,
        "funnel": funnel.pk,
        "kind": funnel.kind_id,
        "in_work": list(funnel.stages.in_work().values_list("pk", flat=True)),
        "won": stages[Stage.Kind.WON],
        "lost": stages[Stage.Kind.LOST],
        "reasons": list(LossReason.objects.values_list("pk", flat=True)),
        "surnames": SURNAMES,
        "given_names": GIVEN_NAMES,
    }


def _hand(login: str, wanted: int) -> None:
    person, newcomer = Member.objects.get(login=login).pk, Member.objects.get(login=NEWCOMER_LOGIN).pk
    _run(HANDED, {"to": person, "wanted": wanted, "keeps": [person, newcomer]})


def _run(statement: str, facts: dict[str, Any]) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement, facts)


def _settle() -> None:
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
