"""One's own desktop and the desktops of roles: what stands on them, who may arrange them, and how it is taken back."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from shturman.company.actions import add_member, change_member, set_own_rights
from shturman.company.models import Member, Role
from shturman.dashboards.actions import begin_with_desktop, place_tile, return_desktop, size_tile, take_tile_off, undo_arrangement
from shturman.dashboards.models import Desktop
from shturman.dashboards.queries import desk_of, desk_of_role, desks_of_roles, people_of, work_begins_with_desktop
from shturman.journal.models import Entry
from shturman.kit import house
from shturman.kit.errors import NotAllowed, Refused
from shturman.world.story import PASSWORD, Story

USUAL = ["my_day", "overdue", "untouched", "funnel", "calendar", "waiting", "favourites", "news"]


def keys(member: Member) -> list[str]:
    return [place.key for place in desk_of(member).places]


def of_role(role: Role) -> list[str]:
    return [place.key for place in desk_of_role(role).places]


def newcomer(story: Story, base: str = "manager") -> Member:
    facts = {"login": "new", "surname": "Новиков", "given_name": "Глеб", "role": Role.objects.of_base(base)}
    return add_member(facts, by=story.owner, password=PASSWORD)


def test_each_kind_of_role_begins_with_tiles_of_its_own_work(story: Story) -> None:
    assert keys(story.anna) == USUAL
    assert keys(story.head)[:4] == ["department_today", "month", "my_day", "overdue"]
    assert {"duplicates", "loads"} <= set(keys(story.owner)) and not {"duplicates", "loads"} & set(keys(story.head))
    for role in Role.objects.all():
        assert {"my_day", "overdue", "calendar"} <= set(of_role(role)), role.name


def test_a_usual_desktop_leaves_no_hole_in_its_rows_of_three() -> None:
    for base in (Role.Base.MANAGER, Role.Base.HEAD):
        filled = 0
        for tile in (tile for tile in house.tiles().values() if base in tile.kinds):
            assert tile.width + filled % 3 <= 3, f"{tile.key} does not fit its row"
            filled += tile.width


def test_a_tile_is_put_before_another_one_and_last(story: Story) -> None:
    place_tile("news", "my_day", by=story.anna)
    assert keys(story.anna) == ["news", *USUAL[:-1]]
    place_tile("my_day", by=story.anna)
    assert keys(story.anna)[-1] == "my_day"
    assert place_tile("my_day", by=story.anna) is None, "it stands there: nothing has happened"
    assert keys(story.boris) == USUAL


def test_a_tile_is_widened_taken_off_and_added_from_the_gallery(story: Story) -> None:
    size_tile("calendar", 2, by=story.anna)
    take_tile_off("waiting", by=story.anna)
    place_tile("idle", by=story.anna)
    assert {place.key: place.width for place in desk_of(story.anna).places}["calendar"] == 2
    assert "waiting" not in keys(story.anna) and keys(story.anna)[-1] == "idle"
    size_tile("calendar", 99, by=story.anna)
    assert {place.width for place in desk_of(story.anna).places} == {1, 2}


def test_two_pages_of_one_person_do_not_undo_each_other(story: Story) -> None:
    """Each verb takes the desktop as it stands: a page that was opened before knows nothing of the other's tiles."""
    take_tile_off("waiting", by=story.anna)
    place_tile("news", "waiting", by=story.anna)
    assert "waiting" not in keys(story.anna) and keys(story.anna)[-1] == "news"


def test_a_newcomer_gets_the_desktop_of_his_role_and_who_has_his_own_keeps_it(story: Story) -> None:
    manager = story.anna.role
    place_tile("calendar", by=story.boris)
    own = keys(story.boris)
    take_tile_off("funnel", by=story.owner, of=manager)
    place_tile("calendar", "my_day", by=story.owner, of=manager)
    expected = ["calendar", *[key for key in USUAL if key not in ("calendar", "funnel")]]
    assert keys(newcomer(story)) == keys(story.anna) == expected
    assert keys(story.boris) == own
    assert story.boris in people_of(manager)[1] and story.anna in people_of(manager)[0]
    row = next(row for row in desks_of_roles() if row.role == manager)
    assert (row.followers, row.on_own) == (len(people_of(manager)[0]), 1)
    return_desktop(by=story.boris)
    assert keys(story.boris) == expected


def test_a_person_of_another_role_now_follows_that_one(story: Story) -> None:
    change_member(story.anna, {"role": Role.objects.of_base("head")}, by=story.owner)
    assert keys(Member.objects.get(pk=story.anna.pk))[0] == "department_today"


