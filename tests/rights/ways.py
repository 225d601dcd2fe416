"""Every way into the rows. A way answers for each row it can show whether it did; a fault is a row where it should not, or should."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.test import Client as Browser
from django.utils import timezone

from shturman.clients.models import DuplicatePair
from shturman.journal.models import Entry, Look
from shturman.kit import house
from shturman.messaging.models import Notice
from shturman.web.models import Pin
from tests.rights import expected
from tests.rights.expected import sees, sees_inside
from tests.rights.world import RightsWorld, Row, in_work

HTMX = {"HX-Request": "true"}


@dataclass(frozen=True)
class Cell:
    way: str
    row: Row
    is_right: bool
    words: str

    def __str__(self) -> str:
        return f"{self.way}: {self.row.kind} «{self.row.whose}» {self.words}"


@dataclass
class Walk:
    world: RightsWorld
    browser: Browser

    def page(self, address: str) -> str:
        answer = self.browser.get(address)
        if answer.status_code in (403, 404):
            return ""
        assert answer.status_code == 200, f"{address}: {answer.status_code}"
        return b"".join(answer.streaming_content).decode() if answer.streaming else answer.text

    def fragment(self, address: str) -> str:
        return self.browser.get(address, headers=HTMX).text

    def shown(
        self, way: str, rows: list[Row], text: str, mark: Callable[[Row], str], expects: Callable[[Any, Row], bool]
    ) -> Iterator[Cell]:
        for row in rows:
            due, is_there = expects(self.world.actor, row), mark(row) in text
            yield Cell(way, row, due == is_there, f"should {'' if due else 'not '}be there")

    def opened(
        self, way: str, rows: list[Row], address: str, expects: Callable[[Any, Row], bool], allows: Callable[[Any, Row], bool]
    ) -> Iterator[Cell]:
        """By its address: 404 to whoever may not know of it, 403 or the page to whoever sees it."""
        for row in rows:
            status = self.browser.get(address.format(row=row)).status_code
            due = (200,) if allows(self.world.actor, row) else (200, 302, 403) if expects(self.world.actor, row) else (404,)
            yield Cell(way, row, status in due, f"answered {status}, due {due}")

    def forged(
        self,
        way: str,
        rows: list[Row],
        address: str,
        form: Callable[[Row], dict[str, Any]],
        expects: Callable[[Any, Row], bool],
        allows: Callable[[Any, Row], bool],
    ) -> Iterator[Cell]:
        """A form sent to it: what may not be known is 404, what may not be done changes nothing, what may be done is done."""
        for row in rows:
            status, changed = self._sent(address.format(row=row), form(row))
            actor = self.world.actor
            if not expects(actor, row):
                is_right = status in (404, 403) and not changed
            elif not allows(actor, row):
                is_right = not changed
            else:
                is_right = status < 400 and changed
            yield Cell(way, row, is_right, f"answered {status}, {'changed' if changed else 'unchanged'}")

    def _sent(self, address: str, form: dict[str, Any]) -> tuple[int, bool]:
        with transaction.atomic():
            before = Entry.objects.count()
            status = self.browser.post(address, form, headers=HTMX).status_code
            changed = Entry.objects.count() > before
            transaction.set_rollback(True)
        return status, changed


def always(actor: Any, row: Row) -> bool:
    return True


def never(actor: Any, row: Row) -> bool:
    return False


def lists(walk: Walk) -> Iterator[Cell]:
    world = walk.world
    yield from walk.shown("client list", world.of("client"), walk.page("/clients/"), lambda row: f'id="client-{row.pk}"', sees)
    yield from walk.shown("deal list", world.of("deal"), walk.page("/deals/list/?state=all"), lambda row: f'id="deal-{row.pk}"', sees)
    for sort in ("-created", "next", "-amount", "expected", "title"):
        text = walk.page(f"/deals/list/?state=all&sort={sort}")
        yield from walk.shown(f"deal list by {sort}", world.of("deal"), text, lambda row: f'id="deal-{row.pk}"', sees)
    yield from walk.shown("task list", world.of("task"), walk.page("/tasks/?who="), lambda row: row.marker, sees)


def board(walk: Walk) -> Iterator[Cell]:
    """On a stage that is hidden from them managers meet no column."""

    def on_board(actor: Any, row: Row) -> bool:
        return sees(actor, row) and not (row.is_hidden and actor.role.base in expected.ORDINARY)

    text = walk.page("/deals/")
    yield from walk.shown("board", walk.world.of("deal"), text, lambda row: f'id="deal-{row.pk}"', on_board)
    for stage in in_work(walk.world.story)[:1]:
        text = walk.page(f"/deals/column/{stage.pk}/")
        rows = [row for row in walk.world.of("deal") if row.whose in ("own", "peer", "below", "stranger", "observed") and not row.is_won]
        yield from walk.shown("board column", rows, text, lambda row: f'id="deal-{row.pk}"', sees)


def common(walk: Walk) -> Iterator[Cell]:
    def due(actor: Any, row: Row) -> bool:
        return row.is_common and actor.role.base != "agent"

    yield from walk.shown("common deals", walk.world.of("deal"), walk.page("/deals/common/"), lambda row: f'id="deal-{row.pk}"', due)


def search(walk: Walk) -> Iterator[Cell]:
    mark = {"client": "/clients/{}/", "deal": "/deals/{}/", "task": "/tasks/{}/"}
    for row in walk.world.of("client", "deal", "task"):
        text = walk.page(f"/search/?q={row.marker}")
        yield from walk.shown("search by words", [row], text, lambda row: f'"{mark[row.kind].format(row.pk)}"', sees)
    for row in walk.world.of("deal"):
        yield from walk.shown("search by number", [row], walk.page(f"/search/?q=№ {row.pk}"), lambda row: f'"/deals/{row.pk}/"', sees)
    for row in walk.world.of("client"):
        text = walk.page(f"/clients/options/?picker=client&client={row.marker}")
        yield from walk.shown("suggestion", [row], text, lambda row: f'data-client-id="{row.pk}"', sees)
        text = walk.page(f"/clients/?q={row.marker}")
        yield from walk.shown("client list by words", [row], text, lambda row: f'id="client-{row.pk}"', sees)


def sums(walk: Walk) -> Iterator[Cell]:
    """A sum of powers of two names the deals that it is made of."""
    deals, actor = walk.world.of("deal"), walk.world.actor
    reads = actor.role.base in expected.READS_REPORTS

    def adds_up(way: str, text: str, rows: list[Row], due: Callable[[Row], bool]) -> Iterator[Cell]:
        whole = _amount(text)
        for row in rows:
            yield Cell(way, row, bool(whole & row.amount) == due(row), f"in the sum {whole}")

    yield from adds_up("list total", walk.page("/deals/list/total/?state=all"), deals, lambda row: sees(actor, row))
    yield from adds_up("total of open", walk.page("/deals/list/total/"), deals, lambda row: sees(actor, row) and not row.is_won)
    text = walk.page("/deals/totals/").split('id="whole-sum"')[-1]
    known = [row for row in deals if not row.is_hidden]
    yield from adds_up("board total", text, known, lambda row: sees(actor, row) and not row.is_won)
    report = walk.page("/reports/?period=all")
    yield from adds_up("report", report, [row for row in deals if row.is_won], lambda row: reads and sees(actor, row))


def _amount(text: str) -> int:
    """The first sum of roubles on the page."""
    found = re.search(r"([\d\u00a0\u202f ]+)\u00a0₽", text)
    return int(re.sub(r"\D", "", found.group(1))) if found else 0


def exports(walk: Walk) -> Iterator[Cell]:
    clients, deals = walk.page("/clients/export/"), walk.page("/deals/list/export/?state=all")
    yield from walk.shown("export of clients", walk.world.of("client"), clients.lower(), lambda row: row.marker, expected.exports)

    def due(actor: Any, row: Row) -> bool:
        return expected.exports(actor, row) and sees_inside(actor, row)

    yield from walk.shown("export of deals", walk.world.of("deal"), deals, lambda row: row.marker, due)


def cards(walk: Walk) -> Iterator[Cell]:
    world = walk.world
    clients, deals, tasks, files = world.of("client"), world.of("deal"), world.of("task"), world.of("file")
    keeps = lambda actor, row: actor.role.base == "owner" and sees(actor, row)  # noqa: E731
    for part in ("", "story/", "history/"):
        yield from walk.opened(f"client card {part}", clients, f"/clients/{{row.pk}}/{part}", sees, sees)
    for part in ("change/", "assign/", "link/", "parent/"):
        yield from walk.opened(f"client form {part}", clients, f"/clients/{{row.pk}}/{part}", sees, never)
    yield from walk.opened("personal data", clients, "/clients/{row.pk}/personal-data/", lambda actor, row: True, keeps)
    yield from walk.opened("deal card", deals, "/deals/{row.pk}/", sees, sees)
    for part in ("story/", "history/"):
        yield from walk.opened(f"deal {part}", deals, f"/deals/{{row.pk}}/{part}", sees_inside, sees_inside)
    for part in ("change/", "move/", "lines/", "assign/", "contacts/add/", "observers/add/", "neighbour/after/"):
        yield from walk.opened(f"deal form {part}", deals, f"/deals/{{row.pk}}/{part}", sees_inside, never)
    yield from walk.opened("unplanned talk", deals, "/tasks/touch/{row.pk}/", sees_inside, never)
    yield from walk.opened("task page", tasks, "/tasks/{row.pk}/", expected.opens_task, expected.opens_task)
    for part in ("complete/", "cancel/", "reschedule/", "reminders/"):
        yield from walk.opened(f"task form {part}", tasks, f"/tasks/{{row.pk}}/{part}", expected.opens_task, never)
    yield from walk.opened("file", files, "/deals/{row.deal.pk}/files/{row.pk}/", sees, sees)


def timelines(walk: Walk) -> Iterator[Cell]:
    """What stands on another card: notes and files of a deal, deals and tasks of a client."""
    world = walk.world
    for row in world.of("note", "file"):
        assert row.deal is not None
        text = walk.page(f"/deals/{row.deal.pk}/")
        yield from walk.shown("inside of a deal", [row], text, lambda row: row.marker, sees)
    for client in world.of("client"):
        text = walk.page(f"/clients/{client.pk}/") + walk.page(f"/clients/{client.pk}/story/")
        for row in world.of("deal"):
            if row.leader == client.leader and row.whose == client.whose:
                due = lambda actor, row, client=client: sees(actor, client) and sees(actor, row)  # noqa: E731
                if row.marker in text or client.pk % 2 == 0:
                    yield from walk.shown("deal on its client's card", [row], text, lambda row: row.marker, _only_if_there(due, text))


def _only_if_there(due: Callable[[Any, Row], bool], text: str) -> Callable[[Any, Row], bool]:
    """A person's card names no deals of the organisation: only a deal that is there must be seen."""
    return lambda actor, row: row.marker in text and due(actor, row)


