"""What is measured: each screen by its address, and the bare SQL that answers the same question."""

from __future__ import annotations

from dataclasses import dataclass

SHELL, SHELL_PATH, SHELL_BAR = "Пустая страница (каркас)", "/keys/", 8

DEALS = """SELECT d.*, c.name, m.surname, s.name FROM deals_deal d
LEFT JOIN clients_client c ON c.id = d.client_id JOIN company_member m ON m.id = d.responsible_id JOIN deals_stage s ON s.id = d.stage_id
WHERE d.deleted_at IS NULL"""
COLUMN = f"{DEALS} AND d.stage_id = %(stage)s ORDER BY d.board_rank, d.id LIMIT 9"
OWN_COLUMN = f"{DEALS} AND d.stage_id = %(stage)s AND d.responsible_id = %(member)s ORDER BY d.board_rank, d.id LIMIT 9"
CHANGED_LAST = "ORDER BY d.changed_at DESC, d.id DESC LIMIT 51"
OPEN = f"{DEALS} AND d.closed_at IS NULL {CHANGED_LAST}"
OWN_OPEN = f"{DEALS} AND d.closed_at IS NULL AND d.responsible_id = %(member)s {CHANGED_LAST}"
OF_VIEW = f"{DEALS} AND d.closed_at IS NULL AND (d.own->>%(number)s)::numeric >= 100 {CHANGED_LAST}"
OWN_ON_STAGE = f"{DEALS} AND d.closed_at IS NULL AND d.stage_id = %(stage)s AND d.responsible_id = %(member)s {CHANGED_LAST}"
CLIENTS = """SELECT * FROM clients_client WHERE deleted_at IS NULL
AND search @@ to_tsquery('russian', %(surname)s) ORDER BY changed_at + interval '0' DESC, id DESC"""
BY_PHONE = """SELECT * FROM clients_client WHERE deleted_at IS NULL
AND id IN (SELECT client_id FROM clients_phone WHERE digits LIKE %(like)s) ORDER BY changed_at DESC, id DESC LIMIT 20"""
LOOKED = "SELECT card, card_id FROM journal_look WHERE by_id = %(member)s ORDER BY last_at DESC, id DESC LIMIT 100"
DAY = """SELECT * FROM tasks_task WHERE assignee_id = %(member)s AND completed_at IS NULL AND cancelled_at IS NULL
AND deleted_at IS NULL AND deadline < now() + interval '2 days' ORDER BY deadline"""
WEEK = """SELECT * FROM tasks_task WHERE assignee_id = %(member)s AND cancelled_at IS NULL AND deleted_at IS NULL
AND deadline >= date_trunc('week', now()) AND deadline < date_trunc('week', now()) + interval '7 days' ORDER BY deadline"""
MONTH = """SELECT responsible_id, outcome, count(*), sum(amount), sum(closed_at - created_at) FROM deals_deal
WHERE deleted_at IS NULL AND closed_at >= date_trunc('month', now()) AND outcome IN ('won', 'lost') GROUP BY 1, 2"""
TOTALS = """SELECT stage_id, count(*), sum(amount) FROM deals_deal
WHERE deleted_at IS NULL AND stage_id = ANY(%(stages)s) GROUP BY 1"""


@dataclass(frozen=True)
class Screen:
    """`bar_ms` is the p50 allowed at 100,000 deals on a quiet machine of two cores; `who` signs in as owner or manager."""

    title: str
    path: str
    bar_ms: float | None
    floor: str
    who: str = "owner"
    is_part: bool = False


SCREENS = (
    Screen(SHELL, SHELL_PATH, SHELL_BAR, "SELECT 1"),
    Screen("Доска", "/deals/", 30, COLUMN),
    Screen("Список сделок по изменению", "/deals/list/", 19, OPEN),
    Screen("Список по этапу и ответственному", "/deals/list/?stage={stage}&responsible={member}", 19, OWN_ON_STAGE),
    Screen("Вид с условиями и столбцами своих полей", "/deals/list/?{view}", 19, OF_VIEW),
    Screen("Карточка сделки", "/deals/{deal}/", 25, f"{DEALS} AND d.id = %(deal)s"),
    Screen("Поиск клиента по фамилии", "/search/?q=Петров{pair}", 20, f"{CLIENTS} LIMIT 20"),
    Screen("Поиск по части телефона", "/search/?q={digits}", 20, BY_PHONE),
    Screen("Подсказка при наборе", "/search/?q=Петров{pair}", 12, f"{CLIENTS} LIMIT 8", is_part=True),
    Screen("Палитра команд, первое открытие", "/palette/", 15, LOOKED, is_part=True),
    Screen("Навигатор", "/navigator/", 15, DAY, who="manager"),
    Screen("Календарь: неделя", "/tasks/calendar/", 25, WEEK, who="manager"),
    Screen("Календарь: дела недели", "/tasks/calendar/items/?from={monday}&to={sunday}", 25, WEEK, who="manager", is_part=True),
    Screen("Мой день", "/tasks/day/", 12, DAY, who="manager"),
    Screen("Рабочий стол", "/desktop/", 25, DAY, who="manager"),
    Screen("Рабочий стол владельца", "/desktop/", 25, DAY),
    Screen("Список сделок менеджера", "/deals/list/", 19, OWN_OPEN, who="manager"),
    Screen("Доска менеджера", "/deals/", 30, OWN_COLUMN, who="manager"),
    Screen("Отчёт за месяц", "/reports/", 40, MONTH),
    Screen("Итоги доски (отдельный запрос)", "/deals/totals/", None, TOTALS, is_part=True),
)
