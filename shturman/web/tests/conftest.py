from __future__ import annotations

import pytest
from django.test import Client

from shturman.company.actions import found_company
from shturman.company.models import Member

PASSWORD = "маяк-курс-17"


@pytest.fixture
def owner(db: None) -> Member:
    return found_company(
        name="ООО «Балтвент»",
        surname="Преображенский",
        given_name="Николай",
        patronymic="Игоревич",
        login="owner",
        email="owner@baltvent.example",
        password=PASSWORD,
    )


@pytest.fixture
def browser(client: Client, owner: Member) -> Client:
    client.force_login(owner)
    return client
