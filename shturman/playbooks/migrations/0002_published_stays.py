from django.db import migrations

# Deals are led by what is published: it is never changed, and results lead to steps of their own version.
GUARD = """
CREATE FUNCTION playbooks_published_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE changed bigint;
BEGIN
    IF TG_TABLE_NAME = 'playbooks_step' THEN
        changed := CASE WHEN TG_OP = 'DELETE' THEN OLD.version_id ELSE NEW.version_id END;
    ELSE
        SELECT version_id INTO changed FROM playbooks_step WHERE id = CASE WHEN TG_OP = 'DELETE' THEN OLD.step_id ELSE NEW.step_id END;
    END IF;
    IF EXISTS (SELECT FROM playbooks_version WHERE id = changed AND published_at IS NOT NULL) THEN
        RAISE EXCEPTION 'a published version is never changed' USING ERRCODE = 'check_violation';
    END IF;
    IF TG_TABLE_NAME = 'playbooks_result' AND TG_OP <> 'DELETE' THEN
        IF NEW.following_id IS NOT NULL AND NOT EXISTS (SELECT FROM playbooks_step WHERE id = NEW.following_id AND version_id = changed) THEN
            RAISE EXCEPTION 'a result leads to a step of its own version' USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER published_stays BEFORE INSERT OR UPDATE OR DELETE ON playbooks_step
    FOR EACH ROW EXECUTE FUNCTION playbooks_published_stays();
CREATE TRIGGER published_stays BEFORE INSERT OR UPDATE OR DELETE ON playbooks_result
    FOR EACH ROW EXECUTE FUNCTION playbooks_published_stays();
"""
UNGUARD = """
DROP TRIGGER published_stays ON playbooks_result;
DROP TRIGGER published_stays ON playbooks_step;
DROP FUNCTION playbooks_published_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("playbooks", "0001_initial")]
    operations = [migrations.RunSQL(GUARD, UNGUARD)]
