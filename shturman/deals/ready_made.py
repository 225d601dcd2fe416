"""What works out of the box: one funnel whose stages carry a result, their typical tasks, the reasons of refusals.

Russian on purpose: these are the company's own rows from the first minute, renamed like any other.
"""

from __future__ import annotations

from dataclasses import dataclass

from shturman.deals.gates import OTHER_REASON
from shturman.deals.models import Stage
from shturman.deals.models.funnel import TaskKind

FUNNEL = "Продажи"
DEAL_KIND = "Продажа"
IN_WORK, PHASE = Stage.Kind.IN_WORK, Stage.Phase


@dataclass(frozen=True)
class ReadyTask:
    kind: str
    title: str
    due_in_days: int = 1


@dataclass(frozen=True)
class ReadyStage:
    name: str
    kind: str
    phase: str
    colour: str
    probability: int
    longest_stay_days: int | None = None
    description: str = ""
    tasks: tuple[ReadyTask, ...] = ()


STAGES = (
    ReadyStage(
        "Заявка принята",
        IN_WORK,
        PHASE.LEAD,
        "sky",
        10,
        3,
        "Клиент обратился, мы знаем, как с ним связаться. Дальше — узнать, что ему нужно.",
        (
            ReadyTask(TaskKind.CALL, "Позвонить и выяснить потребность", 0),
            ReadyTask(TaskKind.CALL, "Договориться о следующем шаге"),
        ),
    ),
    ReadyStage(
        "Потребность выяснена",
        IN_WORK,
        PHASE.IN_WORK,
        "blue",
        30,
        7,
        "Записано, что, к какому сроку и на какие деньги нужно клиенту.",
        (ReadyTask(TaskKind.DOCUMENT, "Подготовить предложение"), ReadyTask(TaskKind.MEETING, "Провести встречу", 3)),
    ),
    ReadyStage(
        "Предложение отправлено",
        IN_WORK,
        PHASE.IN_WORK,
        "violet",
        50,
        14,
        "Клиент получил предложение с ценой и сроком.",
        (ReadyTask(TaskKind.CALL, "Узнать решение по предложению", 2), ReadyTask(TaskKind.CALL, "Ответить на вопросы по предложению")),
    ),
    ReadyStage(
        "Договор согласован",
        IN_WORK,
        PHASE.IN_WORK,
        "plum",
        75,
        14,
        "Условия приняты обеими сторонами, правок больше нет.",
        (ReadyTask(TaskKind.DOCUMENT, "Отправить договор на подпись"), ReadyTask(TaskKind.CALL, "Узнать, подписан ли договор", 2)),
    ),
    ReadyStage(
        "Счёт выставлен",
        IN_WORK,
        PHASE.PAYMENT,
        "amber",
        90,
        10,
        "Счёт у клиента, срок оплаты назван.",
        (ReadyTask(TaskKind.CALL, "Узнать об оплате счёта", 3),),
    ),
    ReadyStage("Оплата получена", Stage.Kind.WON, PHASE.DONE, "green", 100, None, "Деньги пришли, клиента берут в работу."),
    ReadyStage("Клиент отказался", Stage.Kind.LOST, PHASE.REFUSAL, "brick", 0, None, "Клиент решил не покупать у нас. Причина записана."),
    ReadyStage("Обращение не по адресу", Stage.Kind.NON_TARGET, PHASE.REFUSAL, "slate", 0, None, "Нужно не то, что мы продаём."),
    ReadyStage("Отложено в архив", Stage.Kind.ARCHIVE, PHASE.REFUSAL, "slate", 0, None, "Вернёмся, когда клиент напомнит о себе."),
)

LOSS_REASONS = (
    "Дорого",
    "Выбрали другого поставщика",
    "Не устроил срок",
    "Покупка отменена или отложена",
    "Не удалось связаться",
    "Не подошёл товар",
    "Не наш клиент",
    OTHER_REASON,
)
