"""An open task stands on one who works here. Deferred, so that an action may set it and hand it over.

The member is read FOR SHARE: one who is leaving in this very moment is waited for. Without it a task that was set, or
opened again, while its assignee left stood on him unseen, and his deal lost its step with the next switch of its stage.
"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION open_task_has_a_worker() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM company_member WHERE id = NEW.assignee_id AND is_active AND NOT is_robot FOR SHARE;
    IF FOUND THEN
        RETURN NULL;
    END IF;
    PERFORM 1 FROM tasks_task WHERE id = NEW.id AND assignee_id = NEW.assignee_id
        AND completed_at IS NULL AND cancelled_at IS NULL AND deleted_at IS NULL;
    IF FOUND THEN
        RAISE EXCEPTION 'task % stands on a person who does not work here', NEW.id
            USING ERRCODE = '23514', CONSTRAINT = 'open_task_has_a_worker';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER open_task_has_a_worker
    AFTER INSERT OR UPDATE OF assignee_id, completed_at, cancelled_at, deleted_at ON tasks_task
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (NEW.completed_at IS NULL AND NEW.cancelled_at IS NULL AND NEW.deleted_at IS NULL)
    EXECUTE FUNCTION open_task_has_a_worker();
"""

BACK = """
DROP TRIGGER open_task_has_a_worker ON tasks_task;
DROP FUNCTION open_task_has_a_worker();
"""


class Migration(migrations.Migration):
    dependencies = [("tasks", "0002_next_step_always_exists")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
