from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shturman.clients.facts import label_of
from shturman.clients.masking import HIDDEN_FIELDS, reads_contacts
from shturman.clients.models import Client
from shturman.clients.normalising import warnings
from shturman.company.models import Member
from shturman.fields.asking import add_own_fields, given
from shturman.fields.known import fields_for

REQUISITES = ("legal_name", "inn", "kpp", "ogrn", "bank", "bic", "account", "correspondent_account")
PLAIN = (*REQUISITES, "job_title", "address", "industry", "site", "telegram", "whatsapp", "max_messenger")
MAIL = re.compile(r"^[^@\s]+@[^@\s]+\.[^@\s]+$")
CONTACTS_HINT = gettext_lazy("One per line")


def lines_of(text: str) -> list[str]:
    return [line.strip() for line in re.split(r"[\n;]", text or "") if line.strip()]


def warns_of_twins(widget: forms.Widget, field: str, apart_from: int | None) -> None:
    """While it is typed, the screen says if such a client is there."""
    url = f"/clients/twins/?apart_from={apart_from or ''}"
    widget.attrs.update({"hx-get": url, "hx-trigger": "input changed delay:400ms, change", "hx-target": f"#id_{field}-warning"})


class ClientForm(forms.Form):
    signature = forms.CharField(
        label=gettext_lazy("Paste a signature"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Name, phones, mails and INN go to their fields"),
    )
    kind = forms.ChoiceField(label=gettext_lazy("Who is it"), choices=Client.Kind.choices, initial=Client.Kind.PERSON)
    name = forms.CharField(
        label=gettext_lazy("Name of the client"),
        max_length=300,
        help_text=gettext_lazy("Surname, first name, patronymic, or the name of the organisation"),
    )
    phones = forms.CharField(
        label=gettext_lazy("Phones"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2, "inputmode": "tel"}),
        help_text=CONTACTS_HINT,
    )
    emails = forms.CharField(
        label=gettext_lazy("E-mails"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2, "inputmode": "email"}),
        help_text=CONTACTS_HINT,
    )
    tags = forms.CharField(label=gettext_lazy("Tags"), required=False, max_length=600, help_text=gettext_lazy("With commas between them"))
    employer = forms.CharField(label=gettext_lazy("Works at"), required=False, max_length=300)
    employer_id = forms.ModelChoiceField(Client.objects.none(), required=False, widget=forms.HiddenInput)
    responsible = forms.ModelChoiceField(Member.objects.none(), label=gettext_lazy("Responsible"), empty_label=None, required=False)

    def __init__(self, *args: Any, member: Member, people: Any, client: Client | None = None, **options: Any):
        super().__init__(*args, **options)
        self.client = client
        for name in PLAIN:
            longest = Client._meta.get_field(name).max_length
            self.fields[name] = forms.CharField(label=label_of(name), max_length=longest, required=False)
        self.own_fields = [field for field in fields_for(member, "client") if client is None or field.is_on(client)]
        add_own_fields(self, self.own_fields, client)
        self.fields["responsible"].queryset = people
        organisations = Client.objects.visible_to(member).filter(kind=Client.Kind.ORGANISATION)
        self.fields["employer_id"].queryset = organisations
        for name in ("phones", "emails", "inn"):
            warns_of_twins(self.fields[name].widget, name, client.pk if client else None)
        if client:
            self._of_known(client)
            if not reads_contacts(member):
                self._without_contacts()

    def _of_known(self, client: Client) -> None:
        """The kind and the responsible of a known client have their own actions."""
        for name in ("kind", "signature", "employer", "employer_id", "responsible"):
            del self.fields[name]
        for name, words in warnings(client).items():
            self.fields[name].warning = words

    def _without_contacts(self) -> None:
        """To whom they are masked they are not shown, so he cannot mend them either."""
        for name in HIDDEN_FIELDS:
            del self.fields[name]

    def clean_phones(self) -> list[str]:
        phones = lines_of(self.cleaned_data["phones"])
        for phone in phones:
            if not any(letter.isdigit() for letter in phone):
                raise forms.ValidationError(_("“%(phone)s” has no digits: a phone is needed") % {"phone": phone})
        return phones

    def clean_emails(self) -> list[str]:
        emails = lines_of(self.cleaned_data["emails"])
        for email in emails:
            if not MAIL.match(email.split(":")[-1].strip()):
                raise forms.ValidationError(_("“%(email)s” is not an address: something@somewhere.ru is needed") % {"email": email})
        return emails

    def clean_tags(self) -> list[str]:
        return [name.strip()[:60] for name in self.cleaned_data["tags"].split(",") if name.strip()]

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        if facts.get("employer") and facts.get("employer_id") is None and facts.get("kind") == Client.Kind.ORGANISATION:
            self.add_error("employer", _("An organisation works at nobody: link it as a daughter on its card"))
        return facts

    def facts(self) -> dict[str, Any]:
        """As `add_client` and `change_client` take them."""
        plain = {name: self.cleaned_data[name] for name in ("name", "phones", "emails", *PLAIN) if name in self.fields}
        return plain | self._own()

    def shown_own(self) -> list[Any]:
        return [self[field.key] for field in self.own_fields if field.key in self.fields]

    def _own(self) -> dict[str, Any]:
        """Of a person nothing is asked that only organisations have, and the other way round."""
        kind = self.client.kind if self.client else self.cleaned_data["kind"]
        return given(self, [field for field in self.own_fields if field.only_for in ("", kind)])


def typed_in(client: Client) -> dict[str, Any]:
    """What stands in the form of a known client."""
    contacts = {
        "phones": "\n".join(f"{phone.number} доб. {phone.extension}" if phone.extension else phone.number for phone in client.phones.all()),
        "emails": "\n".join(str(email) for email in client.emails.all()),
        "tags": ", ".join(tag.name for tag in client.tags.all()),
    }
    return {"name": client.name, **{name: getattr(client, name) for name in PLAIN}, **contacts}


class LinkForm(forms.Form):
    other = forms.CharField(max_length=300)
    other_id = forms.ModelChoiceField(Client.objects.none(), required=False, widget=forms.HiddenInput)
    role = forms.CharField(label=gettext_lazy("Role"), required=False, max_length=120)

    def __init__(self, *args: Any, member: Member, kind: str, with_role: bool = True, is_needed: bool = True, **options: Any):
        super().__init__(*args, **options)
        self.fields["other_id"].queryset = Client.objects.visible_to(member).filter(kind=kind)
        self.fields["other"].label = _("Person") if kind == Client.Kind.PERSON else _("Organisation")
        self.fields["other"].required = is_needed
        if not with_role:
            del self.fields["role"]

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        if facts.get("other") and facts.get("other_id") is None:
            self.add_error("other", _("Pick a client from the list under the field"))
        return facts


class AssignForm(forms.Form):
    responsible = forms.ModelChoiceField(Member.objects.none(), label=gettext_lazy("Employee"), empty_label=None)

    def __init__(self, *args: Any, people: Any, **options: Any):
        super().__init__(*args, **options)
        self.fields["responsible"].queryset = people


class NoteForm(forms.Form):
    text = forms.CharField(label=gettext_lazy("Note"), widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args: Any, mentions_url: str, **options: Any):
        super().__init__(*args, **options)
        self.fields["text"].widget.attrs["data-mentions"] = mentions_url


class EraseForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("On whose request and when"), max_length=300, help_text=gettext_lazy("The journal keeps it instead of the data")
    )
