"""What stands above a list: the views of it, which of them is shown, whether it was changed since."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils.functional import cached_property

from shturman.kit.ids import row_id
from shturman.lists.actions.saving import tidied_query
from shturman.lists.models import SavedView


@dataclass(frozen=True)
class ViewLink:
    view: SavedView
    url: str
    is_shown: bool


class ViewBar:
    def __init__(self, list_key: str, request: HttpRequest):
        self.list_key = list_key
        self.request = request
        self.query = tidied_query(request.GET)
        member: Any = request.user
        self.views = SavedView.objects.over_list(list_key, member)
        asked = row_id(request.GET.get("view"))
        self.shown = next((view for view in self.views if view.pk == asked), None)

    @property
    def opens_with(self) -> str:
        """A list that is opened without any condition begins as the person's role has it; `view=0` is the bare list."""
        if self.request.GET:
            return ""
        first = next((view for view in self.views if view.is_default), None)
        return address_of(first) if first is not None else ""

    @property
    def is_changed(self) -> bool:
        return self.shown is not None and self.shown.query != self.query

    @property
    def may_renew(self) -> bool:
        return self.is_changed and self.shown is not None and self.shown.owner_id == self.request.user.pk

    @cached_property
    def links(self) -> list[ViewLink]:
        return [ViewLink(view, address_of(view), view is self.shown) for view in self.views]

    @property
    def pinned(self) -> list[ViewLink]:
        return [link for link in self.links if link.view.is_pinned or link.is_shown]


def address_of(view: SavedView) -> str:
    params = QueryDict(view.query, mutable=True)
    params["view"] = str(view.pk)
    return "?" + params.urlencode()
