"""A value of an own field is one of its kind: filters and sums cast it without asking."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION own_value_is_true(field fields_ownfield, card bigint, value jsonb) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
DECLARE
    kind text := jsonb_typeof(value);
    word text := value #>> '{}';
BEGIN
    CASE field.kind
        WHEN 'text' THEN RETURN kind = 'string' AND word <> '';
        WHEN 'number', 'money' THEN RETURN kind = 'string' AND word ~ '^-?[0-9]{1,12}([.][0-9]{1,4})?$';
        WHEN 'date' THEN RETURN kind = 'string' AND word ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' AND word::date IS NOT NULL;
        WHEN 'flag' THEN RETURN kind = 'boolean';
        WHEN 'choice' THEN
            RETURN kind = 'number' AND EXISTS (SELECT FROM fields_fieldchoice AS c WHERE c.id = word::bigint AND c.field_id = field.id);
        WHEN 'many' THEN
            RETURN kind = 'array' AND value <> '[]'::jsonb AND NOT EXISTS (
                SELECT FROM jsonb_array_elements_text(value) AS picked(id) WHERE NOT EXISTS (
                    SELECT FROM fields_fieldchoice AS c WHERE c.id = picked.id::bigint AND c.field_id = field.id));
        WHEN 'person' THEN RETURN kind = 'number' AND EXISTS (SELECT FROM company_member AS m WHERE m.id = word::bigint);
        WHEN 'file' THEN
            RETURN kind = 'number' AND EXISTS (
                SELECT FROM fields_ownfile AS f WHERE f.id = word::bigint AND f.field_id = field.id AND f.thing_id = card);
    END CASE;
EXCEPTION WHEN data_exception THEN
    RETURN false;
END $$;

CREATE FUNCTION own_values_are_true() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    given record;
    field fields_ownfield;
BEGIN
    FOR given IN SELECT key, value FROM jsonb_each(NEW.own) LOOP
        SELECT * INTO field FROM fields_ownfield AS f WHERE f.id::text = given.key AND f.thing = TG_ARGV[0];
        IF NOT FOUND OR own_value_is_true(field, NEW.id, given.value) IS NOT TRUE THEN
            RAISE EXCEPTION 'no value of own field %', given.key USING ERRCODE = '23514', CONSTRAINT = 'own_values_are_true';
        END IF;
    END LOOP;
    RETURN NULL;
END $$;
"""

BACK = """
DROP FUNCTION own_values_are_true();
DROP FUNCTION own_value_is_true(fields_ownfield, bigint, jsonb);
"""


class Migration(migrations.Migration):
    dependencies = [("fields", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
