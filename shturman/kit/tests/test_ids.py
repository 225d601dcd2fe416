import json
from base64 import urlsafe_b64encode

import pytest

from shturman.company.models import Member
from shturman.kit.ids import row_id
from shturman.kit.keyset import Order, page

NOBODY = ["", None, "²", "٣", "-1", "1.0", "abc", "1\n", "\x00", "9" * 20, "9" * 5000, "true"]
CURSORS = ["!", "яяя", "MQ", [1], {"a": 1}, [[1], 1], [{}, {}], ["123", True], ["a\x00b", 1], ["NaN", 1], ["1", "²"], [1, "9" * 30]]


@pytest.mark.parametrize("text", NOBODY)
def test_it_takes_nothing_that_no_row_can_bear(text):
    assert row_id(text) is None


def test_it_reads_an_id():
    assert row_id("42") == 42 and row_id(42) == 42


@pytest.mark.django_db
@pytest.mark.parametrize("field", ["login", "date_joined", "department_id", "id"])
@pytest.mark.parametrize("cursor", CURSORS)
def test_it_shows_a_page_whatever_the_cursor(field, cursor):
    known = {column.attname for column in Member._meta.concrete_fields}
    order = Order(field if field in known else "id")
    written = cursor if isinstance(cursor, str) else urlsafe_b64encode(json.dumps(cursor).encode()).decode().rstrip("=")
    assert page(Member.objects.all(), order, written, 5).next_cursor == ""
