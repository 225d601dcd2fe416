"""Notes: words of the former system on the cards of deals and clients, with their authors and days."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shturman.clients.actions.loading import load_notes
from shturman.imports.kinds.base import Draft, Field, Record, Sorter, Written
from shturman.imports.kinds.contacts import member_named
from shturman.imports.kinds.names import members
from shturman.imports.kinds.outer import OuterKeys, key_of_facts
from shturman.imports.kinds.placing import PLACES, Cards
from shturman.imports.models import Policy
from shturman.imports.values import moment_of
from shturman.kit.errors import Refused

WORDS = ("заметка", "текст", "примечание", "комментарий", "текст примечания", "note", "text", "comment")


class NoteSorter(Sorter):
    kind = "notes"
    label = gettext_lazy("Notes")
    hint = gettext_lazy("Words on the cards of deals and clients, with their authors and days")
    policies = (Policy.SKIP,)
    fields = (
        Field("text", gettext_lazy("Text of the note"), WORDS, True),
        Field("outer_key", gettext_lazy("Number in the former system"), ("id", "номер")),
        *PLACES,
        Field("author", gettext_lazy("Author"), ("автор", "кто", "кем создано", "кем создана", "ответственный", "author"), has_values=True),
        Field("written_on", gettext_lazy("Written on"), ("дата", "дата создания", "когда", "created", "date")),
    )

    def begin(self) -> None:
        self.people = members()
        self.outer = OuterKeys(self.kind, self.source)
        self.now = timezone.now()
        self.likeness: Counter[str] = Counter()

    def key_of(self, record: Record) -> Any:
        return key_of_facts(record, self.likeness)

    def look_up(self, records: Sequence[Record]) -> None:
        self.cards = Cards(records, self.by)
        self.present = self.outer.known(self.keys)

    def place(self, record: Record, key: str) -> None:
        if not record["text"]:
            raise Refused(_("There is no text of the note"))
        if key in self.present:
            self.result.same.append(record.number)
            return
        card = self.cards.of(record)
        if card is None:
            raise Refused(_("It is not said on whose card the note stands: name a deal or a client"))
        author = member_named(self.people, self, record["author"], "author") if record["author"] else self.by
        written_at = moment_of(record["written_on"], self.zone) or self.now
        self.result.new.append(Draft(record.number, ((card, record["text"], author, min(written_at, self.now)), key)))

    def write_new(self, drafts: Sequence[Draft]) -> list[Written]:
        made = load_notes([draft.facts[0] for draft in drafts], by=self.by)
        self.outer.keep({draft.facts[1]: note for draft, note in zip(drafts, made, strict=True)})
        return [Written(note) for note in made]
