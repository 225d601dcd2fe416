"""One who leaves: what he held goes to others in one reviewed step, and comes back."""

from decimal import Decimal

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client as Browser
from django.utils import timezone

from shturman.clients.models import Client
from shturman.company.actions import add_absence, add_member, change_member, set_own_rights
from shturman.company.models import Member, Role
from shturman.deals.actions import NewDeal, assign_deals, change_deal, open_deals
from shturman.deals.models import Deal
from shturman.journal.models import Entry, Undone
from shturman.kit.errors import NotAllowed, Refused
from shturman.kit.money import roubles
from shturman.tasks.actions import NewTask, dismiss_member, hand_work_over, set_task, undo_hand_over
from shturman.tasks.due import Due
from shturman.tasks.models import Task
from shturman.tasks.queries import next_step_gaps
from shturman.world.story import PASSWORD, Story, client_of


def held_by(member: Member) -> tuple[int, int, int]:
    deals = Deal.objects.everything().open().filter(responsible=member)
    clients = Client.objects.kept().filter(responsible=member)
    return deals.count(), clients.count(), Task.objects.everything().open().filter(assignee=member).count()


def busy_anna(story: Story, deals: int = 3) -> None:
    for number in range(deals):
        client = client_of(story.anna, f"ООО «Гидротехника {number}»")
        story.deal(client=client, title=f"Сделка {number}")
    client_of(story.anna, "ООО «Без сделок»")
    set_task(NewTask("Сдать отчёт", Due(on=timezone.localdate()), story.anna), by=story.anna)


def test_a_leaver_gives_all_away_and_it_comes_back(story: Story) -> None:
    busy_anna(story)
    before = held_by(story.anna)
    entry = dismiss_member(story.anna, [story.boris], by=story.owner)
    assert held_by(story.anna) == (0, 0, 0) and held_by(story.boris) == before == (3, 4, 4)
    assert not Member.objects.get(pk=story.anna.pk).is_active and next_step_gaps() == 0
    assert "Всё возвращено" in undo_hand_over(entry, by=story.owner)
    assert held_by(story.anna) == before and held_by(story.boris) == (0, 0, 0)
    assert Member.objects.get(pk=story.anna.pk).is_active and Undone.objects.filter(entry=entry).exists()
    with pytest.raises(Refused, match="уже отменено"):
        undo_hand_over(entry, by=story.owner)


def test_what_others_have_touched_since_stays_with_them(story: Story) -> None:
    busy_anna(story)
    entry = hand_work_over(story.anna, [story.boris], by=story.head)
    changed, given_on, _untouched = Deal.objects.everything().filter(responsible=story.boris).order_by("pk")
    change_deal(changed, {"amount": Decimal(5)}, by=story.boris)
    assign_deals([given_on], story.head, by=story.head)
    told = undo_hand_over(entry, by=story.head)
    # Two deals and the tasks on them.
    assert "кроме 4 строк" in told and held_by(story.anna) == (1, 4, 2) and next_step_gaps() == 0


def test_one_who_is_away_and_a_receiver_who_is_away_get_all_back_too(story: Story) -> None:
    busy_anna(story)
    before = held_by(story.anna)
    today = timezone.localdate()
    for member, deputy in ((story.anna, story.vera), (story.boris, story.head)):
        add_absence(member, {"first_day": today, "last_day": today, "deputy": deputy}, by=story.owner)
    entry = dismiss_member(story.anna, [story.boris], by=story.owner)
    assert held_by(story.head)[2] == 3, "steps of the deals go to who stands in for the receiver"
    assert "Всё возвращено" in undo_hand_over(entry, by=story.owner)
    assert held_by(story.anna) == before


def test_several_people_share_evenly_and_a_client_is_not_torn_apart(story: Story) -> None:
    client = client_of(story.anna)
    for number in range(3):
        story.deal(client=client, title=f"Вместе {number}")
    for number in range(3):
        story.deal(title=f"Порознь {number}")
    hand_work_over(story.anna, [story.boris, story.head], by=story.head)
    assert held_by(story.boris)[0] == held_by(story.head)[0] == 3
    together = Deal.objects.everything().filter(client=client).values_list("responsible", flat=True)
    client.refresh_from_db()
    assert set(together) == {client.responsible_id}


