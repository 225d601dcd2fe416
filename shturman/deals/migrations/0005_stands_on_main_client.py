from django.db import migrations

# A deal opened in the very moment when its client is merged into another one.
FORWARD = """
CREATE TRIGGER client_is_the_main_one BEFORE INSERT OR UPDATE OF client_id ON deals_deal
    FOR EACH ROW EXECUTE FUNCTION stands_on_main_client('client_id');
CREATE TRIGGER duplicate_is_the_main_one BEFORE INSERT OR UPDATE OF possible_duplicate_of_id ON deals_deal
    FOR EACH ROW EXECUTE FUNCTION stands_on_main_client('possible_duplicate_of_id');
CREATE TRIGGER person_is_the_main_one BEFORE INSERT ON deals_dealcontact
    FOR EACH ROW EXECUTE FUNCTION stands_on_main_client('person_id');
"""

BACK = """
DROP TRIGGER client_is_the_main_one ON deals_deal;
DROP TRIGGER duplicate_is_the_main_one ON deals_deal;
DROP TRIGGER person_is_the_main_one ON deals_dealcontact;
"""


class Migration(migrations.Migration):
    dependencies = [("deals", "0004_possible_duplicate"), ("clients", "0003_merging")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
