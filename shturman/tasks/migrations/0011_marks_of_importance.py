"""Importance stands in an item of the phone too; a client's tasks are found by indexes and marked in one order."""

from django.db import migrations

COLUMNS = "title, kind, due_at, due_on, minutes, deadline, completed_at, cancelled_at, deleted_at, assignee_id, deal_id, client_id"
TRIGGER = """
DROP TRIGGER mark_task_for_phone ON tasks_task;
CREATE TRIGGER mark_task_for_phone AFTER INSERT OR DELETE OR UPDATE OF {columns} ON tasks_task
    FOR EACH ROW EXECUTE FUNCTION mark_task_for_phone();
"""
OF_CLIENT = """
CREATE OR REPLACE FUNCTION mark_tasks_of_client_for_phone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO tasks_calendarmark (member_id, task_id, mark, returned)
        SELECT calendar.member_id, task.id, pg_current_xact_id()::text::bigint, 0
        FROM tasks_phonecalendar calendar JOIN tasks_task task ON task.assignee_id = calendar.member_id
        WHERE {where}
        {order}
        ON CONFLICT (member_id, task_id) DO UPDATE SET mark = EXCLUDED.mark;
    RETURN NULL;
END $$;
"""
BY_INDEXES = """task.id IN (
            SELECT id FROM tasks_task WHERE client_id = NEW.id
            UNION SELECT step.id FROM deals_deal deal JOIN tasks_task step ON step.deal_id = deal.id WHERE deal.client_id = NEW.id)"""
BY_EITHER = "task.client_id = NEW.id OR task.deal_id IN (SELECT id FROM deals_deal WHERE client_id = NEW.id)"


class Migration(migrations.Migration):
    dependencies = [("tasks", "0010_open_tasks_by_deadline")]
    operations = [
        migrations.RunSQL(TRIGGER.format(columns=f"{COLUMNS}, is_important"), TRIGGER.format(columns=COLUMNS)),
        migrations.RunSQL(OF_CLIENT.format(where=BY_INDEXES, order="ORDER BY task.id"), OF_CLIENT.format(where=BY_EITHER, order="")),
    ]
