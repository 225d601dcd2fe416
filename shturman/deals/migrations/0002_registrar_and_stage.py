"""The registrar is written once; a deal stands on a stage of its own funnel and is closed exactly on closing stages."""

from django.db import migrations

FORWARD = """
ALTER TABLE deals_stage ADD CONSTRAINT stage_with_its_funnel UNIQUE (id, funnel_id);
ALTER TABLE deals_deal ADD CONSTRAINT deal_on_a_stage_of_its_funnel
    FOREIGN KEY (stage_id, funnel_id) REFERENCES deals_stage (id, funnel_id) DEFERRABLE INITIALLY DEFERRED;

CREATE FUNCTION registrar_is_written_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the registrar of deal % is written once', OLD.id
        USING ERRCODE = '23514', CONSTRAINT = 'registrar_is_written_once';
END $$;
CREATE TRIGGER registrar_is_written_once BEFORE UPDATE OF registrar_id ON deals_deal
    FOR EACH ROW WHEN (OLD.registrar_id IS DISTINCT FROM NEW.registrar_id)
    EXECUTE FUNCTION registrar_is_written_once();

CREATE FUNCTION deal_is_closed_by_its_stage() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE stage_kind text;
BEGIN
    SELECT kind INTO stage_kind FROM deals_stage WHERE id = NEW.stage_id;
    IF (NEW.closed_at IS NULL) <> (stage_kind = 'in_work') THEN
        RAISE EXCEPTION 'deal % on a stage of kind %', NEW.id, stage_kind
            USING ERRCODE = '23514', CONSTRAINT = 'deal_is_closed_by_its_stage';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER deal_is_closed_by_its_stage BEFORE INSERT OR UPDATE OF stage_id, closed_at ON deals_deal
    FOR EACH ROW EXECUTE FUNCTION deal_is_closed_by_its_stage();
"""

BACK = """
DROP TRIGGER deal_is_closed_by_its_stage ON deals_deal;
DROP FUNCTION deal_is_closed_by_its_stage();
DROP TRIGGER registrar_is_written_once ON deals_deal;
DROP FUNCTION registrar_is_written_once();
ALTER TABLE deals_deal DROP CONSTRAINT deal_on_a_stage_of_its_funnel;
ALTER TABLE deals_stage DROP CONSTRAINT stage_with_its_funnel;
"""


class Migration(migrations.Migration):
    dependencies = [("deals", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
