"""A deleted session tells the live events at once, by whatever road the sign-in ended."""

from django.db import migrations

TELL = """
CREATE FUNCTION tell_of_sign_out() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('shturman_sign_outs', encode(sha256(OLD.session_key::bytea), 'hex'));
    RETURN OLD;
END $$;
CREATE TRIGGER tell_of_sign_out AFTER DELETE ON django_session FOR EACH ROW EXECUTE FUNCTION tell_of_sign_out();
"""
FORGET = """
DROP TRIGGER tell_of_sign_out ON django_session;
DROP FUNCTION tell_of_sign_out();
"""


class Migration(migrations.Migration):
    dependencies = [("sessions", "0001_initial")]
    operations = [migrations.RunSQL(TELL, FORGET)]
