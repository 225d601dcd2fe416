"""The algorithms' part in what happens to deals and tasks: true at commit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from shturman.playbooks.actions.running import begin_runs, end_runs, follow_stages, take_touch_back, take_up, take_up_again


def begin(opened: Sequence[Any]) -> None:
    begin_runs([event.deal_id for event in opened])


def follow(moved: Sequence[Any]) -> None:
    follow_stages([event.deal_id for event in moved])


def begin_again(reopened: Sequence[Any]) -> None:
    follow_stages([event.deal_id for event in reopened], anew=True)


def end(closed: Sequence[Any]) -> None:
    end_runs([event.deal_id for event in closed])


def stand_on_formed(formed: Sequence[Any]) -> None:
    take_up([(event.deal_id, event.task_id) for event in formed if event.deal_id])


def stand_on_returned(undone: Sequence[Any]) -> None:
    for event in undone:
        take_up_again(event.deal_id)


def take_back(undone: Sequence[Any]) -> None:
    for event in undone:
        take_touch_back(event.task_id)