def test_three_hundred_deals_change_hands_in_a_few_dozen_queries(story: Story, django_assert_max_num_queries) -> None:
    news = [NewDeal(title=f"Сделка {number}", funnel=story.funnel, responsible=story.anna) for number in range(300)]
    open_deals(news, by=story.anna)
    with django_assert_max_num_queries(60):
        dismiss_member(story.anna, [story.boris], by=story.owner)
    assert held_by(story.boris) == (300, 0, 300) and next_step_gaps() == 0


def test_the_head_hands_over_the_work_of_his_people_alone_and_dismisses_nobody(story: Story, client: Browser) -> None:
    busy_anna(story, 1)
    with pytest.raises(NotAllowed, match="владелец"):
        dismiss_member(story.anna, [story.boris], by=story.head)
    with pytest.raises(NotAllowed, match="руководитель"):
        hand_work_over(story.vera, [story.boris], by=story.head)
    with pytest.raises(NotAllowed, match="руководитель"):
        hand_work_over(story.anna, [story.boris], by=story.boris)
    client.force_login(story.head)
    assert client.get(f"/tasks/hand-over/{story.vera.pk}/").status_code == 403
    with pytest.raises(Refused, match="не может принять"):
        hand_work_over(story.anna, [story.vera], by=story.head)
    assert held_by(story.anna)[0] == 1


def test_somebody_must_take_it(story: Story) -> None:
    busy_anna(story, 1)
    with pytest.raises(Refused, match="Выберите, кто примет") as refusal:
        dismiss_member(story.anna, [], by=story.owner)
    assert refusal.value.field == "receivers" and Member.objects.get(pk=story.anna.pk).is_active


def test_an_agent_outside_takes_nothing_over(story: Story, client: Browser) -> None:
    story.deal()
    agent = add_member({"login": "agent", "surname": "Агеев", "role": Role.objects.of_base("agent")}, by=story.owner, password=PASSWORD)
    with pytest.raises(Refused, match="не может принять"):
        hand_work_over(story.anna, [agent], by=story.owner)
    client.force_login(story.owner)
    page = client.get(f"/tasks/hand-over/{story.anna.pk}/").text
    assert "Левченко" in page and "Агеев" not in page


def test_one_without_work_is_dismissed_without_a_receiver(story: Story) -> None:
    dismiss_member(story.vera, [], by=story.owner)
    assert not Member.objects.get(pk=story.vera.pk).is_active


def test_the_page_tells_first_and_acts_when_sent_again(story: Story, client: Browser) -> None:
    busy_anna(story)
    set_own_rights(story.boris, {"deal.day_cap": 1}, by=story.owner)
    client.force_login(story.owner)
    page = f"/tasks/hand-over/{story.anna.pk}/"
    assert roubles(300_000) in client.get(page).text
    answers = {"receivers": [story.boris.pk], "dismiss": "on"}
    told = client.post(page, answers)
    assert "предел — 1 в день" in told.text and held_by(story.anna)[0] == 3
    story.deal(title="Ещё одна, пока читали")
    assert held_by(story.anna)[0] == 4
    again = client.post(page, {**answers, "confirmed": told.context["confirmed"]})
    assert held_by(story.anna)[0] == 4, "what was not shown is not done"
    client.post(page, {**answers, "confirmed": again.context["confirmed"]})
    assert held_by(story.anna) == (0, 0, 0)
    entry = Entry.objects.get(kind="tasks.member_handed_over")
    client.post("/undo/", {"entry": entry.pk})
    assert held_by(story.anna)[0] == 4


def test_who_is_dismissed_is_signed_out_everywhere(story: Story, client: Browser) -> None:
    client.force_login(story.vera)
    client.get("/")
    UserSession.objects.create(user=story.vera, ip="127.0.0.1", session_key=client.session.session_key)
    dismiss_member(story.vera, [], by=story.owner)
    assert not UserSession.objects.filter(user=story.vera).exists()
    assert client.get("/deals/").status_code == 302


def test_the_card_says_how_much_he_holds(story: Story, client: Browser) -> None:
    busy_anna(story)
    client.force_login(story.owner)
    assert "Передать дела" in client.get(f"/company/members/{story.anna.pk}/").text


def test_the_last_owner_is_not_dismissed(story: Story) -> None:
    with pytest.raises(Refused, match="единственный владелец"):
        dismiss_member(story.owner, [story.boris], by=story.owner)
    assert change_member(story.owner, {"phone": "+7 812 000-00-00"}, by=story.owner).is_active
