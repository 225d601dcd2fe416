"""What a press still lacks: a moment, a day, a reason, facts that the stage asks for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from shturman.deals.actions import GivenFacts
from shturman.deals.asking import GivenFactsForm
from shturman.deals.gates import asked, obstacles_to
from shturman.kit import house
from shturman.kit.errors import Missing
from shturman.playbooks.actions.answering import stage_of
from shturman.playbooks.forms.navigator import label_of, moment_form
from shturman.playbooks.models import Result
from shturman.playbooks.queries.sight import Sight
from shturman.tasks.due import Due

Effect = Result.Effect


class AskForm(GivenFactsForm):
    """Facts for the stage, and the moment to come back."""

    def __init__(self, *args: Any, effect: str, **options: Any):
        super().__init__(*args, **options)
        self.moment = moment_form(effect, *args) if effect in (Effect.CALL_BACK, Effect.PAUSE) else None
        if self.moment is not None:
            self.fields["due"] = self.moment.fields["due"]

    def due(self) -> Due | None:
        if self.moment is None or not self.is_bound or not self.moment.is_valid():
            return None
        return self.moment.due_given()

    def given_facts(self) -> GivenFacts:
        return self.given(()) if self.is_bound and self.is_valid() else GivenFacts()


def asks_of(request: HttpRequest, sight: Sight, result: Result, further: Sequence[Missing] = ()) -> AskForm:
    """Of the stage that the result leads to its gates say what is missing."""
    missing = [Missing(fact.field, label_of(fact.field, sight.own) or fact.label) for fact in further if fact.field != "due"]
    stage, deal = stage_of(sight.task, result), sight.task.deal
    if stage is not None and deal is not None and not missing:
        missing = list(asked(obstacles_to(deal, stage, request.user, house.gates("move_deal"))))
    if any(fact.field == "loss_reason" for fact in missing):
        missing.append(Missing("loss_words", _("In own words")))
    data = request.POST if request.POST.get("answered") else None
    form = AskForm(data, missing=missing, member=request.user, effect=result.effect)
    if "loss_words" in form.fields:
        form.fields["loss_words"].required = False
    return form
