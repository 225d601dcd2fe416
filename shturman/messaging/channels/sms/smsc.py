"""SMSC.ru: https://smsc.ru/api/http/."""

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

ADDRESS = "https://smsc.ru"
WORDS = {2: wrong_key, 3: no_money, 6: sender_not_approved, 7: wrong_number, 8: stopped}
# Too many errors or equal messages: it opens again by itself.
PASSING = {4, 9}
ARRIVALS = {
    1: Arrival.DELIVERED,
    2: Arrival.DELIVERED,
    4: Arrival.DELIVERED,
    **dict.fromkeys((-2, 3, 20, 22, 23, 24, 25), Arrival.FAILED),
}


class Smsc:
    def __init__(self, account: Account):
        self.account = account

    def send(self, to: str, text: str) -> Taken:
        named = {"sender": self.account.sender} if self.account.sender else {}
        return taken(lambda: str(self._ask("send", phones=to, mes=text, **named)["id"]))

    def arrival(self, number: str, to: str) -> tuple[Arrival, str]:
        answer = self._ask("status", phone=to, id=number)
        code = int(answer.get("status", -1))
        return ARRIVALS.get(code, Arrival.WAITS), f"{code}, {answer.get('err', 0)}"

    def balance(self) -> str:
        return str(self._ask("balance")["balance"])

    def _ask(self, page: str, **facts: str) -> dict[str, Any]:
        account = self.account
        form = {"login": account.login, "psw": account.key, "charset": "utf-8", "fmt": "3", **facts}
        answer = ask(f"{account.address}/sys/{page}.php", account.patience, form=form)
        if "error_code" in answer or "error" in answer:
            code = int(answer.get("error_code", 0))
            words = WORDS.get(code)
            raise Refusal(words() if words else refused(answer.get("error", code)), is_passing=code in PASSING)
        return answer
