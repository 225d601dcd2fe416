from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shturman.company.models import Member
from shturman.imports.models import ImportRun
from shturman.imports.queries import kinds_for
from shturman.imports.reading import LARGEST_FILE

ACCEPTED = ".csv,.txt,.tsv,.tab,.xlsx,.xlsm,.xlsb,.xls,.ods,.htm,.html,.vcf,.vcard"


class TableForm(forms.Form):
    kind = forms.ChoiceField(label=gettext_lazy("What is in the table"))
    file = forms.FileField(
        label=gettext_lazy("File"),
        error_messages={"empty": gettext_lazy("The file is empty"), "required": gettext_lazy("Choose a file")},
    )

    def __init__(self, *args: Any, member: Member, **options: Any):
        super().__init__(*args, **options)
        self.fields["kind"].choices = [(name, label) for name, label, _hint in kinds_for(member)]
        self.fields["file"].widget.attrs["accept"] = ACCEPTED

    def clean_file(self) -> UploadedFile:
        """Asked before the file is read into memory."""
        upload: UploadedFile = self.cleaned_data["file"]
        if (upload.size or 0) > LARGEST_FILE:
            raise forms.ValidationError(_("The file is over 256 MB: split it in parts"))
        return upload


def typed_mapping(typed: Mapping[str, str], headers: Sequence[str], run: ImportRun) -> dict[str, Any]:
    """As the page of the mapping has sent it: a select to a column, by its place."""
    fields = {header: typed.get(f"column-{place}", "") for place, header in enumerate(headers)}
    defaults = {name.removeprefix("default-"): value for name, value in typed.items() if name.startswith("default-") and value}
    return {"fields": fields, "values": run.mapping.get("values", {}), "defaults": defaults}


def with_typed_values(typed: Mapping[str, str], run: ImportRun) -> dict[str, Any]:
    """Words of the file that a person has translated into ours."""
    values = {name: dict(words) for name, words in run.mapping.get("values", {}).items()}
    for name, words in run.findings.get("words", {}).items():
        for place, (word, _count) in enumerate(words):
            if (chosen := typed.get(f"value-{name}-{place}")) is None:
                continue
            if chosen:
                values.setdefault(name, {})[word] = chosen
            else:
                values.get(name, {}).pop(word, None)
    return {**run.mapping, "values": values}
