"""The rows of the benchmark's company, step by step. `hashint4` scatters evenly and always the same way."""

MEMBER = "(%(members)s::bigint[])[1 + abs(hashint4({n}::int)) %% %(people)s]"
MOMENT = "now() - (abs(hashint4({n}::int)) %% 17000) * interval '1 hour' - interval '3 days'"

CLIENTS = f"""
INSERT INTO clients_client (kind, name, folded_name, surname, given_name, patronymic, job_title, legal_name, inn, kpp, ogrn, bank, bic,
    account, correspondent_account, address, industry, site, telegram, whatsapp, max_messenger, responsible_id, department_id,
    created_at, created_by_id, changed_at)
SELECT kind, name, lower(replace(name, 'ё', 'е')), '', '', '', '', '', inn, '', '', '', '', '', '', '', '', '', '', '', '',
    member.id, member.department_id, moment, %(owner)s, moment
FROM (
    SELECT n, CASE WHEN n %% 3 = 0 THEN 'organisation' ELSE 'person' END AS kind,
        CASE WHEN n %% 3 = 0 THEN 'ООО «Предприятие ' || n || '»'
            ELSE (%(surnames)s::text[])[1 + abs(hashint4(n)) %% cardinality(%(surnames)s::text[])]
                || chr(1072 + n %% 32) || chr(1072 + n / 32 %% 32) || 'ский '
                || (%(given_names)s::text[])[1 + abs(hashint4(n + 5)) %% cardinality(%(given_names)s::text[])] END AS name,
        CASE WHEN n %% 3 = 0 THEN lpad((7800000000 + n)::text, 10, '0') ELSE '' END AS inn,
        {MEMBER.format(n="n + 11")} AS member_id, {MOMENT.format(n="n + 3")} AS moment
    FROM generate_series(1, %(clients)s) AS n
) AS client JOIN company_member AS member ON member.id = client.member_id
"""

PHONES = """
INSERT INTO clients_phone (client_id, number, digits, extension, note, position)
SELECT id, '+79' || lpad((abs(hashint8(id)) %% 1000000000)::text, 9, '0'), '79' || lpad((abs(hashint8(id)) %% 1000000000)::text, 9, '0'), '', '', 0
FROM clients_client
"""

DEALS = f"""
INSERT INTO deals_deal (title, client_id, kind_id, funnel_id, stage_id, entered_stage_at, amount, responsible_id, department_id, registrar_id,
    expected_on, next_step_at, outcome, closed_at, closed_by_id, loss_reason_id, loss_words, board_rank, outer_key, created_at, created_by_id, changed_at, own)
SELECT 'Поставка ' || n, 1 + (SELECT min(id) - 1 FROM clients_client) + abs(hashint4(n + 1)) %% %(clients)s, %(kind)s, %(funnel)s,
    CASE WHEN is_open THEN (%(in_work)s::bigint[])[1 + abs(hashint4(n + 2)) %% 5] WHEN is_won THEN %(won)s ELSE %(lost)s END,
    moment + interval '10 days', (abs(hashint4(n + 4)) %% 3000) * 1000, member.id, member.department_id, member.id,
    CASE WHEN is_open THEN current_date + abs(hashint4(n)) %% 60 END,
    CASE WHEN is_open THEN now() + (abs(hashint4(n + 6)) %% 500 - 60) * interval '1 hour' END,
    CASE WHEN is_open THEN '' WHEN is_won THEN 'won' ELSE 'lost' END, CASE WHEN NOT is_open THEN moment + interval '10 days' END,
    CASE WHEN NOT is_open THEN member.id END,
    CASE WHEN NOT is_open AND NOT is_won THEN (%(reasons)s::bigint[])[1 + abs(hashint4(n + 8)) %% cardinality(%(reasons)s::bigint[])] END, '',
    -extract(epoch FROM moment), '', moment, member.id, moment + interval '11 days', {{own}}
FROM (
    SELECT n, abs(hashint4(n + 17)) %% 100 < 15 AS is_open, abs(hashint4(n + 9)) %% 100 < 55 AS is_won,
        {MEMBER.format(n="n")} AS member_id, {MOMENT.format(n="n + 13")} - interval '12 days' AS moment
    FROM generate_series(1, %(deals)s) AS n
) AS deal JOIN company_member AS member ON member.id = deal.member_id
"""

