import pytest

from shturman.clients.naming import kind_by_name


@pytest.mark.parametrize("name", ["ООО Ромашка", "«Прибой»", "Завод Прогресс плюс", "Школа № 3", "кафе у моря", "Гостиница Приморская"])
def test_a_firm_is_known_by_its_name(name: str) -> None:
    assert kind_by_name(name) == "organisation"


@pytest.mark.parametrize("name", ["Баранов Иван", "Школьников", "Анна", "Заводчикова Мария Петровна", "Ли", ""])
def test_a_person_is_a_person(name: str) -> None:
    assert kind_by_name(name) == "person"
