from django.db import migrations

FORWARD = """
CREATE FUNCTION journal_is_never_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the journal is only added to' USING ERRCODE = '23514', CONSTRAINT = 'journal_is_never_changed';
END $$;
CREATE TRIGGER entry_is_never_changed BEFORE UPDATE OR DELETE ON journal_entry
    FOR EACH ROW EXECUTE FUNCTION journal_is_never_changed();
CREATE TRIGGER link_is_never_changed BEFORE UPDATE OR DELETE ON journal_link
    FOR EACH ROW EXECUTE FUNCTION journal_is_never_changed();
"""

BACK = """
DROP TRIGGER link_is_never_changed ON journal_link;
DROP TRIGGER entry_is_never_changed ON journal_entry;
DROP FUNCTION journal_is_never_changed();
"""


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
