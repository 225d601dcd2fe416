import pytest
from django.test import Client as Browser

from shturman.deals.actions import (
    add_funnel,
    add_stage,
    change_stage,
    order_stages,
    remove_funnel,
    remove_stage,
    set_preset_tasks,
    switch_stage_to_tasks,
)
from shturman.deals.models import Funnel
from shturman.journal.models import Entry
from shturman.kit.errors import NotAllowed, Refused
from shturman.tasks.jobs import form_missing_tasks
from shturman.tasks.models import Task
from shturman.tasks.queries import next_step_gaps
from shturman.world.story import Story


def test_one_funnel_works_out_of_the_box(story: Story) -> None:
    kinds = list(story.funnel.stages.values_list("kind", flat=True))
    assert kinds == ["in_work"] * 5 + ["won", "lost", "non_target", "archive"]
    assert all(stage.preset_tasks.exists() for stage in story.funnel.stages.in_work())


def test_a_funnel_tied_to_a_department_is_for_its_people(story: Story, client: Browser) -> None:
    service = add_funnel("Сервис", departments=[story.service], by=story.owner)
    assert service in Funnel.objects.visible_to(story.vera) and service not in Funnel.objects.visible_to(story.anna)
    client.force_login(story.anna)
    assert client.get(f"/deals/?funnel={service.pk}").status_code == 404


def test_a_removed_stage_places_its_deals_elsewhere_with_their_history(story: Story) -> None:
    deal, first, second = story.deal(), story.stages["Заявка принята"], story.stages["Потребность выяснена"]
    with pytest.raises(Refused, match="выберите, куда их перенести"):
        remove_stage(first, move_to=None, by=story.owner)
    with pytest.raises(Refused, match="того же типа"):
        remove_stage(first, move_to=story.stages["Оплата получена"], by=story.owner)
    assert remove_stage(first, move_to=second, by=story.owner) == 1
    deal.refresh_from_db()
    assert deal.stage == second and deal.stays.count() == 2
    assert Task.objects.open().get(deal=deal).title == "Подготовить предложение"


def test_a_new_stage_stands_before_the_closing_ones(story: Story) -> None:
    add_stage(story.funnel, {"name": "Образцы отправлены"}, by=story.owner)
    names = list(story.funnel.stages.kept().values_list("name", flat=True))
    assert names[5:7] == ["Образцы отправлены", "Оплата получена"]


def test_stages_are_put_in_another_order(story: Story) -> None:
    ids = list(story.funnel.stages.values_list("pk", flat=True))
    order_stages(story.funnel, [ids[1], ids[0], *ids[2:]], by=story.owner)
    assert list(story.funnel.stages.values_list("pk", flat=True))[:2] == [ids[1], ids[0]]


def test_a_stage_switched_to_tasks_forms_the_missing_ones_first(story: Story) -> None:
    stage = story.stages["Заявка принята"]
    change_stage(stage, {"keeps_tasks": False}, by=story.owner)
    deals = [story.deal() for _number in range(3)]
    assert not Task.objects.open().filter(deal__in=deals).exists()
    change_stage(stage, {"keeps_tasks": True}, by=story.owner)
    stage.refresh_from_db()
    assert stage.is_switching and not stage.keeps_tasks
    form_missing_tasks(Entry.objects.get(kind="deals.stage_asked_to_keep_tasks").pk)
    stage.refresh_from_db()
    assert stage.keeps_tasks and not stage.is_switching
    assert Task.objects.open().filter(deal__in=deals).count() == 3 and next_step_gaps() == 0


def test_the_switch_itself_leaves_nobody_behind(story: Story) -> None:
    stage = story.stages["Заявка принята"]
    change_stage(stage, {"keeps_tasks": False}, by=story.owner)
    deal = story.deal()
    switch_stage_to_tasks(stage, by=story.owner)
    assert Task.objects.open().filter(deal=deal).count() == 1


