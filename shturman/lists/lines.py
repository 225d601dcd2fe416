"""What the lines of all lists have alike."""

from __future__ import annotations

from django.utils.translation import gettext as _

from shturman.kit.marks import icon, safe


def mark_of() -> str:
    """The box that marks a row to be changed with others; `{}` stands for the row's id."""
    words = safe(_("Mark the row"))
    return f'<td class="listing__mark"><input type="checkbox" name="ids" value="{{}}" aria-label="{words}"></td>'


def eye_of() -> str:
    """What opens the quick look by mouse and by finger; `{}` stands for the row's address. By keys it is Space on the row."""
    words, drawn = safe(_("Quick look")), icon("eye", 18)
    return f'<button type="button" class="listing__look" tabindex="-1" data-look="{{}}look/" title="{words}">{drawn}</button>'