def notices(walk: Walk) -> Iterator[Cell]:
    """Notices tell of what is seen now; my day and the frame speak of one's own tasks alone."""
    own = lambda actor, row: row.leader.pk == actor.pk  # noqa: E731
    for row in walk.world.of("client", "deal"):
        told(row, actor=walk.world.actor, by=walk.world.story.owner)
    text = walk.page("/notices/")
    yield from walk.shown("notice of a client", walk.world.of("client"), text.lower(), lambda row: row.marker, sees)
    yield from walk.shown("notice of a deal", walk.world.of("deal"), text, lambda row: row.marker, sees_inside)
    yield from walk.shown("my day", walk.world.of("task"), walk.page("/tasks/day/"), lambda row: row.marker, own)


def told(row: Row, *, actor: Any, by: Any) -> None:
    """As if he had been told before he lost sight of it: the page asks again."""
    entry = Entry.objects.create(kind="clients.note_restored", by=by, facts={"note_id": 0})
    Notice.objects.create(to=actor, entry=entry, why=Notice.Why.FOLLOWED, card=row.kind, card_id=row.pk)


def forged_forms(walk: Walk) -> Iterator[Cell]:
    world, story = walk.world, walk.world.story
    clients, deals, tasks, files = world.of("client"), world.of("deal"), world.of("task"), world.of("file")
    first, second = in_work(story)[:2]
    other = lambda row: story.head.pk if row.leader.pk != story.head.pk else story.boris.pk  # noqa: E731
    lines = {"lines-TOTAL_FORMS": "1", "lines-INITIAL_FORMS": "0", "lines-0-name": "Товар", "lines-0-quantity": "2", "lines-0-price": "5"}
    edits, deletes = expected.edits, expected.deletes
    gives = lambda actor, row: expected.may(actor, row.kind, "transfer", row.leader)  # noqa: E731
    looks = lambda actor, row: actor.role.base == "quality"  # noqa: E731
    for way, rows, address, form, knows, allows in (
        ("change a client", clients, "/clients/{row.pk}/change/", lambda row: {"name": f"{row.marker} иной"}, sees, edits),
        ("give a client", clients, "/clients/{row.pk}/assign/", lambda row: {"responsible": other(row)}, sees, gives),
        ("delete a client", [row for row in clients if row.pk % 2], "/clients/{row.pk}/delete/", dict_of, sees, never_or(deletes, clients)),
        ("note on a client", clients, "/clients/{row.pk}/note/", lambda row: {"text": "слово"}, sees, sees),
        ("contacts in full", clients, "/clients/{row.pk}/contacts/", dict_of, sees, looks),
        ("change a deal", deals, "/deals/{row.pk}/change/", lambda row: {"title": f"{row.marker} иная", "amount": "7"}, sees_inside, edits),
        (
            "move a deal",
            [row for row in deals if not row.is_won],
            "/deals/{row.pk}/move/",
            lambda row: {"stage": second.pk},
            sees_inside,
            edits,
        ),
        ("goods of a deal", deals, "/deals/{row.pk}/lines/", lambda row: lines, sees_inside, edits),
        ("give a deal", deals, "/deals/{row.pk}/assign/", lambda row: {"responsible": other(row)}, sees_inside, gives),
        ("observer of a deal", deals, "/deals/{row.pk}/observers/add/", lambda row: {"observer": story.head.pk}, sees_inside, edits),
        ("note on a deal", deals, "/deals/{row.pk}/note/", lambda row: {"text": "слово"}, sees_inside, expected.writes_on),
        ("pin a note", world.of("note"), "/clients/notes/{row.pk}/pin/", dict_of, sees, writes_on_its_deal),
        ("react to a note", world.of("note"), "/clients/notes/{row.pk}/react/", lambda row: {"put": "good"}, sees, sees),
        ("delete a deal", deals, "/deals/{row.pk}/delete/", dict_of, sees_inside, deletes),
        ("take a deal", deals, "/deals/{row.pk}/take/", dict_of, sees_inside, expected.takes),
        ("close a task", tasks, "/tasks/{row.pk}/complete/", lambda row: {"result": "да"}, expected.opens_task, expected.closes_task),
        ("place a task", tasks, "/tasks/{row.pk}/place/", lambda row: {"on": "2027-03-02"}, expected.opens_task, expected.closes_task),
        ("delete a task", tasks, "/tasks/{row.pk}/delete/", dict_of, expected.opens_task, expected.closes_task),
        ("delete a file", files, "/deals/{row.deal.pk}/files/{row.pk}/delete/", dict_of, sees, edits),
    ):
        yield from walk.forged(way, rows, address, form, knows, allows)


