from django.db import migrations

# A task set in the very moment when its client is merged into another one.
FORWARD = """
CREATE TRIGGER client_is_the_main_one BEFORE INSERT OR UPDATE OF client_id ON tasks_task
    FOR EACH ROW EXECUTE FUNCTION stands_on_main_client('client_id');
"""

BACK = "DROP TRIGGER client_is_the_main_one ON tasks_task;"


class Migration(migrations.Migration):
    dependencies = [("tasks", "0003_open_task_has_a_worker"), ("clients", "0003_merging")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
