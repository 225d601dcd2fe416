"""Views of lists: one's own, shared ones, pinned ones, and those with which a list opens for a role."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.http import QueryDict
from django.utils.translation import gettext as _

from shturman.company.access import can_keep_house
from shturman.company.models import Member, Role
from shturman.kit.errors import NotAllowed, Refused
from shturman.lists.models import RoleView, SavedView, ViewPin

# Where one stands in a list is no part of a view; nor are words that were looked for: they may be somebody's name or phone.
PASSING = ("cursor", "part", "view", "csrfmiddlewaretoken", "q")
LONGEST_QUERY = 2000


def tidied_query(params: QueryDict) -> str:
    """The same conditions give the same text, in whatever order they were chosen."""
    kept = params.copy()
    for name in PASSING:
        kept.pop(name, None)
    tidy = QueryDict(mutable=True)
    for name in sorted(kept):
        tidy.setlist(name, [value for value in kept.getlist(name) if value])
    return tidy.urlencode()


@transaction.atomic
def save_view(list_key: str, name: str, params: QueryDict, *, by: Member, is_shared: bool = False, is_pinned: bool = True) -> SavedView:
    """A view of the same name is written over by its owner."""
    name, query = name.strip(), tidied_query(params)
    if not name:
        raise Refused(_("A view needs a name"), field="name")
    if len(query) > LONGEST_QUERY:
        raise Refused(_("There are too many conditions for one view: take some off"), field="name")
    if is_shared and not can_share_views(by):
        raise NotAllowed(_("Views for everybody are kept by heads and the owner"), field="is_shared")
    view = SavedView.objects.select_for_update().filter(owner=by, list_key=list_key, name__iexact=name).first()
    if view is None:
        view = SavedView(owner=by, list_key=list_key)
    view.name, view.query, view.is_shared = name, query, is_shared
    try:
        with transaction.atomic():
            view.save()
    except IntegrityError as error:
        raise Refused(_("There is a view of this name: choose another one"), field="name") from error
    if is_pinned:
        pin_view(view, by=by)
    return view


@transaction.atomic
def renew_view(view: SavedView, params: QueryDict, *, by: Member) -> SavedView:
    """The same name, other conditions."""
    _ask(view, by)
    query = tidied_query(params)
    if len(query) > LONGEST_QUERY:
        raise Refused(_("There are too many conditions for one view: take some off"))
    view.query = query
    view.save(update_fields=["query"])
    return view


@transaction.atomic
def delete_view(view: SavedView, *, by: Member) -> None:
    _ask(view, by)
    view.delete()


def pin_view(view: SavedView, *, by: Member) -> None:
    if view.owner_id != by.pk and not view.is_shared:
        raise NotAllowed(_("There is no such view"))
    ViewPin.objects.get_or_create(view=view, member=by)


def unpin_view(view: SavedView, *, by: Member) -> None:
    ViewPin.objects.filter(view=view, member=by).delete()


@transaction.atomic
def open_list_with(view: SavedView, roles: Sequence[Role], *, by: Member) -> None:
    """For people of these roles the list opens with this view; of the others it is taken off."""
    if not can_keep_house(by):
        raise NotAllowed(_("With what a list opens for a role is chosen by the owner"))
    if roles and not view.is_shared:
        raise Refused(_("Share the view first: those of the role must see it"))
    RoleView.objects.filter(view=view).exclude(role__in=roles).delete()
    for role in roles:
        RoleView.objects.update_or_create(role=role, list_key=view.list_key, defaults={"view": view})


def can_share_views(member: Member) -> bool:
    return member.role.leads or member.sees_whole_house


def _ask(view: SavedView, by: Member) -> None:
    if view.owner_id != by.pk and not by.sees_whole_house:
        raise NotAllowed(_("This view is kept by the one who made it"))
