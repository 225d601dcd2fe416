"""Stages hidden from managers, open to all, mandatory, with required fields; and the common deals."""

from datetime import timedelta

import pytest
from django.test import Client as Browser
from django.utils import timezone

from shturman.clients.actions import add_note
from shturman.clients.models import Client
from shturman.company.actions import add_member
from shturman.company.models import Role
from shturman.deals.actions import GivenFacts, NewDeal, assign_deals, change_stage, move_deal, open_deal, take_deal
from shturman.deals.models import Deal, Stage
from shturman.kit.errors import NotAllowed, Refused
from shturman.tasks.actions import NewTask, set_task
from shturman.tasks.due import Due
from shturman.tasks.models import Task
from shturman.world.story import PASSWORD, Story, client_of

HANDED_OVER = "Передано"


def hide(story: Story, name: str) -> Stage:
    return change_stage(story.stages[name], {"is_for_managers": False}, by=story.owner)


def open_to_all(story: Story, name: str) -> Stage:
    return change_stage(story.stages[name], {"is_seen_by_all": True, "is_open_to_all": True}, by=story.owner)


def in_work(story: Story) -> list[Stage]:
    return [stage for stage in story.stages.values() if stage.is_open]


def test_a_hidden_stage_is_not_met_by_managers_on_any_page(story: Story, client: Browser) -> None:
    deal, hidden = story.deal(), in_work(story)[2]
    move_deal(deal, hidden, by=story.head)
    hide(story, hidden.name)
    client.force_login(story.anna)
    pages = ["/deals/", "/deals/list/?state=all", f"/deals/{deal.pk}/", f"/deals/{deal.pk}/story/", f"/deals/filter/?stage={hidden.pk}"]
    pages += [
        f"/search/?q={deal.pk}",
        "/reports/",
        f"/deals/list/?stage={hidden.pk}",
        f"/deals/list/?reached={hidden.pk}",
        "/deals/funnels/",
    ]
    for address in pages:
        assert hidden.name not in client.get(address).text, address
    assert HANDED_OVER in client.get(f"/deals/{deal.pk}/").text and HANDED_OVER in client.get("/deals/list/?state=all").text
    assert client.get(f"/deals/column/{hidden.pk}/").status_code == 404
    client.force_login(story.head)
    assert hidden.name in client.get(f"/deals/{deal.pk}/").text


def test_a_deal_on_a_hidden_stage_is_read_only_to_its_manager_and_its_tasks_pass_to_the_head(story: Story) -> None:
    deal, hidden = story.deal(), in_work(story)[1]
    move_deal(deal, hidden, by=story.anna)
    assert {task.assignee for task in Task.objects.open().filter(deal=deal)} == {story.anna}
    hide(story, hidden.name)
    assert {task.assignee for task in Task.objects.open().filter(deal=deal)} == {story.head}
    with pytest.raises(NotAllowed, match="передана"):
        move_deal(deal, in_work(story)[2], by=story.anna)
    with pytest.raises(NotAllowed, match="передана"):
        set_task(NewTask("Позвонить", Due(on=timezone.localdate()), story.anna, deal=deal), by=story.anna)
    move_deal(deal, in_work(story)[2], by=story.head)
    assert {task.assignee for task in Task.objects.open().filter(deal=deal)} == {story.anna}


def test_a_note_is_written_by_those_who_see_the_deal_while_they_lead_it(story: Story, client: Browser) -> None:
    deal, hidden = story.deal(), in_work(story)[2]
    with pytest.raises(NotAllowed, match="нет"):
        add_note(deal, "Чужая рука", by=story.vera)
    move_deal(deal, hide(story, hidden.name), by=story.head)
    deal.refresh_from_db()
    with pytest.raises(NotAllowed, match="передана"):
        add_note(deal, "Ещё моя", by=story.anna)
    client.force_login(story.anna)
    assert 'id="note-text"' not in client.get(deal.get_absolute_url()).text
    assert add_note(deal, "Проверил", by=story.head).text == "Проверил"


