"""The triggers by which a room's cards keep true values in their own fields: each room's migration sets up its own."""

from __future__ import annotations

from django.db.migrations import RunSQL

GUARD = """
CREATE TRIGGER own_values_are_true_at_first AFTER INSERT ON {table}
    FOR EACH ROW WHEN (NEW.own <> '{{}}'::jsonb) EXECUTE FUNCTION own_values_are_true('{thing}');
CREATE TRIGGER own_values_stay_true AFTER UPDATE OF own ON {table}
    FOR EACH ROW WHEN (NEW.own IS DISTINCT FROM OLD.own) EXECUTE FUNCTION own_values_are_true('{thing}');
ALTER TABLE {table} ADD CONSTRAINT {thing}_own_values_by_number CHECK (jsonb_typeof(own) = 'object');
"""
UNGUARD = """
ALTER TABLE {table} DROP CONSTRAINT {thing}_own_values_by_number;
DROP TRIGGER own_values_stay_true ON {table};
DROP TRIGGER own_values_are_true_at_first ON {table};
"""


def guard_own_values(table: str, thing: str) -> RunSQL:
    return RunSQL(GUARD.format(table=table, thing=thing), UNGUARD.format(table=table, thing=thing))
