import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser

from shturman.clients.models import Client
from shturman.deals.models import Deal
from shturman.imports.jobs import load_table, undo_load
from shturman.imports.models import ImportRun
from shturman.imports.tests.tables import check_rows, load_rows, undo
from shturman.journal.models import Entry
from shturman.world.story import Story
from shturman.world.tables import table

HEADERS = ["Номер", "Название сделки", "Ответственный", "Этап сделки", "Бюджет, руб."]


@pytest.fixture
def owner(story: Story, client: Browser) -> Browser:
    client.force_login(story.owner)
    return client


def upload(browser: Browser, *rows: tuple[str, ...], kind: str = "deals") -> ImportRun:
    content = table(HEADERS, rows, separator=";", encoding="windows-1251")
    answer = browser.post("/imports/", {"kind": kind, "file": SimpleUploadedFile("сделки.csv", content)})
    run = ImportRun.objects.get()
    assert answer.headers["Location"] == f"/imports/{run.pk}/"
    return run


def test_the_empty_page_offers_the_first_step(story: Story, owner: Browser) -> None:
    page = owner.get("/imports/").text
    assert "Начните с сотрудников" in page and "К столбцам" in page and "Загруженные таблицы" not in page


def test_a_table_goes_from_the_file_to_the_base_by_screens(story: Story, owner: Browser) -> None:
    run = upload(owner, ("1", "Насосы", "Воскресенская Анна", "Туман", "12 500,50"), ("2", "Трубы", "Кто Такой", "", "1"))
    page = owner.get(f"/imports/{run.pk}/").text
    assert "Что в каком столбце" in page and "Насосы" in page and 'value="amount" selected' in page
    columns = {f"column-{place}": name for place, name in enumerate(["outer_key", "title", "responsible", "stage", "amount"])}
    owner.post(f"/imports/{run.pk}/columns/", columns)
    page = owner.get(f"/imports/{run.pk}/").text
    assert "В воронке нет этапа «Туман»" in page and "Слова файла и что они значат здесь" in page and "База их не знает" in page
    owner.post(f"/imports/{run.pk}/values/", {"value-stage-0": "Договор согласован"})
    assert "Загрузить 1 строку" in owner.get(f"/imports/{run.pk}/").text
    owner.post(f"/imports/{run.pk}/load/")
    assert "Таблица загружается" in owner.get(f"/imports/{run.pk}/").text and not Deal.objects.exists()
    load_table(Entry.objects.get(kind="imports.load_asked").pk)
    page = owner.get(f"/imports/{run.pk}/").text
    assert "Отменить загрузку" in page and Deal.objects.get().stage.name == "Договор согласован"
    assert "Насосы" in owner.get(f"/imports/{run.pk}/rows/?what=new").text
    owner.post(f"/imports/{run.pk}/undo/")
    undo_load(Entry.objects.get(kind="imports.load_undo_asked").pk)
    assert "Загрузка отменена" in owner.get(f"/imports/{run.pk}/").text and not Deal.objects.exists()


def test_progress_is_a_fragment_that_leads_to_the_result(story: Story, owner: Browser) -> None:
    run = upload(owner, ("1", "Насосы", "anna", "", "5"))
    owner.post(f"/imports/{run.pk}/columns/", {"column-0": "outer_key", "column-2": "responsible"})
    owner.post(f"/imports/{run.pk}/load/")
    part = owner.get(f"/imports/{run.pk}/progress/", headers={"HX-Request": "true"})
    assert "0 из 1 строк" in part.text and "<html" not in part.text
    load_table(Entry.objects.get(kind="imports.load_asked").pk)
    done = owner.get(f"/imports/{run.pk}/progress/", headers={"HX-Request": "true"})
    assert done.headers["HX-Redirect"] == f"/imports/{run.pk}/"