def test_a_manager_moves_no_deal_to_a_hidden_stage_and_its_name_is_not_told(story: Story, client: Browser) -> None:
    deal, hidden = story.deal(), hide(story, in_work(story)[2].name)
    with pytest.raises(Refused) as refusal:
        move_deal(deal, hidden, by=story.anna)
    assert hidden.name not in str(refusal.value)
    client.force_login(story.anna)
    assert client.post(f"/deals/{deal.pk}/move/", {"stage": hidden.pk}).status_code == 404
    move_deal(deal, hidden, by=story.head)
    assert {task.assignee for task in Task.objects.open().filter(deal=deal)} == {story.head}


def test_the_common_deals_are_exactly_those_of_stages_open_to_all(story: Story, client: Browser) -> None:
    first, second = in_work(story)[:2]
    seen, common = story.deal(title="Только смотреть"), story.deal(title="Общая")
    story.deal(title="Чужая", stage=in_work(story)[2])
    move_deal(common, second, by=story.head)
    change_stage(first, {"is_seen_by_all": True}, by=story.owner)
    open_to_all(story, second.name)
    client.force_login(story.vera)
    page = client.get("/deals/common/").text
    assert "Только смотреть" in page and "Общая" in page and "Чужая" not in page
    assert f"/deals/{common.pk}/take/" in page and f"/deals/{seen.pk}/take/" not in page
    assert client.get(f"/deals/{common.pk}/").status_code == 200
    with pytest.raises(NotAllowed):
        move_deal(seen, second, by=story.vera)
    move_deal(common, in_work(story)[2], by=story.vera)


def test_the_first_taker_leads_the_deal_with_its_tasks_and_the_second_is_told_who(story: Story, client: Browser) -> None:
    deal = story.deal()
    open_to_all(story, deal.stage.name)
    client.force_login(story.vera)
    client.post(f"/deals/{deal.pk}/take/")
    deal.refresh_from_db()
    assert deal.responsible == story.vera and deal.department == story.service and deal.registrar == story.anna
    assert {task.assignee for task in Task.objects.open().filter(deal=deal)} == {story.vera}
    with pytest.raises(Refused, match="Шереметьева-Гольц Вера"):
        take_deal(deal, by=story.boris)
    client.force_login(story.boris)
    answer = client.post(f"/deals/{deal.pk}/take/", follow=True)
    assert "Шереметьева-Гольц Вера" in answer.text
    deal.refresh_from_db()
    assert deal.responsible == story.vera


def test_no_more_deals_are_received_than_the_person_may(story: Story) -> None:
    deals = [story.deal() for _number in range(3)]
    open_to_all(story, deals[0].stage.name)
    story.vera.own_rights = {"deal.day_cap": 1}
    story.vera.save()
    take_deal(deals[0], by=story.vera)
    with pytest.raises(Refused, match="не больше 1 сделки в день"):
        take_deal(deals[1], by=story.vera)
    with pytest.raises(Refused, match="не больше 1 сделки в день"):
        assign_deals([deals[1]], story.vera, by=story.owner)
    Deal.objects.filter(pk=deals[0].pk).update(received_at=timezone.now() - timedelta(days=2))
    take_deal(deals[1], by=story.vera)


def test_a_mandatory_stage_is_not_passed_by_but_a_refusal_always_is(story: Story) -> None:
    first, mandatory, later = in_work(story)[:3]
    mandatory = change_stage(mandatory, {"is_mandatory": True}, by=story.owner)
    deal, other = story.deal(), story.deal()
    with pytest.raises(Refused, match=f"обязательном этапе «{mandatory.name}»"):
        move_deal(deal, later, by=story.anna)
    move_deal(deal, mandatory, by=story.anna)
    move_deal(deal, later, by=story.anna)
    move_deal(deal, first, by=story.anna)
    lost = next(stage for stage in story.stages.values() if stage.kind == Stage.Kind.LOST)
    move_deal(other, lost, by=story.anna, given=GivenFacts(loss_reason=story.reason()))


