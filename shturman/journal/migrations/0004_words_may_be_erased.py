from django.db import migrations

# A person's right to be forgotten stands above: words that people typed may be blanked, nothing else of an entry ever changes.
FORWARD = """
CREATE OR REPLACE FUNCTION journal_is_never_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND TG_TABLE_NAME = 'journal_entry' AND current_setting('shturman.erasing', true) = 'on' THEN
        IF ROW(NEW.id, NEW.kind, NEW.happened_at, NEW.recorded_at, NEW.by_id)
               IS NOT DISTINCT FROM ROW(OLD.id, OLD.kind, OLD.happened_at, OLD.recorded_at, OLD.by_id)
           AND (NEW.facts - ARRAY['title', 'result', 'reason', 'name', 'changes'])
               = (OLD.facts - ARRAY['title', 'result', 'reason', 'name', 'changes'])
           AND ARRAY(SELECT jsonb_object_keys(NEW.facts) ORDER BY 1) = ARRAY(SELECT jsonb_object_keys(OLD.facts) ORDER BY 1) THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'the journal is only added to' USING ERRCODE = '23514', CONSTRAINT = 'journal_is_never_changed';
END $$;
"""

BACK = """
CREATE OR REPLACE FUNCTION journal_is_never_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the journal is only added to' USING ERRCODE = '23514', CONSTRAINT = 'journal_is_never_changed';
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("journal", "0003_looks")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