def test_refused_rows_are_given_back_as_a_file_that_may_be_loaded_again(story: Story, owner: Browser) -> None:
    run = check_rows("goods", "Товар;Цена", "=cmd|calc;много", "Насос;100", by=story.owner)
    answer = owner.get(f"/imports/{run.pk}/refused/")
    lines = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff")), delimiter=";"))
    assert lines == [["Товар", "Цена", "Почему не загружена"], ["'=cmd|calc", "много", "«много» — не сумма"]]
    assert "attachment" in answer.headers["Content-Disposition"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"PK\x03\x04zip", "Книга Excel"),
        (b"\x00\x01\x02", "файл другого вида"),
        ("Товар\n".encode(), "ни одной строки"),
        (b"", "Файл пуст"),
    ],
)
def test_a_file_that_is_no_table_is_answered_in_words(story: Story, owner: Browser, content: bytes, words: str) -> None:
    answer = owner.post("/imports/", {"kind": "goods", "file": SimpleUploadedFile("прайс.csv", content)})
    assert answer.status_code == 422 and words in answer.text and not ImportRun.objects.exists()


def test_a_mapping_that_cannot_work_is_shown_again_with_the_reason(story: Story, owner: Browser) -> None:
    run = upload(owner, ("1", "Насосы", "anna", "", "5"), kind="goods")
    answer = owner.post(f"/imports/{run.pk}/columns/", {"column-1": "price"})
    assert answer.status_code == 422 and "Выберите столбец: Название товара" in answer.text and 'value="price" selected' in answer.text


def test_a_manager_is_told_who_loads_and_sees_no_run(story: Story, client: Browser) -> None:
    run = load_rows("goods", "Товар", "Насос", by=story.owner)
    client.force_login(story.anna)
    page = client.get("/imports/")
    assert page.status_code == 403 and "передайте файл руководителю" in page.text
    for path in ("", "rows/", "refused/", "progress/"):
        assert client.get(f"/imports/{run.pk}/{path}").status_code == 404
    assert client.post(f"/imports/{run.pk}/undo/").status_code == 404


def test_a_head_sees_his_own_loads_and_no_staff_among_kinds(story: Story, client: Browser) -> None:
    run = load_rows("goods", "Товар", "Насос", by=story.owner)
    client.force_login(story.head)
    page = client.get("/imports/").text
    assert 'value="deals"' in page and 'value="members"' not in page
    assert client.get(f"/imports/{run.pk}/").status_code == 404


def test_an_undo_says_what_it_has_left(story: Story, owner: Browser) -> None:
    run = load_rows("organisations", "Название", "Ромашка", by=story.owner)
    story.deal(by=story.owner, client=Client.objects.get(name="Ромашка"))
    undo(run, story.owner)
    page = owner.get(f"/imports/{run.pk}/").text
    assert "Нельзя отменить" in page and f"/imports/{run.pk}/rows/?what=held" in page
    held = owner.get(f"/imports/{run.pk}/rows/?what=held").text
    assert "Ромашка" in held and "на это ссылаются другие записи" in held
    lines = owner.get(f"/imports/{run.pk}/rows/file/?what=held").text.splitlines()
    assert len(lines) == 2 and "Ромашка" in lines[1] and "на это ссылаются другие записи" in lines[1]


def test_the_result_names_what_came_along(story: Story, owner: Browser) -> None:
    run = load_rows("members", "ФИО;Отдел;Руководитель", "Орлов Пётр;Север;Белов Иван", by=story.owner)
    page = owner.get(f"/imports/{run.pk}/").text
    assert "Записано в базу" in page and "<dd>2</dd>" in page and "<dd>1</dd>" in page


def test_the_list_shows_loads_page_by_page(story: Story, owner: Browser) -> None:
    for number in range(52):
        check_rows("goods", "Товар", f"Насос {number}", by=story.owner)
    page = owner.get("/imports/")
    assert page.text.count("goods.csv") == 50 and page.context["next_url"]
    assert owner.get("/imports/" + page.context["next_url"]).text.count("goods.csv") == 2


def test_what_no_person_types_breaks_neither_a_load_nor_its_files(story: Story, owner: Browser) -> None:
    run = upload(owner, ("1", "Насосы", "Воскресенская Анна", "Туман", "1"))
    columns = {f"column-{place}": name for place, name in enumerate(["outer_key", "title", "responsible", "stage", "amount"])}
    owner.post(f"/imports/{run.pk}/columns/", columns)
    assert owner.post(f"/imports/{run.pk}/values/", {"value-stage-0": "Договор\0 согласован"}).status_code == 302
    assert owner.get(f"/imports/{run.pk}/rows/file/?what=a%0d%0aX").headers["Content-Disposition"].endswith(f'"new-{run.pk}.csv"')
