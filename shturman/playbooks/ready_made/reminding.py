from __future__ import annotations

from shturman.playbooks.ready_made.pieces import (
    CALL,
    CALL_BACK,
    DAYS,
    LETTER,
    PAUSE,
    REFUSAL,
    SAME,
    WARMER,
    Effect,
    ReadyPlaybook,
    ReadyResult,
    ReadyStep,
    next_to,
    no_answer,
)

REMINDING = ReadyPlaybook(
    "reminding",
    "Напоминать о себе",
    "Для тех, кто купит потом: раз в месяц короткий повод. Пока клиент не готов, он о вас помнит.",
    (
        ReadyStep(
            1,
            CALL,
            "Напомнить о себе: узнать, что нового",
            20,
            DAYS,
            (
                next_to("Интерес появился", 2),
                ReadyResult("Пока не нужно", Effect.NEXT, 3),
                no_answer(3, 1, DAYS, 3),
                CALL_BACK,
                PAUSE,
                REFUSAL,
            ),
            ("{имя}, добрый день. {менеджер}, «{компания}». Как дела с проектом?", "Есть повод: у нас новое по вашей теме. Рассказать?"),
        ),
        ReadyStep(
            2,
            CALL,
            "Выяснить потребность заново",
            1,
            DAYS,
            (
                ReadyResult("Обсуждаем покупку", Effect.END, warmth=WARMER),
                next_to("Рано", 3, SAME),
                no_answer(3),
                CALL_BACK,
                PAUSE,
                REFUSAL,
            ),
        ),
        ReadyStep(
            3,
            LETTER,
            "Отправить полезное письмо",
            20,
            DAYS,
            (ReadyResult("Отправили", Effect.NEXT, 1), ReadyResult("Ответили", Effect.NEXT, 2, warmth=WARMER), PAUSE),
        ),
    ),
)
