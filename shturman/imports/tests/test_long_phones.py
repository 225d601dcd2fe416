from shturman.clients.models import Client
from shturman.imports.actions import carry_out_load, check_table, keep_table, start_load
from shturman.imports.models import ImportRun
from shturman.imports.tests.tables import table
from shturman.world.story import Story

SEVERAL = "8(812)300-10-00 8(812)300-10-01"


def test_a_cell_of_several_phones_gives_each_and_one_of_no_phone_refuses_its_row_alone(committed_story: Story) -> None:
    rows = [("ООО Раз", "+7 812 555-10-00"), ("ООО Два", SEVERAL), ("ООО Три", f"{SEVERAL} 8(812)300")]
    run = keep_table("organisations", "т.csv", table(("Название", "Телефон"), rows, separator=";"), by=committed_story.owner)
    carry_out_load(start_load(check_table(run, by=committed_story.owner), by=committed_story.owner))
    loaded = {client.name: client.phones.count() for client in Client.objects.all()}
    assert loaded == {"ООО Раз": 1, "ООО Два": 2}
    assert "больше цифр" in ImportRun.objects.get(pk=run.pk).refused_rows.get().reason
