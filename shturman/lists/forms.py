from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy


class ViewForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name of the view"), max_length=60)
    is_pinned = forms.BooleanField(label=gettext_lazy("Keep it above the list"), required=False, initial=True)
    is_shared = forms.BooleanField(label=gettext_lazy("Everybody sees it"), required=False)

    def __init__(self, *args: Any, may_share: bool, **options: Any):
        super().__init__(*args, **options)
        if not may_share:
            self.fields.pop("is_shared")