def test_work_begins_with_the_desktop_where_the_role_says_so(story: Story) -> None:
    begin_with_desktop(story.anna.role, True, by=story.owner)
    assert work_begins_with_desktop(story.anna) and not work_begins_with_desktop(story.head)
    assert keys(story.anna) == USUAL
    entry = begin_with_desktop(story.anna.role, False, by=story.owner)
    assert entry is not None and not work_begins_with_desktop(story.anna)
    undo_arrangement(entry, by=story.owner)
    assert work_begins_with_desktop(story.anna)


def test_to_begin_with_the_desktop_is_not_to_arrange_it(story: Story) -> None:
    """A tile that a later room adds comes to a role whose owner has only said what it begins with."""
    role = story.anna.role
    begin_with_desktop(role, True, by=story.owner)
    assert not desk_of_role(role).is_own and Desktop.objects.get(role=role).places is None
    take_tile_off("news", by=story.owner, of=role)
    entry = return_desktop(by=story.owner, of=role)
    assert entry is not None and of_role(role) == USUAL and work_begins_with_desktop(story.anna), "the mark stays"
    undo_arrangement(entry, by=story.owner)
    assert "news" not in of_role(role) and work_begins_with_desktop(story.anna)
    place_tile("news", by=story.owner, of=role)
    begin_with_desktop(role, False, by=story.owner)
    return_desktop(by=story.owner, of=role)
    assert not Desktop.objects.exists()


def test_the_journal_tells_of_it_and_undo_returns_what_stood(story: Story) -> None:
    entry = take_tile_off("waiting", by=story.anna)
    assert entry is not None and house.event_of(entry.kind).sentence(entry.facts) == "«Ждут итога»: убрано со стола"
    assert undo_arrangement(entry, by=story.anna) == "Стол такой, как был"
    assert keys(story.anna) == USUAL and not Desktop.objects.filter(member=story.anna).exists(), "he follows his role again"
    with pytest.raises(Refused):
        undo_arrangement(entry, by=story.anna)


def test_what_was_arranged_anew_is_not_undone_over(story: Story) -> None:
    entry = take_tile_off("waiting", by=story.anna)
    place_tile("news", "my_day", by=story.anna)
    assert entry is not None
    with pytest.raises(Refused, match="переставили"):
        undo_arrangement(entry, by=story.anna)


def test_the_return_to_the_role_is_taken_back_too(story: Story) -> None:
    place_tile("news", "my_day", by=story.anna)
    own, entry = keys(story.anna), return_desktop(by=story.anna)
    assert entry is not None and keys(story.anna) == USUAL
    undo_arrangement(entry, by=story.anna)
    assert keys(story.anna) == own
    assert return_desktop(by=story.boris) is None, "he follows it already"


def test_the_undo_of_a_role_is_the_owners_and_needs_the_role(story: Story) -> None:
    entry = take_tile_off("waiting", by=story.owner, of=story.anna.role)
    assert entry is not None
    with pytest.raises(NotAllowed):
        undo_arrangement(entry, by=story.head)
    undo_arrangement(entry, by=story.owner)
    assert keys(story.anna) == USUAL


def test_the_desktop_of_a_role_is_arranged_by_the_owner_alone(story: Story) -> None:
    for act in (
        lambda: place_tile("news", "my_day", by=story.head, of=story.anna.role),
        lambda: take_tile_off("news", by=story.anna, of=story.anna.role),
        lambda: begin_with_desktop(story.anna.role, True, by=story.head),
        lambda: return_desktop(by=story.head, of=story.anna.role),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert not Desktop.objects.exists() and not Entry.objects.filter(kind="dashboards.desktop_arranged").exists()


def test_a_tile_that_one_may_not_have_is_not_put(story: Story) -> None:
    for key in ("department_today", "duplicates", "loads", "no_such"):
        with pytest.raises(NotAllowed):
            place_tile(key, by=story.anna)
    with pytest.raises(NotAllowed):
        place_tile("duplicates", by=story.owner, of=story.anna.role)
    set_own_rights(story.anna, {"client.merge": True}, by=story.owner)
    place_tile("duplicates", by=Member.objects.select_related("role").get(pk=story.anna.pk))


def test_the_base_keeps_one_desktop_of_a_person_or_of_a_role(story: Story) -> None:
    for whose in (
        {},
        {"member": story.anna},
        {"member": story.anna, "role": story.anna.role, "places": []},
        {"member": story.anna, "places": [], "opens_first": True},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Desktop.objects.create(**whose)
    Desktop.objects.create(member=story.anna, places=[])
    with pytest.raises(IntegrityError), transaction.atomic():
        Desktop.objects.create(member=story.anna, places=[])


def test_a_tile_that_the_house_has_no_more_is_left_out(story: Story) -> None:
    Desktop.objects.create(member=story.anna, places=[["gone", 1], ["news", 2]])
    assert keys(story.anna) == ["news"]
