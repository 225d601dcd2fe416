from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shturman.company.models import Department, Office
from shturman.kit.form_fields import AskedByAction


class DepartmentForm(AskedByAction):
    class Meta:
        model = Department
        fields = ("name", "kind", "parent", "is_shown")
        help_texts = {"is_shown": _("A department that is not shown is not offered anywhere; its people and deals stay in it")}

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        self.fields["parent"].queryset = Department.objects.order_by("name")
        self.fields["parent"].empty_label = _("stands alone")

    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class RemoveDepartmentForm(forms.Form):
    move_to = forms.ModelChoiceField(
        Department.objects.none(), label=_("Its people, clients, deals and funnels go to"), required=False, empty_label=_("no department")
    )

    def __init__(self, *args: Any, department: Department, **options: Any):
        super().__init__(*args, **options)
        self.fields["move_to"].queryset = Department.objects.exclude(pk=department.pk).order_by("name")


class OfficeForm(AskedByAction):
    class Meta:
        model = Office
        fields = ("name", "address")

    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}
