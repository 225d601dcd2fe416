"""What a press still lacks: a moment, a day, a reason, facts that the stage asks for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from shturman.deals.actions import GivenFacts
from shturman.deals.asking import GivenFactsForm
from shturman.deals.gates import asked, obstacles_to
from shturman.kit import house
from shturman.kit.errors import Missing
from shturman.playbooks.actions.answering import stage_of, still_to_learn
from shturman.playbooks.forms.navigator import facts_of, label_of, moment_form
from shturman.playbooks.models import Result
from shturman.playbooks.queries.sight import Sight
from shturman.tasks.due import Due

Effect = Result.Effect


class AskForm(GivenFactsForm):
    """Facts for the stage, and the moment to come back."""

    def __init__(self, *args: Any, effect: str, learned: Sequence[str], **options: Any):
        super().__init__(*args, **options)
        self.learned = learned
        self.moment = moment_form(effect, *args) if effect in (Effect.CALL_BACK, Effect.PAUSE) else None
        if self.moment is not None:
            self.fields["due"] = self.moment.fields["due"]

    def due(self) -> Due | None:
        if self.moment is None or not self.is_bound or not self.moment.is_valid():
            return None
        return self.moment.due_given()

    def learned_facts(self) -> dict[str, Any]:
        """What the touch has learned goes to the deal whatever stage follows."""
        if not self.learned or not self.is_bound or not self.is_valid():
            return {}
        return {name: value for name, value in facts_of(self).items() if name in self.learned}

    def given_facts(self) -> GivenFacts:
        return self.given(()) if self.is_bound and self.is_valid() else GivenFacts()


def asks_of(
    request: HttpRequest, sight: Sight, result: Result, further: Sequence[Missing] = (), learned: Mapping[str, Any] | None = None
) -> AskForm:
    """Of the stage that the result leads to its gates say what is missing; of the touch its step."""
    missing = [Missing(fact.field, label_of(fact.field, sight.own) or fact.label) for fact in further if fact.field != "due"]
    stage, deal = stage_of(sight.task, result), sight.task.deal
    if stage is not None and deal is not None and not missing:
        missing = list(asked(obstacles_to(deal, stage, request.user, house.gates("move_deal"))))
    lacking = still_to_learn(sight.course, result, learned or {}) if sight.sees_deal else []
    known = {fact.field for fact in missing}
    missing += [Missing(name, words) for name in lacking if name not in known and (words := label_of(name, sight.own))]
    if any(fact.field == "loss_reason" for fact in missing):
        missing.append(Missing("loss_words", _("In own words")))
    data = request.POST if request.POST.get("answered") else None
    form = AskForm(data, missing=missing, learned=lacking, member=request.user, effect=result.effect)
    if "loss_words" in form.fields:
        form.fields["loss_words"].required = False
    return form
