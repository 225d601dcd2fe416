import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from shturman.goods.models import Good
from shturman.imports.models import ImportRun
from shturman.world.story import Story
from shturman.world.tables import sales_tables


@pytest.fixture
def price_list(tmp_path: Path) -> Path:
    path = tmp_path / "прайс.csv"
    path.write_bytes(sales_tables(1).products)
    return path


def test_it_loads_a_file_by_its_mapping_and_reports(
    story: Story, price_list: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mapping = tmp_path / "mapping.json"
    mapping.write_text(json.dumps({"fields": {"product": "name", "sales_price": "price"}}), encoding="utf-8")
    call_command("import", "goods", str(price_list), "--map", str(mapping), "--by", "owner")
    assert "Загружено: новых 3, изменённых 0, прежних 0, не принято 0" in capsys.readouterr().out
    assert Good.objects.get(name="Pump Pro").price == 4821


def test_a_dry_run_reports_and_writes_nothing(story: Story, price_list: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("import", "goods", str(price_list), "--by", "owner", "--dry-run")
    assert "Будет: новых 3" in capsys.readouterr().out and not Good.objects.exists()


def test_it_undoes_by_number(story: Story, price_list: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("import", "goods", str(price_list), "--by", "owner")
    call_command("import", "--undo", str(ImportRun.objects.get().pk), "--by", "owner")
    assert "отменена. Возвращено: 3. Осталось в базе: 0" in capsys.readouterr().out and not Good.objects.exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["goods", "нет.csv", "--by", "owner"], "Файл не читается"),
        (["goods", "нет.csv", "--by", "nobody"], "Нет сотрудника"),
        (["--undo", "99", "--by", "owner"], "Нет загрузки"),
        (["goods", "--by", "owner"], "Назовите вид таблицы и файл"),
    ],
)
def test_it_says_in_one_line_what_is_wrong(story: Story, arguments: list[str], words: str) -> None:
    with pytest.raises(CommandError, match=words):
        call_command("import", *arguments)


def test_a_file_that_cannot_be_read_is_an_error_of_the_command(story: Story, tmp_path: Path) -> None:
    broken, mapping = tmp_path / "книга.csv", tmp_path / "mapping.json"
    broken.write_bytes(b"PK\x03\x04zip")
    mapping.write_text("{", encoding="utf-8")
    with pytest.raises(CommandError, match="Книга Excel"):
        call_command("import", "goods", str(broken), "--by", "owner")
    broken.write_bytes(b"product\nPump\n")
    with pytest.raises(CommandError, match="не JSON"):
        call_command("import", "goods", str(broken), "--map", str(mapping), "--by", "owner")


def test_a_manager_may_not(story: Story, price_list: Path) -> None:
    with pytest.raises(CommandError, match="Таблицы загружают руководители"):
        call_command("import", "goods", str(price_list), "--by", "anna")