def writes_on_its_deal(actor: Any, row: Row) -> bool:
    assert row.deal is not None
    return expected.writes_on(actor, row.deal)


def dict_of(row: Row) -> dict[str, Any]:
    return {}


def never_or(allows: Callable[[Any, Row], bool], clients: list[Row]) -> Callable[[Any, Row], bool]:
    """An organisation with open deals is deleted by nobody: only people are."""
    people = {row.pk for number, row in enumerate(clients) if number % 2 == 0}
    return lambda actor, row: row.pk in people and allows(actor, row)


def loads(walk: Walk) -> Iterator[Cell]:
    status = walk.browser.get("/imports/").status_code
    due = 200 if walk.world.actor.role.base in expected.LOADS_TABLES else 403
    for row in walk.world.of("client", "deal"):
        yield Cell("import", row, status == due, f"answered {status}")


def doubles(walk: Walk) -> Iterator[Cell]:
    """A pair is shown to one who sees both, and merged by one who may merge and edits both: people with people, firms with firms."""
    clients, actor = walk.world.of("client"), walk.world.actor
    for first, second in zip(clients, clients[2:], strict=False):
        ids = {"first_id": min(first.pk, second.pk), "second_id": max(first.pk, second.pk)}
        with transaction.atomic():
            DuplicatePair.objects.create(**ids, by_name=True, group=ids["second_id"])
            both = sees(actor, first) and sees(actor, second)
            edits = all(actor.role.base in expected.MERGES and expected.edits(actor, row) for row in (first, second))
            known, does = (lambda actor, row, both=both: both), (lambda actor, row, edits=edits: edits)
            text = walk.page("/clients/duplicates/")
            yield Cell("doubles", second, both == (f'id="group-{ids["second_id"]}"' in text), "shown to who sees one alone")
            pair = {"id": [first.pk, second.pk], "main": first.pk, "group": ids["second_id"]}
            yield from walk.opened("merge", [first], f"/clients/merge/?id={first.pk}&id={second.pk}", known, known)
            for way, address in (("merge two", "/clients/merge/"), ("not duplicates", "/clients/duplicates/apart/")):
                yield from walk.forged(way, [first], address, lambda row, pair=pair: pair, known, does)
            transaction.set_rollback(True)


