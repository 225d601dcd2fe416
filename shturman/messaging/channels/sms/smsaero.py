"""SMS Aero: https://smsaero.ru/integration/documentation/api/."""

from __future__ import annotations

from typing import Any

from shturman.messaging.channels.sms.gate import Account, Arrival, Refusal, Taken, ask, no_money, refused, taken

ADDRESS = "https://gate.smsaero.ru"
# Without a name of one's own the gateway sends under this one.
COMMON_SENDER = "SMS Aero"
NO_MONEY = "no credits"
ARRIVALS = {1: Arrival.DELIVERED, 2: Arrival.FAILED, 6: Arrival.FAILED}


class SmsAero:
    def __init__(self, account: Account):
        self.account = account

    def send(self, to: str, text: str) -> Taken:
        body = {"number": to, "text": text, "sign": self.account.sender or COMMON_SENDER}
        return taken(lambda: str(self._only(self._ask("/v2/sms/send", body))["id"]))

    def arrival(self, number: str, to: str) -> tuple[Arrival, str]:
        said = self._only(self._ask("/v2/sms/status", {"id": int(number)}))
        return ARRIVALS.get(int(said.get("status", 0)), Arrival.WAITS), str(said.get("extendStatus", ""))

    def balance(self) -> str:
        return str(self._only(self._ask("/v2/balance", {}))["balance"])

    def _ask(self, path: str, body: dict[str, Any]) -> Any:
        account = self.account
        answer = ask(f"{account.address}{path}", account.patience, body=body, login=(account.login, account.key))
        if answer.get("success") is True:
            return answer["data"]
        said = str(answer.get("reason") or answer.get("message") or answer.get("result") or "")
        raise Refusal(no_money() if NO_MONEY in (said, answer.get("result")) else refused(said))

    def _only(self, found: Any) -> dict[str, Any]:
        return found[0] if isinstance(found, list) else found
