"""Algorithms that are useful without a change: each is taken by a press and led by from the next deal on.

Russian on purpose: they become the company's own rows, renamed like any other.
"""

from shturman.playbooks.ready_made.control_points import CONTROL_POINTS
from shturman.playbooks.ready_made.fast_answer import FAST_ANSWER
from shturman.playbooks.ready_made.long_talks import LONG_TALKS
from shturman.playbooks.ready_made.pieces import ReadyPlaybook
from shturman.playbooks.ready_made.reminding import REMINDING

READY: tuple[ReadyPlaybook, ...] = (LONG_TALKS, FAST_ANSWER, REMINDING, CONTROL_POINTS)

__all__ = ["READY", "ReadyPlaybook"]
