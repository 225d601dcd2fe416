"""Algorithms that are useful without a change: each is taken by a press and led by from the next deal on.

Russian on purpose: they become the company's own rows, renamed like any other.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from shturman.deals.models.funnel import TaskKind
from shturman.playbooks.models import Result, Unit

Effect, Warmth = Result.Effect, Result.Warmth
CALL, MEETING, LETTER, DOCUMENT = TaskKind.CALL, TaskKind.MEETING, TaskKind.LETTER, TaskKind.DOCUMENT
COLDER, SAME, WARMER = Warmth.COLDER, Warmth.SAME, Warmth.WARMER
MINUTES, HOURS, DAYS = Unit.MINUTES, Unit.HOURS, Unit.DAYS


@dataclass(frozen=True)
class ReadyResult:
    """`to` is the key of the next step."""

    name: str
    effect: str
    to: int | None = None
    wait: int = 2
    unit: str = HOURS
    most_tries: int = 5
    warmth: int = SAME


@dataclass(frozen=True)
class ReadyStep:
    key: int
    kind: str
    title: str
    wait: int
    unit: str
    results: tuple[ReadyResult, ...]
    script: tuple[str, ...] = ()
    is_urgent: bool = False
    needs: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()


@dataclass(frozen=True)
class ReadyPlaybook:
    key: str
    name: str
    purpose: str
    steps: tuple[ReadyStep, ...] = field(default_factory=tuple)


def next_to(name: str, to: int, warmth: int = WARMER) -> ReadyResult:
    return ReadyResult(name, Effect.NEXT, to, warmth=warmth)


def no_answer(to: int | None, wait: int = 2, unit: str = HOURS, most_tries: int = 5) -> ReadyResult:
    return ReadyResult("Не дозвонились", Effect.REPEAT, to, wait, unit, most_tries)


CALL_BACK = ReadyResult("Перезвонить позже", Effect.CALL_BACK)
PAUSE = ReadyResult("Отложили", Effect.PAUSE, warmth=COLDER)
REFUSAL = ReadyResult("Отказ", Effect.REFUSE, warmth=COLDER)

LONG_TALKS = ReadyPlaybook(
    "long_talks",
    "Долгие переговоры",
    "Сделка зреет неделями: постоянные касания, после каждого — следующий шаг. Клиент не остаётся без внимания, пока не решит.",
    (
        ReadyStep(
            1,
            CALL,
            "Позвонить и понять задачу",
            1,
            DAYS,
            (next_to("Поговорили", 2), no_answer(7), CALL_BACK, PAUSE, REFUSAL),
            (
                "{имя}, добрый день. {менеджер}, «{компания}». Удобно сейчас?",
                "Что для вас важно решить и к какому сроку?",
                "Кто ещё участвует в решении?",
                "Договоримся о следующем шаге: когда показать предложение?",
            ),
        ),
        ReadyStep(
            2,
            DOCUMENT,
            "Подготовить и отправить предложение",
            1,
            DAYS,
            (next_to("Отправили", 3, SAME), PAUSE),
            asks=("amount",),
        ),
        ReadyStep(
            3,
            CALL,
            "Узнать, посмотрели ли предложение",
            2,
            DAYS,
            (next_to("Посмотрели, есть вопросы", 4), next_to("Нужна встреча", 5), no_answer(7), CALL_BACK, PAUSE, REFUSAL),
            (
                "{имя}, добрый день. Отправляли вам предложение «{сделка}». Успели посмотреть?",
                "Что подходит, а что нужно поправить?",
                "«Дорого» → с чем сравниваете? Что входит в ту цену?",
            ),
        ),
        ReadyStep(
            4,
            CALL,
            "Ответить на вопросы по предложению",
            1,
            DAYS,
            (next_to("Вопросы сняты", 6), next_to("Нужна встреча", 5), no_answer(7), CALL_BACK, PAUSE, REFUSAL),
            ("{имя}, отвечаем на ваши вопросы.", "Остались ли сомнения?", "Когда принимаете решение?"),
        ),
        ReadyStep(
            5,
            MEETING,
            "Провести встречу",
            3,
            DAYS,
            (next_to("Встретились, договорились", 6), next_to("Встретились, думают", 4, SAME), CALL_BACK, PAUSE, REFUSAL),
        ),
        ReadyStep(
            6,
            CALL,
            "Договориться о подписании",
            1,
            DAYS,
            (
                ReadyResult("Готовы подписать", Effect.END, warmth=WARMER),
                next_to("Ещё есть вопросы", 4, SAME),
                no_answer(7),
                CALL_BACK,
                PAUSE,
                REFUSAL,
            ),
            ("{имя}, условия согласованы. Кто подписывает договор и когда?",),
            asks=("expected_on",),
        ),
        ReadyStep(
            7,
            LETTER,
            "Написать письмо: телефон не отвечает",
            1,
            DAYS,
            (
                ReadyResult("Написали, ждём ответа", Effect.NEXT, 3),
                ReadyResult("Ответили", Effect.NEXT, 4, warmth=WARMER),
                PAUSE,
                REFUSAL,
            ),
        ),
    ),
)

FAST_ANSWER = ReadyPlaybook(
    "fast_answer",
    "Быстрая реакция на заявку",
    "Кто ответил первым, тот и продал. Первый звонок — за 15 рабочих минут, дальше настойчиво, но не назойливо.",
    (
        ReadyStep(
            1,
            CALL,
            "Позвонить по новой заявке",
            15,
            MINUTES,
            (next_to("Поговорили", 2), no_answer(3, 30, MINUTES, 4), CALL_BACK, REFUSAL),
            (
                "{имя}, добрый день. {менеджер}, «{компания}». Вы только что оставили заявку.",
                "Что нужно и к какому числу?",
                "Пришлю расчёт сегодня. Куда удобнее: на почту или в мессенджер?",
            ),
            is_urgent=True,
        ),
        ReadyStep(
            2,
            DOCUMENT,
            "Отправить расчёт",
            3,
            HOURS,
            (next_to("Отправили", 4, SAME), PAUSE),
            asks=("amount",),
        ),
        ReadyStep(
            3,
            LETTER,
            "Написать в мессенджер: не дозвонились",
            1,
            HOURS,
            (
                ReadyResult("Ответили", Effect.NEXT, 2, warmth=WARMER),
                ReadyResult("Молчат", Effect.NEXT, 5),
                CALL_BACK,
                REFUSAL,
            ),
        ),
        ReadyStep(
            4,
            CALL,
            "Узнать решение по расчёту",
            1,
            DAYS,
            (
                ReadyResult("Берут", Effect.END, warmth=WARMER),
                next_to("Поправить расчёт", 2, SAME),
                no_answer(3),
                CALL_BACK,
                PAUSE,
                REFUSAL,
            ),
            ("{имя}, добрый день. Получили расчёт на {сумма}?", "Что решили? Что мешает решить сегодня?"),
        ),
        ReadyStep(
            5,
            CALL,
            "Позвонить ещё раз через три дня",
            3,
            DAYS,
            (next_to("Поговорили", 2), no_answer(None, 1, DAYS, 2), CALL_BACK, PAUSE, REFUSAL),
        ),
    ),
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

CONTROL_POINTS = ReadyPlaybook(
    "control_points",
    "Первая продажа по контрольным точкам",
    "Шесть точек от знакомства до оплаты. На каждой узнают то, без чего дальше идти рано.",
    (
        ReadyStep(
            1,
            CALL,
            "Познакомиться: кто решает и что нужно",
            1,
            DAYS,
            (next_to("Точка пройдена", 2), no_answer(None), CALL_BACK, PAUSE, REFUSAL),
            ("{имя}, добрый день. {менеджер}, «{компания}».", "Что нужно решить? Кто принимает решение?"),
        ),
        ReadyStep(
            2,
            MEETING,
            "Показать решение",
            3,
            DAYS,
            (next_to("Точка пройдена", 3), next_to("Вернуться к потребности", 1, SAME), CALL_BACK, PAUSE, REFUSAL),
            asks=("amount",),
        ),
        ReadyStep(3, DOCUMENT, "Отправить предложение", 1, DAYS, (next_to("Отправили", 4, SAME), PAUSE)),
        ReadyStep(
            4,
            CALL,
            "Снять возражения",
            2,
            DAYS,
            (next_to("Возражения сняты", 5), next_to("Поправить предложение", 3, SAME), no_answer(None), CALL_BACK, PAUSE, REFUSAL),
        ),
        ReadyStep(
            5,
            CALL,
            "Согласовать срок и договор",
            1,
            DAYS,
            (next_to("Согласовали", 6), no_answer(None), CALL_BACK, PAUSE, REFUSAL),
            asks=("expected_on",),
        ),
        ReadyStep(
            6,
            CALL,
            "Узнать об оплате",
            2,
            DAYS,
            (
                ReadyResult("Оплата подтверждена", Effect.END, warmth=WARMER),
                ReadyResult("Ещё не платили", Effect.REPEAT, None, 2, DAYS, 5),
                CALL_BACK,
                PAUSE,
                REFUSAL,
            ),
        ),
    ),
)

READY = (LONG_TALKS, FAST_ANSWER, REMINDING, CONTROL_POINTS)
