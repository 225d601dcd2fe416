"""A notice of the browser: readable for that browser alone, signed by this house, pressed without a sign-in."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import http_ece
import pytest
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from django.conf import settings as house_settings
from django.contrib.staticfiles import finders
from django.core import signing
from django.test import Client as Browser
from django.utils import timezone

from shturman.kit.errors import Refused
from shturman.messaging.actions import add_browser, remind_and_deliver, snooze_card
from shturman.messaging.channels.push import Browser as Subscribed
from shturman.messaging.channels.push import is_outside, public_key
from shturman.messaging.models import Delivery, PushSubscription, Wishes
from shturman.messaging.push_tokens import SALT, token_of
from shturman.messaging.tests.gateways import BrowserKeys, Service, closed_port, plain64, served
from shturman.tasks.actions import Asked, NewTask, set_task_reminding
from shturman.tasks.due import Due
from shturman.tasks.models import Reminder, Task
from shturman.world.story import Story


@pytest.fixture(autouse=True)
def within_network(settings: Any) -> None:
    settings.PUSH_WITHIN_NETWORK = True
    settings.GATEWAY_PATIENCE_SECONDS = 1


@pytest.fixture
def service() -> Iterator[Service]:
    with served(lambda asked: (201, b"")) as service:
        yield service


KEYS = BrowserKeys()


def subscribe(story: Story, address: str, name: str = "one") -> PushSubscription:
    given = Subscribed(f"{address}/push/{name}", KEYS.p256dh, plain64(KEYS.auth))
    return add_browser(given, "Chrome, Windows", by=story.anna)


def fire(story: Story, **wishes: Any) -> Task:
    """Its reminder is due now."""
    Wishes.objects.update_or_create(member=story.anna, defaults={"is_quiet": False, **wishes})
    new = NewTask("Позвонить Ёлкину", Due(at=timezone.now() + timedelta(hours=1)), story.anna)
    task = set_task_reminding(new, Asked((10,)), by=story.anna)
    Reminder.objects.filter(task=task).update(due_at=timezone.now())
    remind_and_deliver()
    return task


def pushed() -> Delivery:
    return Delivery.objects.get(channel="push")


def decrypted(body: bytes) -> dict[str, Any]:
    return json.loads(http_ece.decrypt(body, private_key=KEYS.private, auth_secret=KEYS.auth, version="aes128gcm"))


def test_it_is_read_by_that_browser_alone_and_signed_by_this_house(story: Story, service: Service) -> None:
    subscribe(story, service.address)
    task = fire(story)
    (asked,) = service.asked
    notice = decrypted(asked.body)
    assert notice["title"] == "Позвонить Ёлкину"
    assert [action["title"] for action in notice["actions"]] == ["Готово", "Через 15 минут", "Открыть"]
    assert notice["open"] == f"/tasks/{task.pk}/" and notice["done"] == f"/tasks/{task.pk}/complete/"
    assert pushed().state == "sent"
    claims = verified(asked.headers["authorization"])
    assert claims["aud"] == service.address and claims["sub"] == "mailto:owner@baltvent.example"
    assert claims["exp"] > timezone.now().timestamp()


def verified(authorization: str) -> dict[str, Any]:
    """RFC 8292: the signature fits the public half that browsers have been given."""
    facts = dict(part.strip().split("=", 1) for part in authorization.removeprefix("vapid ").split(","))
    assert facts["k"] == public_key(house_settings.PUSH_KEY)
    head, body, signature = facts["t"].split(".")
    octets = decoded(signature)
    pair = encode_dss_signature(int.from_bytes(octets[:32], "big"), int.from_bytes(octets[32:], "big"))
    key = EllipticCurvePublicKey.from_encoded_point(SECP256R1(), decoded(facts["k"]))
    key.verify(pair, f"{head}.{body}".encode(), ECDSA(SHA256()))
    return json.loads(decoded(body))


def decoded(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_is_no_more_is_forgotten(story: Story, service: Service, status: int) -> None:
    subscribe(story, service.address)
    service.answer = lambda asked: (status, b"")
    fire(story)
    assert pushed().state == "failed" and "больше не принимает" in pushed().answer
    assert not PushSubscription.objects.exists()


def test_one_live_browser_of_two_is_enough(story: Story, service: Service) -> None:
    subscribe(story, service.address, "dead")
    subscribe(story, service.address, "live")
    service.answer = lambda asked: (410, b"") if asked.path.endswith("dead") else (201, b"")
    fire(story)
    assert pushed().state == "sent"
    assert [row.endpoint.rsplit("/", 1)[1] for row in PushSubscription.objects.all()] == ["live"]


def test_a_busy_service_is_asked_again_and_a_silent_one_is_not(story: Story, service: Service) -> None:
    subscribe(story, service.address)
    service.answer = lambda asked: (503, b"")
    fire(story)
    assert pushed().state == "queued"
    service.answer = lambda asked: None
    Delivery.objects.update(due_at=timezone.now())
    remind_and_deliver()
    assert pushed().state == "unknown"
    asked = len(service.asked)
    remind_and_deliver()
    assert len(service.asked) == asked


def test_a_service_that_cannot_be_reached_is_tried_later(story: Story) -> None:
    subscribe(story, f"http://127.0.0.1:{closed_port()}")
    fire(story)
    assert pushed().state == "queued" and pushed().attempts == 1


def test_when_push_has_left_the_unseen_card_asks_for_no_letter(story: Story, service: Service) -> None:
    subscribe(story, service.address)
    fire(story)
    assert Delivery.objects.get(channel="page").next_at is None


def test_an_address_within_the_network_is_no_push_service(story: Story, settings: Any) -> None:
    settings.PUSH_WITHIN_NETWORK = False
    for address in ("http://127.0.0.1:9", "https://127.0.0.1", "https://10.0.0.5", "https://[::1]", "ftp://example.org", "no address"):
        assert not is_outside(address)
        with pytest.raises(Refused):
            subscribe(story, address)


def test_a_browser_is_switched_on_and_off_in_my_reminders(story: Story, client: Browser) -> None:
    client.force_login(story.anna)
    given = {"endpoint": "http://push.example/1", "keys": {"p256dh": KEYS.p256dh, "auth": plain64(KEYS.auth)}}
    answer = client.post("/reminders/push/", {"subscription": json.dumps(given)}, headers={"User-Agent": "Mozilla Windows Chrome/140"})
    assert answer.status_code == 204
    row = PushSubscription.objects.get()
    assert "Chrome, Windows" in client.get("/reminders/mine/").text
    client.force_login(story.boris)
    assert client.post(f"/reminders/push/{row.pk}/end/").status_code == 404
    client.force_login(story.anna)
    client.post(f"/reminders/push/{row.pk}/end/")
    assert not PushSubscription.objects.exists()
    assert client.post("/reminders/push/", {"subscription": "{}"}).status_code == 422


def test_a_press_on_the_notice_puts_the_task_off_once(story: Story, service: Service, client: Browser) -> None:
    subscribe(story, service.address)
    task = fire(story)
    token = decrypted(service.asked[0].body)["token"]
    assert client.post("/reminders/push/shown/", {"token": token}).status_code == 204
    assert pushed().state == "shown"
    assert client.post("/reminders/push/snooze/", {"token": token}).status_code == 204
    assert Reminder.objects.filter(task=task, is_snoozed=True).count() == 1
    assert client.post("/reminders/push/snooze/", {"token": token}).status_code == 409
    assert not Delivery.objects.on_page(story.anna)


def test_a_forged_or_old_token_does_nothing(story: Story, service: Service, client: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    subscribe(story, service.address)
    fire(story)
    token = token_of(pushed())
    foreign = signing.dumps([pushed().pk, story.boris.pk], salt=SALT)
    for bad in ("", "слово", token[:-1] + ("A" if token[-1] != "A" else "B"), foreign):
        assert client.post("/reminders/push/snooze/", {"token": bad}).status_code == 403
    monkeypatch.setattr("shturman.messaging.push_tokens.LIVES_SECONDS", -1)
    assert client.post("/reminders/push/snooze/", {"token": token}).status_code == 403
    assert not Reminder.objects.filter(is_snoozed=True).exists()


def test_a_card_that_was_answered_leaves_its_notice_nothing_to_do(story: Story, service: Service, client: Browser) -> None:
    subscribe(story, service.address)
    fire(story)
    token = decrypted(service.asked[0].body)["token"]
    snooze_card(Delivery.objects.get(channel="page"), "soon", by=story.anna)
    assert client.post("/reminders/push/snooze/", {"token": token}).status_code == 409


def test_the_house_is_installable_and_its_worker_sees_all_pages(client: Browser, db: None) -> None:
    manifest, worker = client.get("/app.webmanifest"), client.get("/service-worker.js")
    assert json.loads(manifest.content)["display"] == "standalone"
    assert all(finders.find(icon["src"].removeprefix("/static/")) for icon in json.loads(manifest.content)["icons"])
    assert worker.headers["Content-Type"].startswith("text/javascript") and "no-cache" in worker.headers["Cache-Control"]
