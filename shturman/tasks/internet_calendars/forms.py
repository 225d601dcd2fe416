from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class DeviceForm(forms.Form):
    device = forms.CharField(label=_("Name of the device"), max_length=60, help_text=_("For example: my iPhone"))
