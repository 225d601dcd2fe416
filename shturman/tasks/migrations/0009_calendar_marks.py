"""Which item of a phone's calendar changed in which transaction.

A plain sequence would lose a change whose transaction began early and committed late. A mark is the number of the
transaction itself, and a phone is given the number below which no transaction is running: whatever commits later is above it.
Of members without a phone nothing is written: one look into an index of a few rows.
"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION mark_task_for_phone() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE changed tasks_task;
BEGIN
    IF TG_OP = 'DELETE' THEN changed := OLD; ELSE changed := NEW; END IF;
    INSERT INTO tasks_calendarmark (member_id, task_id, mark, returned)
        SELECT calendar.member_id, changed.id, pg_current_xact_id()::text::bigint, 0 FROM tasks_phonecalendar calendar
        WHERE calendar.member_id = changed.assignee_id
        ON CONFLICT (member_id, task_id) DO UPDATE SET mark = EXCLUDED.mark;
    IF TG_OP = 'UPDATE' THEN
        IF OLD.assignee_id <> NEW.assignee_id THEN
            INSERT INTO tasks_calendarmark (member_id, task_id, mark, returned)
                SELECT calendar.member_id, OLD.id, pg_current_xact_id()::text::bigint, 0 FROM tasks_phonecalendar calendar
                WHERE calendar.member_id = OLD.assignee_id
                ON CONFLICT (member_id, task_id) DO UPDATE SET mark = EXCLUDED.mark;
        END IF;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER mark_task_for_phone
    AFTER INSERT OR DELETE OR UPDATE OF title, kind, due_at, due_on, minutes, deadline, completed_at, cancelled_at, deleted_at,
        assignee_id, deal_id, client_id ON tasks_task
    FOR EACH ROW EXECUTE FUNCTION mark_task_for_phone();

CREATE FUNCTION mark_reminder_for_phone() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE reminded bigint;
BEGIN
    IF TG_OP = 'DELETE' THEN reminded := OLD.task_id; ELSE reminded := NEW.task_id; END IF;
    INSERT INTO tasks_calendarmark (member_id, task_id, mark, returned)
        SELECT calendar.member_id, task.id, pg_current_xact_id()::text::bigint, 0
        FROM tasks_task task JOIN tasks_phonecalendar calendar ON calendar.member_id = task.assignee_id WHERE task.id = reminded
        ON CONFLICT (member_id, task_id) DO UPDATE SET mark = EXCLUDED.mark;
    RETURN NULL;
END $$;
CREATE TRIGGER mark_reminder_for_phone
    AFTER INSERT OR DELETE OR UPDATE OF before_minutes, at ON tasks_reminder
    FOR EACH ROW EXECUTE FUNCTION mark_reminder_for_phone();

-- Whom a task is about stands in its title on the phone; a name that was erased by law must leave the phones too.
CREATE FUNCTION mark_tasks_of_client_for_phone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO tasks_calendarmark (member_id, task_id, mark, returned)
        SELECT calendar.member_id, task.id, pg_current_xact_id()::text::bigint, 0
        FROM tasks_phonecalendar calendar JOIN tasks_task task ON task.assignee_id = calendar.member_id
        WHERE task.client_id = NEW.id OR task.deal_id IN (SELECT id FROM deals_deal WHERE client_id = NEW.id)
        ON CONFLICT (member_id, task_id) DO UPDATE SET mark = EXCLUDED.mark;
    RETURN NULL;
END $$;
CREATE TRIGGER mark_tasks_of_client_for_phone AFTER UPDATE OF name ON clients_client
    FOR EACH ROW WHEN (OLD.name <> NEW.name) EXECUTE FUNCTION mark_tasks_of_client_for_phone();

CREATE FUNCTION mark_tasks_of_deal_for_phone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO tasks_calendarmark (member_id, task_id, mark, returned)
        SELECT calendar.member_id, task.id, pg_current_xact_id()::text::bigint, 0
        FROM tasks_phonecalendar calendar JOIN tasks_task task ON task.assignee_id = calendar.member_id WHERE task.deal_id = NEW.id
        ON CONFLICT (member_id, task_id) DO UPDATE SET mark = EXCLUDED.mark;
    RETURN NULL;
END $$;
CREATE TRIGGER mark_tasks_of_deal_for_phone AFTER UPDATE OF title, client_id ON deals_deal
    FOR EACH ROW WHEN (OLD.title <> NEW.title OR OLD.client_id IS DISTINCT FROM NEW.client_id)
    EXECUTE FUNCTION mark_tasks_of_deal_for_phone();
"""

BACK = """
DROP TRIGGER mark_tasks_of_deal_for_phone ON deals_deal;
DROP FUNCTION mark_tasks_of_deal_for_phone();
DROP TRIGGER mark_tasks_of_client_for_phone ON clients_client;
DROP FUNCTION mark_tasks_of_client_for_phone();
DROP TRIGGER mark_reminder_for_phone ON tasks_reminder;
DROP FUNCTION mark_reminder_for_phone();
DROP TRIGGER mark_task_for_phone ON tasks_task;
DROP FUNCTION mark_task_for_phone();
"""


class Migration(migrations.Migration):
    dependencies = [("tasks", "0008_internet_calendars")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
