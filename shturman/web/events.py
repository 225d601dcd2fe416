"""What happens at the door. Where from and with what stands aside, erasable: it is a person's, not the company's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shturman.journal.events import Event

FACTORS = {
    "totp": gettext_lazy("a code of an app"),
    "webauthn": gettext_lazy("a passkey"),
    "recovery_codes": gettext_lazy("recovery codes"),
}


@dataclass(frozen=True)
class AtTheDoor(Event):
    icon = "lock"
    # Kept out of the facts, seen by the reactions of the same transaction alone.
    aside: ClassVar[tuple[str, ...]] = ("place", "path")
    member_id: int

    def facts(self) -> dict[str, Any]:
        return {name: value for name, value in super().facts().items() if name not in self.aside}


@dataclass(frozen=True)
class SignedIn(AtTheDoor):
    kind = "web.signed_in"
    is_new_device: bool = False
    place: str = ""

    @classmethod
    def sentence(cls, facts: dict[str, Any]) -> str:
        return str(_("Signed in from a new device")) if facts["is_new_device"] else str(_("Signed in"))


@dataclass(frozen=True)
class SignInFailed(AtTheDoor):
    kind = "web.sign_in_failed"
    tone = "late"
    step: str = "password"
    place: str = ""

    @classmethod
    def sentence(cls, facts: dict[str, Any]) -> str:
        return str(_("A wrong password")) if facts["step"] == "password" else str(_("A wrong code of the second factor"))


@dataclass(frozen=True)
class ManyWrongPasswords(AtTheDoor):
    kind = "web.many_wrong_passwords"
    icon = "alert"
    tone = "late"
    count: int = 0
    place: str = ""
    said = gettext_lazy("%(count)s wrong passwords in a row")


@dataclass(frozen=True)
class PasswordResetAsked(AtTheDoor):
    """`path` is the one-time link: it goes into the letter and nowhere else."""

    kind = "web.password_reset_asked"
    path: str = ""
    said = gettext_lazy("Asked for a new password by mail")


@dataclass(frozen=True)
class _AboutFactor(AtTheDoor):
    factor: str = ""

    def factor_words(self) -> str:
        return str(FACTORS[self.factor])

    @classmethod
    def context(cls, facts: dict[str, Any]) -> str:
        return str(FACTORS[facts["factor"]])


@dataclass(frozen=True)
class SecondFactorAdded(_AboutFactor):
    kind = "web.second_factor_added"
    said = gettext_lazy("The second factor is switched on")


@dataclass(frozen=True)
class SecondFactorRemoved(_AboutFactor):
    kind = "web.second_factor_removed"
    tone = "late"
    said = gettext_lazy("The second factor is switched off")


@dataclass(frozen=True)
class RecoveryCodesRenewed(AtTheDoor):
    kind = "web.recovery_codes_renewed"
    said = gettext_lazy("Recovery codes are made anew")


@dataclass(frozen=True)
class SessionsEnded(AtTheDoor):
    kind = "web.sessions_ended"
    icon = "logout"
    count: int = 0
    said = gettext_lazy("Signed out on other devices: %(count)s")


@dataclass(frozen=True)
class WrongPasswordsForgiven(AtTheDoor):
    kind = "web.wrong_passwords_forgiven"
    said = gettext_lazy("The pause after wrong passwords is lifted")


KINDS_OF_THE_DOOR = tuple(
    event.kind
    for event in (
        SignedIn,
        SignInFailed,
        ManyWrongPasswords,
        PasswordResetAsked,
        SecondFactorAdded,
        SecondFactorRemoved,
        RecoveryCodesRenewed,
        SessionsEnded,
        WrongPasswordsForgiven,
    )
)


@dataclass(frozen=True)
class CardPrinted(Event):
    """A card went to paper, as far as the browser told."""

    kind = "web.card_printed"
    icon = "file"
    card: str
    card_id: int
    said = gettext_lazy("Printed the card")
