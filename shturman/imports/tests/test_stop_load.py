from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client as Browser

from shturman.goods.models import Good
from shturman.imports import table as table_module
from shturman.imports.actions import carry_out_load, keep_table, start_load, stop_load
from shturman.imports.jobs import check_table
from shturman.imports.models import ImportRun
from shturman.imports.tests.tables import check_rows, counts, undo
from shturman.journal.models import Entry
from shturman.kit.errors import NotAllowed, Refused
from shturman.kit.money import grouped
from shturman.world.story import Story
from shturman.world.tables import table

ROWS, BATCH = 3000, 20
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def story(committed_story: Story) -> Story:
    """Whoever stops a load does it from another connection: what the batches have written must be there for him."""
    return committed_story


@pytest.fixture
def stopped(story: Story, monkeypatch: pytest.MonkeyPatch) -> ImportRun:
    """Stopped by a person as soon as he sees that it goes."""
    monkeypatch.setattr(table_module, "BATCH", BATCH)
    run = start_load(check_rows("goods", "Товар", *(f"Насос {number}" for number in range(ROWS)), by=story.owner), by=story.owner)
    with ThreadPoolExecutor(1) as other:
        pressed = other.submit(_press_stop, run, story)
        run = carry_out_load(run)
        pressed.result()
    return run


def _press_stop(run: ImportRun, story: Story) -> None:
    try:
        while not ImportRun.objects.filter(pk=run.pk, done_rows__gt=0).exists():
            pass
        stop_load(run, by=story.owner)
    finally:
        connection.close()


def test_what_is_loaded_stays_and_is_told_in_words(story: Story, stopped: ImportRun, client: Browser) -> None:
    done = stopped.done_rows
    assert stopped.state == ImportRun.State.STOPPED and 0 < done < ROWS and done % BATCH == 0 and Good.objects.count() == done
    client.force_login(story.owner)
    page = client.get(f"/imports/{stopped.pk}/").text
    assert f"Загрузка остановлена: пройдено строк {grouped(done)} из {grouped(ROWS)}" in page and "Продолжить: осталось" in page
    assert "Отменить загрузку" in page


def test_a_stopped_load_goes_on_from_its_row(story: Story, stopped: ImportRun) -> None:
    run = carry_out_load(start_load(stopped, by=story.owner))
    assert run.state == ImportRun.State.DONE and counts(run) == (ROWS, 0, 0, 0) and Good.objects.count() == ROWS


def test_a_stopped_load_may_be_withdrawn(story: Story, stopped: ImportRun) -> None:
    done = stopped.done_rows
    assert undo(stopped, story.owner).restored_count == done and not Good.objects.exists()


def test_only_a_running_load_is_stopped_and_by_its_own_man(story: Story, stopped: ImportRun) -> None:
    with pytest.raises(Refused, match="уже закончилась"):
        stop_load(stopped, by=story.owner)
    with pytest.raises(NotAllowed, match="тот, кто её начал"):
        stop_load(stopped, by=story.head)


def test_the_page_of_a_running_load_has_a_button_to_stop_it(story: Story, client: Browser) -> None:
    run = start_load(check_rows("goods", "Товар", "Насос", by=story.owner), by=story.owner)
    client.force_login(story.owner)
    assert "Остановить" in client.get(f"/imports/{run.pk}/").text
    client.post(f"/imports/{run.pk}/stop/")
    assert "Остановится, как только допишет" in client.get(f"/imports/{run.pk}/").text
    assert carry_out_load(run).state == ImportRun.State.STOPPED and not Good.objects.exists()


def test_a_long_table_is_checked_by_a_job_that_shows_how_far_it_is(story: Story, client: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shturman.imports.actions.reading.CHECKED_AT_ONCE", 2)
    run = keep_table("goods", "прайс.csv", table(["Товар"], [(f"Насос {number}",) for number in range(3)]), by=story.owner)
    client.force_login(story.owner)
    client.post(f"/imports/{run.pk}/columns/", {"column-0": "name"})
    assert "Таблица проверяется" in client.get(f"/imports/{run.pk}/").text
    assert "0 из 3 строк" in client.get(f"/imports/{run.pk}/progress/", headers={"HX-Request": "true"}).text
    check_table(Entry.objects.get(kind="imports.check_asked").pk)
    assert "Загрузить 3 строки" in client.get(f"/imports/{run.pk}/").text and not Good.objects.exists()


def test_a_table_kept_before_rows_were_kept_apart_is_still_loaded(story: Story) -> None:
    run = check_rows("goods", "Товар;Цена", "Насос;100", by=story.owner)
    ImportRun.objects.filter(pk=run.pk).update(rows="")
    run.refresh_from_db()
    assert carry_out_load(start_load(run, by=story.owner)).new_count == 1
