"""What the lines of all lists have alike."""

from __future__ import annotations

from django.utils.translation import gettext as _

from shturman.kit.marks import safe


def mark_of() -> str:
    """The box that marks a row to be changed with others; `{}` stands for the row's id."""
    return f'<td class="listing__mark"><input type="checkbox" name="ids" value="{{}}" aria-label="{safe(_("Mark"))}"></td>'
