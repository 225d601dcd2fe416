"""What an event is: plain facts and one sentence that a salesman understands."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, ClassVar


@dataclass(frozen=True)
class Event:
    """Facts are ids, numbers, dates and labels of settings; never a client's name, phone or mail."""

    kind: ClassVar[str]
    # How the timeline draws and filters it: touches · tasks · stages · money · fields · notes;
    # what is `aside` is remembered and shown on the thing itself, never as a line.
    group: ClassVar[str] = "fields"
    icon: ClassVar[str] = "circle"
    tone: ClassVar[str] = ""
    # The sentence with its facts as %(name)s; an event that says more defines `sentence`.
    said: ClassVar[Any] = ""

    def facts(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def sentence(cls, facts: dict[str, Any]) -> str:
        """The bold fact of a timeline entry."""
        return str(cls.said) % facts

    @classmethod
    def context(cls, facts: dict[str, Any]) -> str:
        """The grey words after the fact."""
        return ""

    @classmethod
    def line(cls, facts: dict[str, Any]) -> str:
        """One line of content below."""
        return ""
