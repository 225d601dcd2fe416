"""Looks over an installation's settings at its start, before a wrong one does harm."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register

KNOWN = {
    "SHTURMAN_BEHIND_PROXY",
    "SHTURMAN_CHROMIUM",
    "SHTURMAN_DATA",
    "SHTURMAN_DEBUG",
    "SHTURMAN_DELIVERY_LEASE_SECONDS",
    "SHTURMAN_HOSTS",
    "SHTURMAN_LISTEN_URL",
    "SHTURMAN_LIVE_PORT",
    "SHTURMAN_LIVE_URL",
    "SHTURMAN_LOG_LEVEL",
    "SHTURMAN_MONTH_CLOCK",
    "SHTURMAN_POSTGRES_BIN",
    "SHTURMAN_PUSH_WITHIN_NETWORK",
    "SHTURMAN_RUN",
    "SHTURMAN_SECRET_KEY",
    "SHTURMAN_SMS_ADDRESS",
    "SHTURMAN_STALLED_AFTER_SECONDS",
    "SHTURMAN_TEST_NAME",
    "SHTURMAN_URL",
}
WEB = {"http", "https"}
SHORTEST_KEY = 50


@register()
def settings_make_sense(**_unused: Any) -> list[CheckMessage]:
    return [*unknown_names(), *addresses(), *numbers(), *secrecy(), *data_directory()]


def unknown_names() -> Iterator[CheckMessage]:
    for name in sorted(os.environ):
        if name.startswith("SHTURMAN_") and name not in KNOWN:
            yield Error(f"Настройки {name} нет.", hint="Проверьте имя: все настройки перечислены в docs/settings.md.", id="shturman.E001")


def addresses() -> Iterator[CheckMessage]:
    for name in ("SHTURMAN_URL", "SHTURMAN_LIVE_URL"):
        given = os.environ.get(name, "").strip()
        parts = urlsplit(given)
        if given and (parts.scheme not in WEB or not parts.hostname):
            yield Error(f"{name}={given} — не адрес страницы.", hint=f"Пример: {name}=https://crm.example.ru", id="shturman.E002")


def numbers() -> Iterator[CheckMessage]:
    port = str(settings.LIVE_PORT)
    if not port.isdigit() or not 0 < int(port) < 65536:
        yield Error(f"SHTURMAN_LIVE_PORT={port} — не номер порта.", hint="Пример: SHTURMAN_LIVE_PORT=8001", id="shturman.E003")


def secrecy() -> Iterator[CheckMessage]:
    if len(settings.SECRET_KEY) < SHORTEST_KEY:
        hint = "Задайте не меньше 50 случайных знаков или уберите её: ключ создастся сам."
        yield Error("SHTURMAN_SECRET_KEY слишком короткая.", hint=hint, id="shturman.E004")
    if settings.DEBUG and settings.PUBLIC_URL:
        yield Warning("SHTURMAN_DEBUG включена на открытом адресе.", hint="Уберите SHTURMAN_DEBUG.", id="shturman.W001")
    if settings.PUBLIC_URL.startswith("http://"):
        hint = "Поставьте перед Штурманом сервер с сертификатом и укажите адрес с https://."
        yield Warning("SHTURMAN_URL без шифрования: пароли идут по сети открытыми.", hint=hint, id="shturman.W002")


def data_directory() -> Iterator[CheckMessage]:
    if settings.DATA.exists() and not os.access(settings.DATA, os.W_OK):
        hint = "Дайте право на запись или выберите другую папку: SHTURMAN_DATA=ПАПКА."
        yield Error(f"В папку данных {settings.DATA} нельзя писать.", hint=hint, id="shturman.E005")
