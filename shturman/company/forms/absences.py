from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shturman.company.models import Absence, Member, Role
from shturman.kit.form_fields import SmartDayField


class AbsenceForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind of absence"), choices=Absence.Kind.choices)
    first_day = SmartDayField(label=_("From"), help_text=_("24.11, on Friday, in 3 days"))
    last_day = SmartDayField(label=_("To, that day included"))
    deputy = forms.ModelChoiceField(
        Member.objects.none(),
        label=_("Who stands in"),
        required=False,
        empty_label=_("nobody"),
        help_text=_("For these days sees and edits his deals, clients and tasks; new steps come to the deputy"),
    )
    note = forms.CharField(label=_("Note"), max_length=200, required=False)

    def __init__(self, *args: Any, member: Member, **options: Any):
        super().__init__(*args, **options)
        people = Member.objects.active().exclude(pk=member.pk).exclude(role__base=Role.Base.AGENT)
        self.fields["deputy"].queryset = people.order_by("surname", "given_name")
