from pathlib import Path

import pytest

from shturman.kit import catalogues
from shturman.kit.catalogues import Room

PAGE = """
{% load i18n %}
  <h1>{% translate "Open deals" %}</h1>
      {% blocktranslate count number=deals trimmed %}
        {{ number }} deal
      {% plural %}
        {{ number }} deals
      {% endblocktranslate %}
   <p title="{% translate "It's late" %}">don't "break" on quotes</p>
"""
CODE = """
from django.utils.translation import gettext_lazy as _, pgettext
name = _("name")
may = pgettext("month", "May")
"""


@pytest.fixture
def room(tmp_path: Path) -> Room:
    folder = tmp_path / "deals"
    (folder / "templates").mkdir(parents=True)
    (folder / "apps.py").write_text("")
    (folder / "templates" / "page.html").write_text(PAGE)
    (folder / "models.py").write_text(CODE)
    return Room(folder)


def translate(room: Room, translations: dict) -> None:
    catalogue = room.brought_up_to_date()
    for message in catalogue:
        message.string = translations.get(message.id, message.string)
    room.write(catalogue)


WHOLE = {
    "name": "название",
    "May": "май",
    "Open deals": "Открытые сделки",
    "It's late": "Поздно",
    ("%(number)s deal", "%(number)s deals"): ("%(number)s сделка", "%(number)s сделки", "%(number)s сделок"),
}


def test_it_finds_texts_in_code_and_templates(room: Room):
    said = {message.id: message.context for message in room.said() if message.id}
    assert set(said) == set(WHOLE)
    assert said["May"] == "month"


def test_it_names_what_has_no_translation(room: Room):
    translate(room, {text: russian for text, russian in WHOLE.items() if text != "name"})
    assert list(catalogues.faults(room)) == ["deals: «name» has no translation"]


def test_it_is_silent_about_a_complete_catalogue(room: Room):
    translate(room, WHOLE)
    assert list(catalogues.faults(room)) == []


def test_it_refuses_two_plural_forms_of_three(room: Room):
    translate(room, WHOLE | {("%(number)s deal", "%(number)s deals"): ("%(number)s сделка", "%(number)s сделки", "")})
    assert "has no translation" in next(catalogues.faults(room))


def test_it_refuses_a_translation_that_loses_a_value(room: Room):
    (room.folder / "models.py").write_text('_("%(name)s won")')
    (room.folder / "templates" / "page.html").unlink()
    translate(room, {"%(name)s won": "%(nam)s: победа"})
    assert list(catalogues.faults(room))


def test_it_forgets_what_is_said_no_longer(room: Room):
    translate(room, WHOLE)
    (room.folder / "models.py").unlink()
    room.write(room.brought_up_to_date())
    assert "название" not in room.po.read_text()


def test_it_writes_the_same_file_again(room: Room):
    translate(room, WHOLE)
    before = room.po.read_bytes()
    room.write(room.brought_up_to_date())
    assert room.po.read_bytes() == before
    assert b"Creation-Date" not in before


def test_it_borrows_a_translation_of_another_room(room: Room, tmp_path: Path):
    translate(room, WHOLE)
    (tmp_path / "tasks").mkdir()
    (tmp_path / "tasks" / "models.py").write_text('_("name")')
    other = Room(tmp_path / "tasks").brought_up_to_date()
    catalogues.borrow([room.catalogue(), other])
    assert other["name"].string == "название"


def test_it_notices_one_text_said_with_a_number_and_without(room: Room):
    (room.folder / "models.py").write_text('_("more")\nngettext("more", "more", count)')
    assert "with a number and without" in next(catalogues.faults(room))


def test_it_notices_one_text_with_two_translations(room: Room, tmp_path: Path):
    translate(room, WHOLE)
    (tmp_path / "tasks").mkdir()
    (tmp_path / "tasks" / "models.py").write_text('_("name")')
    tasks = Room(tmp_path / "tasks")
    translate(tasks, {"name": "имя"})
    assert "differently" in next(catalogues.disagreements([room, tasks]))
