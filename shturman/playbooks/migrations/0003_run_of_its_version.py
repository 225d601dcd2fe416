from django.db import migrations

# A run stands on a step of its own version, and what is published is neither taken back nor deleted.
GUARD = """
ALTER TABLE playbooks_step ADD CONSTRAINT step_with_its_version UNIQUE (id, version_id);
ALTER TABLE playbooks_run ADD CONSTRAINT run_stands_on_its_version
    FOREIGN KEY (step_id, version_id) REFERENCES playbooks_step (id, version_id) DEFERRABLE INITIALLY DEFERRED;
CREATE FUNCTION playbooks_version_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a published version is never changed' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER published_version_stays BEFORE UPDATE OR DELETE ON playbooks_version
    FOR EACH ROW WHEN (OLD.published_at IS NOT NULL) EXECUTE FUNCTION playbooks_version_stays();
"""
UNGUARD = """
DROP TRIGGER published_version_stays ON playbooks_version;
DROP FUNCTION playbooks_version_stays();
ALTER TABLE playbooks_run DROP CONSTRAINT run_stands_on_its_version;
ALTER TABLE playbooks_step DROP CONSTRAINT step_with_its_version;
"""


class Migration(migrations.Migration):
    dependencies = [("playbooks", "0002_published_stays")]
    operations = [migrations.RunSQL(GUARD, UNGUARD)]
