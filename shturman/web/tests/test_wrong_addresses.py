"""What people paste, cut short or make up in the address bar never breaks a page."""

import pytest

pytestmark = pytest.mark.django_db

WRONG = ["²", "9" * 20, "9" * 5000, "-1", "%00", "abc"]
ASKED = [
    "/deals/?funnel=",
    "/deals/?at=",
    "/deals/?responsible=",
    "/deals/?good=",
    "/deals/?reached=",
    "/deals/?left=",
    "/deals/?client=",
    "/deals/list/?stage=",
    "/deals/list/?cursor=",
    "/deals/list/total/?funnel=",
    "/deals/open/?client=",
    "/deals/open/?funnel=",
    "/clients/?tag=",
    "/clients/?responsible=",
    "/clients/?industry=",
    "/clients/total/?industry=",
    "/company/?q=",
    "/clients/add/?employer=",
    "/clients/twins/?apart_from=",
    "/clients/duplicates/?before=",
    "/clients/merge/?id=",
    "/clients/merges/?cursor=",
    "/tasks/?who=",
    "/tasks/set/?deal=",
    "/tasks/set/?client=",
    "/reports/?period=",
    "/reports/?by=goods&good=",
    "/reports/?funnel=",
    "/search/?q=",
    "/mail/letters/?cursor=",
    "/mail/letters/?state=",
    "/account/journal/?cursor=",
]


@pytest.mark.parametrize("address", ASKED)
def test_it_answers_a_made_up_address(browser, address):
    for wrong in WRONG:
        assert browser.get(address + wrong).status_code in (200, 404)


def test_it_finds_no_undo_of_a_made_up_entry(browser):
    for entry in ["", "²", "9" * 20, "\x00"]:
        assert browser.post("/undo/", {"entry": entry}).status_code == 404