def at_hand(walk: Walk) -> Iterator[Cell]:
    """Recent and pinned: the trail of a card that he saw once does not show it to him now, and what he does not see is not pinned."""
    actor = walk.world.actor
    for row in walk.world.of("client", "deal"):
        mark = f'href="/{row.kind}s/{row.pk}/"'
        with transaction.atomic():
            seen = {"by": actor, "card": row.kind, "card_id": row.pk, "day": timezone.localdate()}
            Look.objects.update_or_create(**seen, defaults={"last_at": timezone.now()})
            yield from walk.shown("recent", [row], walk.fragment("/palette/"), lambda row, mark=mark: mark, sees)
            transaction.set_rollback(True)
        with transaction.atomic():
            Pin.objects.create(member=actor, card=row.kind, card_id=row.pk)
            yield from walk.shown("pinned", [row], walk.fragment("/pins/"), lambda row, mark=mark: mark, sees)
            transaction.set_rollback(True)
        with transaction.atomic():
            status = walk.browser.post(f"/pins/{row.kind}/{row.pk}/", headers=HTMX).status_code
            is_there = Pin.objects.filter(member=actor, card_id=row.pk).exists()
            yield Cell("pin", row, (status, is_there) == ((200, True) if sees(actor, row) else (404, False)), f"answered {status}")
            transaction.set_rollback(True)


