"""What stands beside the results of a touch: words, and the fields of the deal that its step asks for."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, QueryDict

from shturman.company.models import Member
from shturman.journal.queries import who_changed_last
from shturman.kit.conflicts import met
from shturman.playbooks.forms.navigator import LearnedForm, WordsForm
from shturman.playbooks.queries.sight import Sight


def learned_form(member: Member, sight: Sight, data: Any = None) -> LearnedForm | None:
    step, deal = sight.course.step, sight.task.deal
    names = list(dict.fromkeys([*step.needs, *step.asks])) if step is not None else []
    if deal is None or not names or not sight.sees_deal:
        return None
    return LearnedForm(data, names=names, deal=deal, member=member, own=sight.own)


def learned_as_sent(member: Member, sight: Sight, data: QueryDict) -> LearnedForm | None:
    """What was left as drawn follows the deal as it stands now; what both have written asks whose it shall be."""
    now = learned_form(member, sight)
    if now is None or sight.task.deal is None:
        return None
    told, conflicts = met(data, now)
    form = learned_form(member, sight, told)
    if form is not None and conflicts:
        form.conflicts, form.untouched, form.colleague = conflicts, now, who_changed_last("deal", sight.task.deal.pk)
    return form


def press_context(request: HttpRequest, sight: Sight, words: WordsForm | None = None, learned: LearnedForm | None = None) -> dict[str, Any]:
    return {
        "sight": sight,
        "task": sight.task,
        "words": words or WordsForm(),
        "learned": learned or learned_form(request.user, sight),
        "back": request.POST.get("back") or request.GET.get("back", ""),
    }
