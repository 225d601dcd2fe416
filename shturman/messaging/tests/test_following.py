import pytest
from django.db import IntegrityError, transaction
from django.test import Client as Browser

from shturman.clients.actions import add_note, assign_clients, merge_clients, undo_merge
from shturman.clients.models import Client, Merge
from shturman.company.actions import change_member
from shturman.deals.actions import assign_deals
from shturman.deals.models import Deal
from shturman.kit.errors import NotAllowed
from shturman.messaging.actions import follow, unfollow
from shturman.messaging.models import Follower, Notice
from shturman.messaging.notices import unread_notices
from shturman.world.at_once import meanwhile
from shturman.world.story import Story, client_of


def test_a_follower_is_named_on_the_card_and_leaves_by_himself(story: Story, client: Browser) -> None:
    deal = story.deal()
    client.force_login(story.head)
    assert "Следить" in client.get(deal.get_absolute_url()).text
    client.post(f"/notices/follow/deal/{deal.pk}/")
    page = client.get(deal.get_absolute_url()).text
    assert 'id="followers"' in page and "Не следить" in page
    client.post(f"/notices/follow/deal/{deal.pk}/end/")
    assert 'id="followers"' not in client.get(deal.get_absolute_url()).text


def test_a_client_is_followed_from_his_card(story: Story, client: Browser) -> None:
    firm = client_of(story.anna)
    client.force_login(story.anna)
    client.post(f"/notices/follow/client/{firm.pk}/")
    page = client.get(firm.get_absolute_url()).text
    assert 'id="followers"' in page and "Не следить" in page


def test_a_double_click_follows_once(story: Story) -> None:
    deal = story.deal()
    for _click in range(2):
        follow(deal, by=story.head)
    assert Follower.objects.count() == 1


def test_who_follows_a_client_in_the_moment_of_a_merge_follows_nothing_hidden(committed_story: Story) -> None:
    story = committed_story
    main, twin = client_of(story.anna, "Гидротехника"), client_of(story.anna, "ООО «Гидротехника»")

    def follow_too() -> None:
        with pytest.raises(NotAllowed):
            follow(twin, by=story.anna)

    with meanwhile(follow_too):
        merge_clients(main, [twin], by=story.owner)
    assert not Follower.objects.exists()


def test_following_widens_no_sight(story: Story) -> None:
    deal = story.deal()
    follow(deal, by=story.anna)
    assign_deals([deal], story.vera, by=story.owner)
    assert not Deal.objects.visible_to(story.anna).exists()


def test_what_he_does_not_see_is_not_followed(story: Story, client: Browser) -> None:
    firm, deal = client_of(story.vera), story.deal(story.vera)
    client.force_login(story.anna)
    for card, pk in (("client", firm.pk), ("deal", deal.pk), ("good", 1), ("task", 1), ("client", 99_000_000)):
        assert client.post(f"/notices/follow/{card}/{pk}/").status_code == 404
    with pytest.raises(NotAllowed):
        follow(deal, by=story.anna)
    assert not Follower.objects.exists()


def test_looking_as_another_follows_nothing_for_him(story: Story, client: Browser) -> None:
    deal = story.deal()
    client.force_login(story.owner)
    client.post(f"/company/members/{story.anna.pk}/see-as/")
    assert client.post(f"/notices/follow/deal/{deal.pk}/").status_code == 403
    assert not Follower.objects.exists()


def test_who_leaves_the_company_follows_nothing(story: Story) -> None:
    firm = client_of(story.anna)
    follow(firm, by=story.head)
    follow(firm, by=story.anna)
    change_member(story.head, {"is_active": False}, by=story.owner)
    assert list(Follower.objects.values_list("member", flat=True)) == [story.anna.pk]


@pytest.fixture
def twice(story: Story) -> tuple[Client, Client]:
    return client_of(story.anna, "Гидротехника"), client_of(story.anna, "ООО «Гидротехника»")


def test_followers_go_over_with_a_merge_and_come_back_with_its_undo(story: Story, twice: tuple[Client, Client]) -> None:
    main, twin = twice
    follow(main, by=story.head)
    follow(twin, by=story.head)
    follow(twin, by=story.anna)
    before = sorted(Follower.objects.values_list("card_id", "member"))
    merge_clients(main, [twin], by=story.owner)
    assert set(Follower.objects.filter(card_id=main.pk).values_list("member", flat=True)) == {story.head.pk, story.anna.pk}
    undo_merge(Merge.objects.get(), by=story.owner)
    assert sorted(Follower.objects.values_list("card_id", "member")) == before


def test_a_notice_of_a_client_merged_away_leads_to_the_main_one(story: Story, twice: tuple[Client, Client], client: Browser) -> None:
    main, twin = twice
    follow(twin, by=story.anna)
    add_note(twin, "Слово", by=story.owner)
    merge_clients(main, [twin], by=story.owner)
    (told,) = unread_notices(story.anna)
    client.force_login(story.anna)
    assert told.title == main.name
    assert client.get(f"/notices/{told.notice.pk}/")["Location"].startswith(f"/clients/{main.pk}/#entry-")


def test_who_unfollowed_is_told_no_more(story: Story) -> None:
    firm = client_of(story.anna)
    follow(firm, by=story.head)
    unfollow(firm, by=story.head)
    assign_clients([firm], story.boris, by=story.owner)
    assert not Notice.objects.filter(to=story.head).exists()


def test_the_base_keeps_a_follower_once_and_only_of_cards(story: Story) -> None:
    Follower.objects.create(member=story.anna, card="client", card_id=1)
    for card in ("client", "task"):
        with pytest.raises(IntegrityError), transaction.atomic():
            Follower.objects.create(member=story.anna, card=card, card_id=1)
