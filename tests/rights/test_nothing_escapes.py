"""No model and no address escapes the matrix: a new one is put into it, or its place is said here."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver

from shturman.clients.models import Client
from shturman.deals.models import Deal
from shturman.tasks.models import Task
from shturman.world.story import Story, client_of

WAYS = Path(__file__).with_name("ways.py").read_text(encoding="utf-8")
# Rows that a person sees by rights; each stands in the matrix.
MODELS = {"clients.Client", "clients.DuplicatePair", "deals.Deal", "tasks.Task", "deals.Funnel"}

OWNERS = "the owner's alone: tests of the room ask for 403"
OF_ITS_CARD = "asks for its card first, which the matrix opens"
HIS_OWN = "shows what the member himself may do or has done"
OPEN = "says nothing of any row"
ELSEWHERE = {
    "account_": "the door: tests of web/door",
    "mfa_": "the door: tests of web/door",
    "live:": "ids and kinds alone",
    "dashboards:": "one's own desktop, that of a role by the owner: dashboards/tests; its tiles stand in the matrix",
    "company:": "the company's own pages: tests of the room",
    "messaging:": OWNERS,
    "notices:": "one's own alone, of cards that one sees: messaging/tests/test_notices.py, test_following.py",
    "navigator:": "one's own tasks alone: playbooks/tests/test_screens.py",
    "playbooks:": "read by employees, written by owners: playbooks/tests/test_screens.py",
    "reminders:": "one's own alone, and of those whose tasks one reads: messaging/tests/test_reminder_screens.py",
    "lists:": HIS_OWN,
    "fields:": "set up by the owner, files by the right to their card and field: fields/tests/test_screens.py",
    "imports:run": HIS_OWN,
    "imports:map_": HIS_OWN,
    "imports:take_sheet": HIS_OWN,
    "imports:load": HIS_OWN,
    "imports:stop": HIS_OWN,
    "imports:invite": HIS_OWN,
    "imports:undo": HIS_OWN,
    "imports:progress": HIS_OWN,
    "imports:rows": HIS_OWN,
    "imports:refused": HIS_OWN,
    "goods:": "the price list is everybody's but agents'",
    "reports:filter": OPEN,
    "reports:years": "the years of deals that one sees: reports/tests/test_sales.py",
    "deals:filter": OPEN,
    "deals:choose_columns": OPEN,
    "deals:choose_groups": OPEN,
    "deals:open_deal": OPEN,
    "deals:funnel_list": OPEN,
    "deals:add_funnel": OWNERS,
    "deals:change_funnel": OWNERS,
    "deals:remove_funnel": OWNERS,
    "deals:add_stage": OWNERS,
    "deals:change_stage": OWNERS,
    "deals:move_stage": OWNERS,
    "deals:remove_stage": OWNERS,
    "deals:restore_funnel": OWNERS,
    "deals:restore_stage": OWNERS,
    "deals:change_loss_reasons": OWNERS,
    "deals:restore_deal": "by the right to delete: tests of the trash",
    "deals:restore_file": OF_ITS_CARD,
    "deals:change_field": "of its card, by the same action as its form: deals/tests/test_in_place.py",
    "clients:change_field": "of its card, by the same action as its form: deals/tests/test_in_place.py",
    "deals:remove_contact": OF_ITS_CARD,
    "deals:remove_observer": OF_ITS_CARD,
    "clients:filter": OPEN,
    "clients:list_total": "counts what the list shows: lists/tests/test_foot.py",
    "clients:choose_columns": OPEN,
    "clients:choose_groups": OPEN,
    "clients:add_client": OPEN,
    "clients:client_twins": "tests of clients: only the responsible is told",
    "clients:merge_many": "merges by the same action, group by group: tests of duplicates",
    "clients:merges": "by the main client's card: tests of duplicates",
    "clients:undo_merge": "by the main client's card: tests of duplicates",
    "clients:merge_run": HIS_OWN,
    "clients:export_personal_data": OWNERS,
    "clients:erase_personal_data": OWNERS,
    "clients:restore_client": "by the right to delete: tests of the trash",
    "clients:unlink_client": OF_ITS_CARD,
    "clients:forget_parent": OF_ITS_CARD,
    "clients:mention_options": "of a card that one sees: tests of mentions",
    "clients:change_note": "a note is its author's: tests of notes",
    "clients:delete_note": "a note is its author's: tests of notes",
    "clients:restore_note": "a note is its author's: tests of notes",
    "clients:unpin_note": "as pinning, which the matrix tries",
    "phone_calendar:": "one's own alone, by sign-in, app password or secret address: tasks/tests/internet_calendars/",
    "tasks:set_task": OF_ITS_CARD,
    "tasks:calendar": "one's own alone, the team by the right to see tasks: tasks/tests/test_calendar.py",
    "tasks:list_total": "counts what the list shows: lists/tests/test_foot.py",
    "tasks:choose_columns": OPEN,
    "tasks:choose_groups": OPEN,
    "tasks:filter": OPEN,
    "tasks:restore_task": HIS_OWN,
    "tasks:hide_guide": HIS_OWN,
    "tasks:show_guide": HIS_OWN,
    "tasks:hand_over": "by the right to transfer: tests of handing over",
    "web:trail": "tests of the trail",
    "web:trash": HIS_OWN,
    "web:undo": HIS_OWN,
    "web:": OPEN,
}


def addresses(resolver: URLResolver, prefix: str = "", space: str = "") -> Iterator[tuple[str, str]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern, prefix + str(pattern.pattern), f"{pattern.namespace}:" if pattern.namespace else space)
        elif isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name or ''}", "/" + prefix + str(pattern.pattern)


def in_matrix(address: str) -> bool:
    """Its words stand in a way of the matrix."""
    bare = address
    for name in ("<int:deal_id>", "<int:client_id>", "<int:task_id>", "<int:stage_id>", "<int:file_id>", "<int:note_id>", "<str:way>"):
        bare = bare.replace(name, "#")
    tail = bare.rsplit("#/", 1)[-1] if "#/" in bare else bare
    return (tail or bare) in WAYS or bare in WAYS or (tail == "" and bare.split("#")[0] in WAYS)


def test_every_address_stands_in_the_matrix_or_is_explained() -> None:
    escaped = [
        f"{name} {address}"
        for name, address in addresses(get_resolver())
        if not any(name.startswith(known) for known in ELSEWHERE) and not in_matrix(address)
    ]
    assert not escaped, "put it into tests/rights/ways.py, or say here where it is tested"


def test_every_model_that_is_seen_by_rights_stands_in_the_matrix() -> None:
    seen = {model._meta.label for model in apps.get_models() if hasattr(model, "objects") and hasattr(model.objects, "visible_to")}
    assert seen == MODELS


FORGED = (
    *[
        f"/deals/{{deal}}/{part}"
        for part in ("", "story/", "change/", "move/", "delete/", "note/", "assign/", "take/", "lines/", "field/amount/")
    ],
    *[f"/clients/{{client}}/{part}" for part in ("", "change/", "note/", "delete/", "contacts/", "field/address/")],
    *[f"/tasks/{{task}}/{part}" for part in ("", "complete/", "delete/")],
    "/tasks/set/?deal={deal}",
    "/tasks/touch/{deal}/",
)


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("address", FORGED)
def test_what_one_may_not_know_of_answers_like_what_is_not_there(story: Story, client: Browser, address: str, method: str) -> None:
    """Equal status, text and number of queries: nothing tells a stranger's row from no row."""
    deal = story.deal(story.vera, client=client_of(story.vera))
    task = Task.objects.open().filter(deal=deal).first()
    assert task is not None
    there = {"deal": deal.pk, "client": deal.client_id, "task": task.pk}
    nowhere = {name: 99_000_000 + pk for name, pk in there.items() if pk}
    client.force_login(story.anna)
    client.get("/keys/")
    answers = []
    for ids in (there, nowhere):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            asked = address.format(**ids)
            answer = client.get(asked) if method == "get" else client.post(asked, {"text": "слово", "stage": deal.stage_id})
        text = answer.text.replace(str(answer.context["csrf_token"]) if answer.context and "csrf_token" in answer.context else "\0", "")
        answers.append((answer.status_code, text.replace(asked, ""), len(queries)))
    assert answers[0] == answers[1]
    assert answers[0][0] in (404, 405)
    assert Deal.objects.filter(pk=deal.pk, deleted_at=None).exists() and Client.objects.filter(pk=deal.client_id, deleted_at=None).exists()