STAYS = """
INSERT INTO deals_stagestay (deal_id, stage_id, entered_at, left_at)
SELECT id, (%(in_work)s::bigint[])[1], created_at, CASE WHEN stage_id <> (%(in_work)s::bigint[])[1] THEN entered_stage_at END FROM deals_deal
UNION ALL
SELECT id, stage_id, entered_stage_at, NULL FROM deals_deal WHERE stage_id <> (%(in_work)s::bigint[])[1]
"""

TASKS = """
INSERT INTO tasks_task (kind, title, deal_id, client_id, assignee_id, author_id, created_at, due_at, deadline, is_important, is_formed,
    completed_at, completed_by_id, result)
SELECT (ARRAY['call', 'meeting', 'letter', 'document'])[1 + (deal.id + step) %% 4], 'Шаг ' || step || ' по сделке', deal.id, deal.client_id,
    deal.responsible_id, deal.responsible_id, deal.created_at, due_at, due_at, (deal.id + step) %% 9 = 0, step = 3,
    CASE WHEN is_done THEN due_at END, CASE WHEN is_done THEN deal.responsible_id END, CASE WHEN is_done THEN 'Поговорили' ELSE '' END
FROM deals_deal AS deal, generate_series(1, 3) AS step,
    LATERAL (SELECT step < 3 OR deal.closed_at IS NOT NULL AS is_done) AS done,
    LATERAL (SELECT CASE WHEN is_done THEN deal.created_at + step * interval '2 days' ELSE deal.next_step_at END AS due_at) AS due
"""

ENTRIES = """
INSERT INTO journal_entry (kind, happened_at, recorded_at, by_id, facts)
SELECT CASE WHEN step = 1 THEN 'deals.deal_opened' WHEN step %% 3 = 0 THEN 'deals.deal_moved' ELSE 'tasks.task_completed' END,
    moment, moment, responsible_id,
    CASE WHEN step = 1 THEN jsonb_build_object('deal_id', id, 'stage', 'Заявка принята', 'amount', amount)
        WHEN step %% 3 = 0 THEN jsonb_build_object('deal_id', id, 'from_stage', 'Заявка принята', 'to_stage', 'Потребность выяснена', 'days_on_stage', 2)
        ELSE jsonb_build_object('deal_id', id, 'task_id', 0, 'title', 'Позвонить', 'task_kind', 'call', 'result', 'Поговорили', 'was_late', false) END
FROM deals_deal, generate_series(1, 10) AS step, LATERAL (SELECT created_at + step * interval '20 hours' AS moment) AS at
"""

LINKS = """
INSERT INTO journal_link (entry_id, card, card_id, happened_at)
SELECT id, 'deal', (facts->>'deal_id')::bigint, happened_at FROM journal_entry WHERE facts ? 'deal_id'
"""

STEPS = (
    ("Клиенты", CLIENTS),
    ("Телефоны", PHONES),
    ("Сделки", DEALS),
    ("История этапов", STAYS),
    ("Задачи", TASKS),
    ("Журнал", ENTRIES),
    ("Ленты", LINKS),
)

# The oldest open deals of others, as many as the member lacks to `wanted`, go to him with their tasks and clients.
HANDED = """
WITH handed AS MATERIALIZED (
    SELECT id, client_id FROM deals_deal WHERE closed_at IS NULL AND responsible_id <> ALL(%(keeps)s)
    ORDER BY id LIMIT greatest(0, %(wanted)s - (SELECT count(*) FROM deals_deal WHERE closed_at IS NULL AND responsible_id = %(to)s))
), person AS (SELECT id, department_id FROM company_member WHERE id = %(to)s), tasks AS (
    UPDATE tasks_task SET assignee_id = %(to)s WHERE completed_at IS NULL AND deal_id IN (SELECT id FROM handed)
), clients AS (
    UPDATE clients_client SET responsible_id = %(to)s, department_id = person.department_id
    FROM person WHERE clients_client.id IN (SELECT client_id FROM handed)
)
UPDATE deals_deal SET responsible_id = %(to)s, department_id = person.department_id FROM person WHERE deals_deal.id IN (SELECT id FROM handed)
"""
