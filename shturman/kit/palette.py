"""The sixteen colours that a company picks from for stages and tags; each is a CSS token `palette-<name>`."""

from django.utils.translation import gettext_lazy as _

PALETTE = (
    ("teal", _("teal")),
    ("sea", _("sea green")),
    ("green", _("green")),
    ("olive", _("olive")),
    ("lime", _("lime")),
    ("amber", _("amber")),
    ("orange", _("orange")),
    ("brick", _("brick")),
    ("red", _("red")),
    ("rose", _("rose")),
    ("plum", _("plum")),
    ("violet", _("violet")),
    ("indigo", _("indigo")),
    ("blue", _("blue")),
    ("sky", _("sky")),
    ("slate", _("slate")),
)