def desktop(walk: Walk) -> Iterator[Cell]:
    """No tile leads to what he does not see, whatever stands on his desktop."""
    world, actor = walk.world, walk.world.actor
    for key in house.tiles():
        text = walk.page(f"/desktop/tiles/{key}/")
        for row in world.of("client", "deal"):
            yield Cell(f"tile {key}", row, sees(actor, row) or f'href="/{row.kind}s/{row.pk}/' not in text, "should not be there")
        for row in world.of("task"):
            yield Cell(f"tile {key}", row, expected.opens_task(actor, row) or row.marker not in text, "should not be there")
        for row in world.of("note", "file"):
            yield Cell(f"tile {key}", row, sees(actor, row) or row.marker not in text, "should not be there")


def looks(walk: Walk) -> Iterator[Cell]:
    """The panel beside a list opens to whoever opens the card; an agent learns the fate of a deal from it and nothing more."""
    world, actor = walk.world, walk.world.actor
    for row in world.of("client", "deal", "task"):
        due = expected.opens_task(actor, row) if row.kind == "task" else sees(actor, row)
        status = walk.browser.get(f"/{row.kind}s/{row.pk}/look/", headers=HTMX).status_code
        yield Cell("quick look", row, status == (200 if due else 404), f"answered {status}")
    for row in world.of("note"):
        assert row.deal is not None
        text = walk.fragment(f"/deals/{row.deal.pk}/look/")
        yield Cell("quick look", row, sees(actor, row) or row.marker not in text, "should not be there")


WAYS: dict[str, Callable[[Walk], Iterator[Cell]]] = {
    "list": lists,
    "board": board,
    "common": common,
    "search": search,
    "sum": sums,
    "export": exports,
    "card": cards,
    "timeline": timelines,
    "notice": notices,
    "form": forged_forms,
    "import": loads,
    "doubles": doubles,
    "at hand": at_hand,
    "look": looks,
    "desktop": desktop,
}
