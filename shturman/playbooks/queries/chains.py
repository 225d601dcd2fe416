"""Steps of versions, and which algorithm leads a deal."""

from __future__ import annotations

from collections.abc import Sequence

from shturman.deals.models import Deal
from shturman.playbooks.models import Playbook, Result, Step, Version


def leading_versions(deals: Sequence[Deal]) -> dict[int, Version]:
    """By the number of the deal: of its funnel and kind first, then of its kind, then of its funnel."""
    books = list(Playbook.objects.running())
    if not books:
        return {}
    versions: dict[int, Version] = {}
    published = Version.objects.filter(playbook__in=books, published_at__isnull=False)
    for version in published.order_by("number").prefetch_related("steps"):
        versions[version.playbook_id] = version
    found = {deal.pk: _book_of(deal, books) for deal in deals}
    return {pk: versions[book.pk] for pk, book in found.items() if book is not None and book.pk in versions}


def _book_of(deal: Deal, books: Sequence[Playbook]) -> Playbook | None:
    fitting = [book for book in books if book.funnel_id in (None, deal.funnel_id) and book.deal_kind_id in (None, deal.kind_id)]
    return max(fitting, key=lambda book: (book.deal_kind_id is not None, book.funnel_id is not None), default=None)


def first_step(version: Version, stage_id: int) -> Step | None:
    """With which a deal on this stage begins: a step of the stage, else one that stands on no stage."""
    steps = list(version.steps.all())
    of_stage = [step for step in steps if step.stage_id == stage_id]
    return next(iter([*of_stage, *(step for step in steps if step.stage_id is None)]), None)


def step_after_move(step: Step | None, version: Version, stage_id: int) -> Step | None:
    """A step of another stage has nothing to do here; one that stands on no stage goes on."""
    if step is not None and step.stage_id in (None, stage_id):
        return step
    return next((other for other in version.steps.all() if other.stage_id == stage_id), None)


def usual_next(step: Step) -> Step:
    """What follows when the step was done without saying how: its first result that leads on, else the step once more."""
    onward = step.results.filter(effect=Result.Effect.NEXT, following__isnull=False).select_related("following").first()
    return onward.following if onward and onward.following else step
