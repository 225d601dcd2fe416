"""The company's card: names, requisites, working time."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shturman.company.models import Company
from shturman.kit.form_fields import AskedByAction, SmartDayField
from shturman.kit.requisites import account_warning, bic_warning, inn_warning, kpp_warning, ogrn_warning

WEEKDAYS = (
    ("0", _("Monday")),
    ("1", _("Tuesday")),
    ("2", _("Wednesday")),
    ("3", _("Thursday")),
    ("4", _("Friday")),
    ("5", _("Saturday")),
    ("6", _("Sunday")),
)
ZONES = (
    ("Europe/Kaliningrad", _("Kaliningrad, Moscow −1")),
    ("Europe/Moscow", _("Moscow")),
    ("Europe/Samara", _("Samara, Moscow +1")),
    ("Asia/Yekaterinburg", _("Yekaterinburg, Moscow +2")),
    ("Asia/Omsk", _("Omsk, Moscow +3")),
    ("Asia/Krasnoyarsk", _("Krasnoyarsk, Moscow +4")),
    ("Asia/Irkutsk", _("Irkutsk, Moscow +5")),
    ("Asia/Yakutsk", _("Yakutsk, Moscow +6")),
    ("Asia/Vladivostok", _("Vladivostok, Moscow +7")),
    ("Asia/Magadan", _("Magadan, Moscow +8")),
    ("Asia/Kamchatka", _("Kamchatka, Moscow +9")),
)
NAMES = ("name", "legal_name", "phone", "address")
REQUISITES = ("inn", "kpp", "ogrn", "bank", "bic", "account", "correspondent_account")
TIME = ("time_zone", "day_starts_at", "day_ends_at", "working_weekdays")


def zones_with(present: str) -> list[tuple[str, Any]]:
    """Whatever stands on the row already is a choice too."""
    return [*ZONES] if present in dict(ZONES) else [(present, present), *ZONES]


class CompanyForm(AskedByAction):
    time_zone = forms.ChoiceField(label=_("Time zone"))
    working_weekdays = forms.MultipleChoiceField(label=_("Working days"), choices=WEEKDAYS, widget=forms.CheckboxSelectMultiple)
    logo_file = forms.FileField(
        label=_("Logo"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
        help_text=_("PNG, JPEG or WebP up to 2 MB"),
    )
    logo_gone = forms.BooleanField(label=_("Take the logo away"), required=False)

    class Meta:
        model = Company
        fields = (*NAMES, *REQUISITES, "day_starts_at", "day_ends_at", "has_departments")
        widgets = {
            "day_starts_at": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            "day_ends_at": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        }
        help_texts = {"has_departments": _("Without departments their fields, columns and filters are not shown anywhere")}

    def __init__(self, *args: Any, instance: Company, **options: Any):
        initial = {"working_weekdays": instance.working_weekdays.split(","), "time_zone": instance.time_zone}
        super().__init__(*args, instance=instance, initial=initial, **options)
        self.fields["time_zone"].choices = zones_with(instance.time_zone)
        if not instance.logo:
            del self.fields["logo_gone"]
        for name, words in warnings_of(instance).items():
            self.fields[name].warning = words

    def names(self) -> list[Any]:
        return [self[name] for name in NAMES]

    def requisites(self) -> list[Any]:
        return [self[name] for name in REQUISITES]

    def facts(self) -> dict[str, Any]:
        facts = {name: self.cleaned_data[name] for name in (*NAMES, *REQUISITES, *TIME, "has_departments")}
        return facts | {"working_weekdays": ",".join(sorted(self.cleaned_data["working_weekdays"]))}


class CalendarDayForm(forms.Form):
    day = SmartDayField(label=_("Day"), help_text=_("24.11, on Friday, in 3 days"))
    is_working = forms.ChoiceField(label=_("What it is"), choices=[("", _("day off")), ("1", _("working day"))], required=False)
    name = forms.CharField(label=_("What to call it"), max_length=120, required=False)


def warnings_of(company: Company) -> dict[str, str]:
    """Control digits warn and never block: requisites come from other people's letters."""
    # A sole trader has twelve digits in his INN and none in his KPP.
    organisation = len(company.inn) != 12
    warnings = {
        "inn": inn_warning(company.inn, organisation=organisation),
        "kpp": kpp_warning(company.kpp),
        "ogrn": ogrn_warning(company.ogrn),
        "bic": bic_warning(company.bic),
        "account": account_warning(company.account, company.bic),
        "correspondent_account": account_warning(company.correspondent_account, company.bic, correspondent=True),
    }
    return {name: words for name, words in warnings.items() if words}
