"""SMS.ru: https://sms.ru/api."""

from __future__ import annotations

from typing import Any

from shturman.messaging.channels.sms.gate import (
    Account,
    Arrival,
    Refusal,
    Taken,
    ask,
    no_money,
    refused,
    sender_not_approved,
    stopped,
    taken,
    wrong_key,
    wrong_number,
)

ADDRESS = "https://sms.ru"
OK = 100
WORDS = {
    200: wrong_key,
    201: no_money,
    202: wrong_number,
    204: sender_not_approved,
    207: stopped,
    209: stopped,
    300: wrong_key,
    301: wrong_key,
}
PASSING = {220}
ARRIVALS = {103: Arrival.DELIVERED, 110: Arrival.DELIVERED, **dict.fromkeys((-1, 104, 105, 106, 107, 108), Arrival.FAILED)}


class SmsRu:
    """The key alone signs in; there is no login."""

    def __init__(self, account: Account):
        self.account = account

    def send(self, to: str, text: str) -> Taken:
        named = {"from": self.account.sender} if self.account.sender else {}
        return taken(lambda: self._sent(to, self._ask("/sms/send", to=to, msg=text, **named)))

    def arrival(self, number: str, to: str) -> tuple[Arrival, str]:
        said = self._ask("/sms/status", sms_id=number)["sms"].get(number, {})
        code = int(said.get("status_code", OK))
        return ARRIVALS.get(code, Arrival.WAITS), str(said.get("status_text", code))

    def balance(self) -> str:
        return str(self._ask("/my/balance")["balance"])

    def _sent(self, to: str, answer: dict[str, Any]) -> str:
        own = answer["sms"][to]
        self._check(own)
        return str(own["sms_id"])

    def _ask(self, path: str, **facts: str) -> dict[str, Any]:
        form = {"api_id": self.account.key, "json": "1", **facts}
        answer = ask(f"{self.account.address}{path}", self.account.patience, form=form)
        self._check(answer)
        return answer

    def _check(self, answer: dict[str, Any]) -> None:
        if answer.get("status") == "OK":
            return
        code = int(answer.get("status_code", 0))
        words = WORDS.get(code)
        raise Refusal(words() if words else refused(answer.get("status_text", code)), is_passing=code in PASSING)
