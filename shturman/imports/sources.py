"""Whose export a table is: known by headers that only that system writes."""

from __future__ import annotations

from collections.abc import Sequence

from shturman.imports.headers import folded_header

AMOCRM, BITRIX24 = "amocrm", "bitrix24"
NAMES = {AMOCRM: "amoCRM", BITRIX24: "Битрикс24"}
MARKS = {
    AMOCRM: {
        *("этап сделки", "кем создана сделка", "дата создания сделки", "теги сделки", "основной контакт", "ответственный за контакт"),
        *(
            "рабочий прямой телефон",
            "полное имя (контакт)",
            "название (компания)",
            "рабочий телефон (контакт)",
            "пользовательское соглашение",
        ),
        *("примечание к контакту", "примечание к сделке", "ответственный за сделку", "тег сделки", "тег контакта", "рабочий email"),
    },
    BITRIX24: {
        *("стадия сделки", "группа стадий", "сумма/валюта", "предполагаемая дата закрытия", "сделка закрыта", "повторная сделка"),
        *("дополнительно об источнике", "доступен для всех", "частный e-mail", "номер пейджера", "страница livejournal", "название лида"),
        *("контакт битрикс24 network", "телефон для рассылок", "дополнительно о стадии", "дополнительно о статусе", "тип контакта"),
        *(
            "кол-во сотрудников",
            "годовой оборот",
            "контакт: рабочий телефон",
            "контакт: имя",
            "компания: название компании",
            "рабочий e-mail",
        ),
    },
}
# One header may stand anywhere; two of one system are its handwriting.
ENOUGH = 2


def source_of(headers: Sequence[str]) -> str:
    words = {folded_header(header) for header in headers}
    scores = {source: len(words & marks) for source, marks in MARKS.items()}
    best = max(scores, key=lambda source: scores[source])
    return best if scores[best] >= ENOUGH else ""
