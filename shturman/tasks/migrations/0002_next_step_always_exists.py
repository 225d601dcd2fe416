"""Promise 1: no open deal without a next task. Deferred, so that an action may finish one task and set the next.

The deal's row is locked before its tasks are counted: without that, two sessions that each finish one of the last two
tasks would both commit. The stage and the assignee are read FOR SHARE, so that a stage switched to task-keeping, or a
member made inactive, meets the deals that are on their way in.
"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION require_next_step(checked_deal bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE stage_of_deal bigint;
BEGIN
    SELECT stage_id INTO stage_of_deal FROM deals_deal
        WHERE id = checked_deal AND closed_at IS NULL AND deleted_at IS NULL FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    PERFORM 1 FROM deals_stage WHERE id = stage_of_deal AND keeps_tasks AND kind = 'in_work' FOR SHARE;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    PERFORM 1 FROM tasks_task task JOIN company_member member ON member.id = task.assignee_id
        WHERE task.deal_id = checked_deal
          AND task.completed_at IS NULL AND task.cancelled_at IS NULL AND task.deleted_at IS NULL
          AND member.is_active AND NOT member.is_robot
        LIMIT 1 FOR SHARE OF member;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'deal % has no next step', checked_deal
            USING ERRCODE = '23514', CONSTRAINT = 'open_deal_has_a_next_step';
    END IF;
END $$;

CREATE FUNCTION task_leaves_a_next_step() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM require_next_step(OLD.deal_id);
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER task_leaves_a_next_step
    AFTER UPDATE OF deal_id, completed_at, cancelled_at, deleted_at, assignee_id OR DELETE ON tasks_task
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.deal_id IS NOT NULL)
    EXECUTE FUNCTION task_leaves_a_next_step();

CREATE FUNCTION deal_has_a_next_step() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM require_next_step(NEW.id);
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER deal_has_a_next_step
    AFTER INSERT OR UPDATE OF stage_id, closed_at, deleted_at ON deals_deal
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.closed_at IS NULL AND NEW.deleted_at IS NULL)
    EXECUTE FUNCTION deal_has_a_next_step();

CREATE FUNCTION stage_deals_have_next_steps() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM require_next_step(deal.id) FROM deals_deal deal
        WHERE deal.stage_id = NEW.id AND deal.closed_at IS NULL AND deal.deleted_at IS NULL
          AND NOT EXISTS (SELECT 1 FROM tasks_task task WHERE task.deal_id = deal.id
              AND task.completed_at IS NULL AND task.cancelled_at IS NULL AND task.deleted_at IS NULL);
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER stage_deals_have_next_steps
    AFTER UPDATE OF keeps_tasks, kind ON deals_stage
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.keeps_tasks)
    EXECUTE FUNCTION stage_deals_have_next_steps();

CREATE FUNCTION member_leaves_next_steps() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM require_next_step(task.deal_id) FROM tasks_task task
        WHERE task.assignee_id = NEW.id AND task.deal_id IS NOT NULL
          AND task.completed_at IS NULL AND task.cancelled_at IS NULL AND task.deleted_at IS NULL;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER member_leaves_next_steps
    AFTER UPDATE OF is_active, is_robot ON company_member
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NOT NEW.is_active OR NEW.is_robot)
    EXECUTE FUNCTION member_leaves_next_steps();

CREATE VIEW deals_without_next_step AS
    SELECT deal.id AS deal_id FROM deals_deal deal JOIN deals_stage stage ON stage.id = deal.stage_id
    WHERE deal.closed_at IS NULL AND deal.deleted_at IS NULL AND stage.keeps_tasks AND stage.kind = 'in_work'
      AND NOT EXISTS (
          SELECT 1 FROM tasks_task task JOIN company_member member ON member.id = task.assignee_id
          WHERE task.deal_id = deal.id AND task.completed_at IS NULL AND task.cancelled_at IS NULL
            AND task.deleted_at IS NULL AND member.is_active AND NOT member.is_robot);
"""

BACK = """
DROP VIEW deals_without_next_step;
DROP TRIGGER member_leaves_next_steps ON company_member;
DROP FUNCTION member_leaves_next_steps();
DROP TRIGGER stage_deals_have_next_steps ON deals_stage;
DROP FUNCTION stage_deals_have_next_steps();
DROP TRIGGER deal_has_a_next_step ON deals_deal;
DROP FUNCTION deal_has_a_next_step();
DROP TRIGGER task_leaves_a_next_step ON tasks_task;
DROP FUNCTION task_leaves_a_next_step();
DROP FUNCTION require_next_step(bigint);
"""


class Migration(migrations.Migration):
    dependencies = [("tasks", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
