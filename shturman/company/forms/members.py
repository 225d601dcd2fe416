from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shturman.company.models import Department, Member
from shturman.company.queries import has_departments
from shturman.kit.form_fields import AskedByAction, name_the_empty

PICTURE = {"accept": "image/png,image/jpeg,image/webp"}
PERSON = ("surname", "given_name", "patronymic", "sex", "born_on")
CONTACTS = ("email", "phone")
PLACE = ("role", "job_title", "department", "office", "head", "login")


class MemberForm(AskedByAction):
    photo_file = forms.FileField(
        label=_("Photo"), required=False, widget=forms.FileInput(attrs=PICTURE), help_text=_("PNG, JPEG or WebP up to 2 MB")
    )
    photo_gone = forms.BooleanField(label=_("Take the photo away"), required=False)
    password = forms.CharField(
        label=_("Password"),
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Better leave it empty: the employee chooses it himself by the invitation"),
    )

    class Meta:
        model = Member
        fields = (*PERSON, *CONTACTS, *PLACE)
        widgets = {"born_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        name_the_empty(self)
        self.fields["email"].required = True
        self.fields["login"].required = False
        self.fields["login"].help_text = _("Left empty, it is made of the e-mail")
        self.fields["head"].queryset = Member.objects.active().exclude(pk=self.instance.pk).order_by("surname", "given_name")
        shown = Q(is_shown=True) | Q(pk=self.instance.department_id)
        self.fields["department"].queryset = Department.objects.filter(shown).order_by("name")
        if not has_departments():
            del self.fields["department"]
        if not self.instance.photo:
            del self.fields["photo_gone"]
        if not self.instance.pk and not self.initial.get("role"):
            self.fields["role"].empty_label = None

    def clean_login(self) -> str:
        return self.cleaned_data["login"].strip().lower()

    def clean_email(self) -> str:
        return self.cleaned_data["email"].strip()

    def clean_password(self) -> str:
        password = self.cleaned_data["password"]
        if password:
            validate_password(password, self.instance)
        return password

    def part(self, names: tuple[str, ...]) -> list[Any]:
        return [self[name] for name in names if name in self.fields]

    def person(self) -> list[Any]:
        return self.part((*PERSON, "photo_file", "photo_gone"))

    def contacts(self) -> list[Any]:
        return self.part(CONTACTS)

    def place(self) -> list[Any]:
        return self.part((*PLACE, "password"))

    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.Meta.fields if name in self.fields}


class ProfileForm(forms.Form):
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    photo_file = forms.FileField(
        label=_("Photo"), required=False, widget=forms.FileInput(attrs=PICTURE), help_text=_("PNG, JPEG or WebP up to 2 MB")
    )
    photo_gone = forms.BooleanField(label=_("Take the photo away"), required=False)

    def __init__(self, *args: Any, member: Member, may_change_photo: bool, **options: Any):
        super().__init__(*args, **options)
        if not may_change_photo:
            del self.fields["photo_file"]
        if not may_change_photo or not member.photo:
            del self.fields["photo_gone"]