def test_preset_tasks_are_kept_changed_and_dropped(story: Story) -> None:
    stage = story.stages["Счёт выставлен"]
    kept = stage.preset_tasks.get()
    set_preset_tasks(
        stage,
        [
            {"id": None, "kind": "letter", "title": "Выслать счёт", "due_in_days": 0},
            {"id": kept.pk, "kind": "call", "title": "Узнать об оплате", "due_in_days": 2},
        ],
        by=story.owner,
    )
    assert list(stage.preset_tasks.values_list("title", flat=True)) == ["Выслать счёт", "Узнать об оплате"]
    assert stage.preset_tasks.filter(pk=kept.pk).exists()


def test_only_the_owner_changes_funnels(story: Story, client: Browser) -> None:
    with pytest.raises(NotAllowed):
        add_funnel("Своя", by=story.head)
    client.force_login(story.anna)
    answer = client.post("/deals/funnels/add/", {"name": "Своя"}, headers={"HX-Request": "true"})
    assert answer.status_code == 403 and Funnel.objects.count() == 1
    assert "меняет владелец" in client.get("/deals/funnels/add/").text


def test_the_type_of_a_stage_with_deals_stays(story: Story) -> None:
    story.deal()
    with pytest.raises(Refused, match="тип меняется только у пустого этапа"):
        change_stage(story.stages["Заявка принята"], {"kind": "won"}, by=story.owner)


def test_the_only_funnel_and_a_funnel_with_deals_are_not_removed(story: Story) -> None:
    with pytest.raises(Refused, match="единственная"):
        remove_funnel(story.funnel, by=story.owner)
    story.deal()
    add_funnel("Вторая", by=story.owner)
    with pytest.raises(Refused, match="есть сделки"):
        remove_funnel(story.funnel, by=story.owner)


def test_the_editor_saves_a_stage_with_its_typical_tasks(story: Story, client: Browser) -> None:
    client.force_login(story.owner)
    stage = story.stages["Счёт выставлен"]
    preset = stage.preset_tasks.get()
    page = client.get(f"/deals/funnels/{story.funnel.pk}/stages/{stage.pk}/")
    assert page.status_code == 200
    facts = {
        "name": "Счёт отправлен",
        "description": "",
        "kind": "in_work",
        "phase": "payment",
        "colour": "amber",
        "probability": "85",
        "longest_stay_days": "9",
        "keeps_tasks": "on",
        "is_for_managers": "on",
        "presets-TOTAL_FORMS": "2",
        "presets-INITIAL_FORMS": "1",
        "presets-0-id": str(preset.pk),
        "presets-0-title": preset.title,
        "presets-0-kind": "call",
        "presets-0-due_in_days": "3",
        "presets-1-id": "",
        "presets-1-title": "Напомнить письмом",
        "presets-1-kind": "letter",
        "presets-1-due_in_days": "1",
    }
    client.post(f"/deals/funnels/{story.funnel.pk}/stages/{stage.pk}/", facts)
    stage.refresh_from_db()
    assert stage.name == "Счёт отправлен" and stage.preset_tasks.count() == 2


def test_a_removed_stage_and_funnel_come_back_from_the_trash(story: Story, client: Browser) -> None:
    stage, second = story.stages["Договор согласован"], add_funnel("Вторая", by=story.owner)
    remove_stage(stage, move_to=None, by=story.owner)
    remove_funnel(second, by=story.owner)
    client.force_login(story.owner)
    page = client.get("/trash/").text
    assert "Договор согласован" in page and "Вторая" in page
    client.post(f"/deals/funnels/{story.funnel.pk}/stages/{stage.pk}/restore/")
    client.post(f"/deals/funnels/{second.pk}/restore/")
    stage.refresh_from_db()
    second.refresh_from_db()
    assert stage.removed_at is None and second.removed_at is None
    client.force_login(story.anna)
    assert "Вторая" not in client.get("/trash/").text
