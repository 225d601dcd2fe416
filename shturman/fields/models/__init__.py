"""Fields that a company adds to the cards of its clients, deals and goods."""

from shturman.fields.models.field import FieldChoice, OwnField, OwnFile
from shturman.fields.models.rows import WithOwnFields

__all__ = ["FieldChoice", "OwnField", "OwnFile", "WithOwnFields"]
