from __future__ import annotations

import pytest
from django.test import Client as Browser

from shturman.goods.models import Good
from shturman.imports import table as table_module
from shturman.imports.actions import carry_out_load, keep_table, start_load, stop_load
from shturman.imports.jobs import check_table
from shturman.imports.models import ImportRun
from shturman.imports.tests.tables import check_rows, counts, undo
from shturman.journal.models import Entry
from shturman.kit.errors import NotAllowed, Refused
from shturman.world.story import Story
from shturman.world.tables import table


@pytest.fixture
def stopped(story: Story, monkeypatch: pytest.MonkeyPatch) -> ImportRun:
    """Stopped after the first batch of three."""
    monkeypatch.setattr(table_module, "BATCH", 3)
    run = start_load(check_rows("goods", "Товар", *(f"Насос {number}" for number in range(8)), by=story.owner), by=story.owner)
    for_three = table_module.batches_of

    def stop_after_one(rows, sorter):
        for place, batch in enumerate(for_three(rows, sorter)):
            if place == 1:
                stop_load(run, by=story.owner)
            yield batch

    monkeypatch.setattr("shturman.imports.actions.loading.batches_of", stop_after_one)
    run = carry_out_load(run)
    monkeypatch.setattr("shturman.imports.actions.loading.batches_of", for_three)
    return run


def test_what_is_loaded_stays_and_is_told_in_words(story: Story, stopped: ImportRun, client: Browser) -> None:
    assert (stopped.state, stopped.done_rows, Good.objects.count()) == (ImportRun.State.STOPPED, 3, 3)
    client.force_login(story.owner)
    page = client.get(f"/imports/{stopped.pk}/").text
    assert "Загрузка остановлена: пройдено строк 3 из 8" in page and "Продолжить: осталось 5 строк" in page and "Отменить загрузку" in page


def test_a_stopped_load_goes_on_from_its_row(story: Story, stopped: ImportRun) -> None:
    run = carry_out_load(start_load(stopped, by=story.owner))
    assert run.state == ImportRun.State.DONE and counts(run) == (8, 0, 0, 0) and Good.objects.count() == 8


def test_a_stopped_load_may_be_withdrawn(story: Story, stopped: ImportRun) -> None:
    assert undo(stopped, story.owner).restored_count == 3 and not Good.objects.exists()


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
