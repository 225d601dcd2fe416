"""Time zones by the names that people say."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

ZONES = (
    ("Europe/Kaliningrad", gettext_lazy("Kaliningrad")),
    ("Europe/Moscow", gettext_lazy("Moscow")),
    ("Europe/Samara", gettext_lazy("Samara")),
    ("Asia/Yekaterinburg", gettext_lazy("Yekaterinburg")),
    ("Asia/Omsk", gettext_lazy("Omsk")),
    ("Asia/Krasnoyarsk", gettext_lazy("Krasnoyarsk")),
    ("Asia/Irkutsk", gettext_lazy("Irkutsk")),
    ("Asia/Yakutsk", gettext_lazy("Yakutsk")),
    ("Asia/Vladivostok", gettext_lazy("Vladivostok")),
    ("Asia/Magadan", gettext_lazy("Magadan")),
    ("Asia/Kamchatka", gettext_lazy("Kamchatka")),
    ("Asia/Almaty", gettext_lazy("Almaty")),
    ("Europe/Minsk", gettext_lazy("Minsk")),
)


def zone_name(zone: str) -> str:
    return str(dict(ZONES).get(zone, zone))
