"""What a session, a form and a page are guarded by, on an installation that people open by https."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from shturman.deals.actions import attach_file
from shturman.world.story import PASSWORD, Story

pytestmark = pytest.mark.django_db
OPEN_PAGES = ("/account/login/", "/account/password/reset/", "/account/password/reset/done/", "/start/invite/made-up/")


def signed_in(story: Story, **options: Any) -> Client:
    browser = Client(**options)
    browser.post("/account/login/", {"login": "anna", "password": PASSWORD})
    return browser


def in_production(code: str) -> str:
    environment = os.environ | {
        "SHTURMAN_URL": "https://crm.example.ru",
        "SHTURMAN_BEHIND_PROXY": "1",
        "SHTURMAN_HOSTS": "crm.example.ru",
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    for name in ("SHTURMAN_DEBUG", "DJANGO_ALLOW_ASYNC_UNSAFE"):
        environment.pop(name, None)
    done = subprocess.run([sys.executable, *code.split("|")], env=environment, capture_output=True, text=True, cwd=settings.REPOSITORY)
    return done.stdout + done.stderr if done.returncode else done.stdout


def test_the_check_of_an_installation_before_work_is_clean() -> None:
    assert "no issues" in in_production("-m|django|check|--deploy|--fail-level|WARNING")


def test_cookies_of_an_https_installation_go_by_https_alone() -> None:
    names = "SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SESSION_COOKIE_HTTPONLY, s.SECURE_SSL_REDIRECT, s.SECURE_HSTS_SECONDS > 0"
    assert in_production(f"-c|from django.conf import settings as s; print({{s.{names}}})").strip() == "{True}"


def test_cookies_are_out_of_reach_of_scripts_and_of_other_sites(story: Story) -> None:
    browser = signed_in(story)
    browser.get("/tasks/day/")
    for name in ("sessionid", "csrftoken", "shturman_browser"):
        assert browser.cookies[name]["httponly"] and browser.cookies[name]["samesite"] == "Lax", name


def test_the_session_changes_its_name_at_sign_in(story: Story) -> None:
    browser = Client()
    browser.get("/account/login/")
    browser.cookies["sessionid"] = "known-to-a-thief-known-to-a-thie"
    browser.post("/account/login/", {"login": "anna", "password": PASSWORD})
    assert browser.cookies["sessionid"].value != "known-to-a-thief-known-to-a-thie"


def test_a_form_of_another_site_changes_nothing(story: Story) -> None:
    browser = signed_in(story, enforce_csrf_checks=False)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = browser.cookies
    for path in ("/look/", "/account/security/sessions/end-others/", "/account/logout/"):
        assert strict.post(path, {"theme": "dark"}, headers={"Origin": "https://evil.example"}).status_code == 403
    assert browser.get("/keys/").status_code == 200


@pytest.mark.parametrize("path", [*OPEN_PAGES, "/tasks/day/", "/account/security/", "/keys/"])
def test_pages_run_only_what_the_house_serves_and_stand_in_no_frame(story: Story, path: str) -> None:
    browser = Client() if path in OPEN_PAGES else signed_in(story)
    answer = browser.get(path)
    policy = answer.headers["Content-Security-Policy"]
    assert "script-src 'self';" in policy and "style-src 'self';" in policy and "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy and answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["X-Content-Type-Options"] == "nosniff" and answer.headers["Referrer-Policy"] == "same-origin"
    page = answer.content.decode()
    assert " style=" not in page and " onclick=" not in page and "javascript:" not in page
    assert all(script.startswith(" src=") or 'type="application/json"' in script[:60] for script in page.split("<script")[1:])


def test_what_was_uploaded_is_given_to_keep_and_never_runs(story: Story) -> None:
    deal = story.deal()
    file = attach_file(deal, SimpleUploadedFile("page.html", b"<script>alert(1)</script>", "text/html"), by=story.anna)
    answer = signed_in(story).get(f"/deals/{deal.pk}/files/{file.pk}/")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment") and answer.headers["X-Content-Type-Options"] == "nosniff"


def test_pages_of_a_person_are_not_kept_by_anybody_on_the_way(story: Story) -> None:
    assert "no-store" in signed_in(story).get("/account/2fa/recovery-codes/").headers.get("Cache-Control", "no-store")
    assert "no-store" in Client().get("/account/login/").headers["Cache-Control"]
