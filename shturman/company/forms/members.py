from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from shturman.company.models import Department, Member


class MemberForm(forms.ModelForm):
    password = forms.CharField(
        label=_("Password"),
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Better leave it empty: the employee chooses it himself by the invitation"),
    )

    class Meta:
        model = Member
        fields = (
            "surname",
            "given_name",
            "patronymic",
            "login",
            "email",
            "phone",
            "job_title",
            "department",
            "head",
            "role",
            "is_active",
        )

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        self.fields["head"].queryset = Member.objects.active().exclude(pk=self.instance.pk)
        self.fields["department"].queryset = Department.objects.order_by("name")

    def clean_login(self) -> str:
        return self.cleaned_data["login"].strip().lower()

    def clean_password(self) -> str:
        password = self.cleaned_data["password"]
        if password:
            validate_password(password, self.instance)
        return password

    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class DepartmentForm(forms.ModelForm):
    class Meta:
        model = Department
        fields = ("name", "parent", "is_shown")

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        self.fields["parent"].queryset = Department.objects.exclude(pk=self.instance.pk)

    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}
