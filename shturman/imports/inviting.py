"""Whom a load of employees has brought and nobody has invited yet."""

from __future__ import annotations

from django.db.models import QuerySet

from shturman.company.models import Member
from shturman.imports.models import ImportRun


def newcomers_to_invite(run: ImportRun) -> QuerySet[Member]:
    added = run.loaded_rows.filter(model=Member._meta.label_lower, was_changed=False).values("object_id")
    return Member.objects.active().filter(pk__in=added, invitation=None).exclude(email="").order_by("pk")
