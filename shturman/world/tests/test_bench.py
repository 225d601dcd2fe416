import io

import pytest
from django.core.management import call_command
from django.db import connection

from shturman.deals.models import Deal
from shturman.fields.models import OwnField
from shturman.tasks.models import Task
from shturman.tasks.queries import next_step_gaps
from shturman.world.bench.company import MANAGER_LOGIN, NEWCOMER_LOGIN, OF_NEWCOMER, people_for
from shturman.world.bench.screens import SCREENS


@pytest.fixture
def measured_company(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shturman.world.bench.company._settle", lambda: None)
    call_command("build_company", deals=1000, stdout=io.StringIO())


def test_it_builds_a_company_of_the_asked_size_and_shape(measured_company: None) -> None:
    assert Deal.objects.count() == 1000 and Task.objects.count() == 3000
    share = Deal.objects.open().count() / 1000
    assert 0.12 < share < 0.18
    assert next_step_gaps() == 0
    for login, wanted in ((MANAGER_LOGIN, 15), (NEWCOMER_LOGIN, OF_NEWCOMER)):
        theirs = Deal.objects.open().filter(responsible__login=login)
        assert theirs.count() >= wanted
        assert Task.objects.open().filter(deal__in=theirs).count() == Task.objects.open().filter(assignee__login=login).count()
    for screen in SCREENS:
        assert ";" not in screen.floor, "a floor is one statement"


def test_every_floor_is_a_question_that_the_database_understands(measured_company: None) -> None:
    number = OwnField.objects.filter(kind=OwnField.Kind.NUMBER)[0]
    facts = {
        "stage": 1,
        "stages": [1],
        "member": 1,
        "deal": 1,
        "surname": "петров:*",
        "like": "%79%",
        "digits": "79",
        "number": str(number.pk),
    }
    with connection.cursor() as cursor:
        for screen in SCREENS:
            cursor.execute(screen.floor, facts)


def test_the_sizes_are_those_of_real_companies() -> None:
    assert [people_for(deals) for deals in (10_000, 100_000, 1_000_000)] == [50, 200, 1_000]