def test_a_stage_asks_for_its_required_fields_and_one_that_ignores_them_for_none(story: Story, client: Browser) -> None:
    target = in_work(story)[1]
    target = change_stage(target, {"required_fields": ["client", "expected_on"]}, by=story.owner)
    deal = story.deal()
    client.force_login(story.anna)
    asked = client.post(f"/deals/{deal.pk}/move/", {"stage": target.pk}, headers={"HX-Request": "true"})
    assert asked.status_code == 422 and 'name="client"' in asked.text and 'name="expected_on"' in asked.text
    firm = client_of(story.anna)
    facts = {"stage": target.pk, "answered": "1", "client": firm.name, "client_id": firm.pk, "expected_on": "через 3 дня"}
    client.post(f"/deals/{deal.pk}/move/", facts, headers={"HX-Request": "true"})
    deal.refresh_from_db()
    assert deal.stage == target and deal.client == firm and deal.expected_on
    with pytest.raises(Refused, match="2 поля"):
        move_deal(story.deal(), Stage.objects.get(pk=target.pk), by=story.anna)
    move_deal(story.deal(), change_stage(target, {"ignores_required": True}, by=story.owner), by=story.anna)
    won = next(stage for stage in story.stages.values() if stage.is_won)
    won = change_stage(won, {"ignores_required": True}, by=story.owner)
    move_deal(story.deal(amount=0), won, by=story.anna)


def test_the_editor_says_what_the_options_do_before_they_are_saved(story: Story, client: Browser) -> None:
    deal, stage = story.deal(), in_work(story)[0]
    client.force_login(story.owner)
    page = f"/deals/funnels/{story.funnel.pk}/stages/{stage.pk}/"
    facts = {"name": stage.name, "kind": "in_work", "phase": stage.phase, "colour": stage.colour, "probability": "5", "keeps_tasks": "on"}
    facts |= {"presets-TOTAL_FORMS": "0", "presets-INITIAL_FORMS": "0"}
    told = client.post(page, facts)
    assert "3 человека перестанут видеть этот этап" in told.text and "задачи 1 открытой сделки" in told.text
    stage.refresh_from_db()
    assert stage.is_for_managers and stage.probability != 5
    client.post(page, {**facts, "confirmed": "is_for_managers=False"})
    stage.refresh_from_db()
    assert not stage.is_for_managers and stage.probability == 5
    assert Task.objects.open().get(deal=deal).assignee == story.head


def test_an_agent_has_no_common_deals(story: Story, client: Browser) -> None:
    deal = story.deal()
    open_to_all(story, deal.stage.name)
    agent = add_member({"login": "agent", "surname": "Агеев", "role": Role.objects.of_base("agent")}, by=story.owner, password=PASSWORD)
    client.force_login(agent)
    assert client.get("/deals/common/").status_code == 403 and client.get(f"/deals/{deal.pk}/").status_code == 404
    with pytest.raises(Refused):
        take_deal(deal, by=agent)


def test_a_role_that_opens_no_deals_is_told_so(story: Story) -> None:
    marketer = add_member({"login": "mark", "surname": "Марков", "role": Role.objects.of_base("marketer")}, by=story.owner)
    with pytest.raises(NotAllowed, match="не открывает сделок"):
        open_deal(NewDeal(title="Своя", funnel=story.funnel, responsible=marketer), by=marketer)
    assert not Client.objects.exists()


@pytest.mark.parametrize("state", ["open", "lost", "won", "closed", "all"])
def test_the_list_and_its_total_have_the_common_deals_of_each_state(story: Story, client: Browser, state: str) -> None:
    lost = next(stage for stage in story.stages.values() if stage.kind == Stage.Kind.LOST)
    opened, refused = story.deal(amount=1), story.deal(amount=2)
    move_deal(refused, lost, by=story.anna, given=GivenFacts(loss_reason=story.reason()))
    open_to_all(story, opened.stage.name)
    change_stage(lost, {"is_seen_by_all": True}, by=story.owner)
    client.force_login(story.vera)
    page, total = client.get("/deals/list/", {"state": state}).text, client.get("/deals/list/total/", {"state": state}).text
    due = {"open": [opened], "lost": [refused], "closed": [refused], "won": [], "all": [opened, refused]}[state]
    assert [deal for deal in (opened, refused) if f'id="deal-{deal.pk}"' in page] == due
    assert f"{sum(deal.amount for deal in due)}\u00a0₽" in total
