"""A view of a list: its conditions, order and columns under a name."""

from __future__ import annotations

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shturman.company.models import Member, Role

# Written as SQL, because every list asks it: the ORM composes it longer than the base answers it.
OVER_LIST = """
    SELECT view.*, EXISTS (SELECT FROM lists_viewpin AS pin WHERE pin.view_id = view.id AND pin.member_id = %(member)s) AS is_pinned,
        EXISTS (SELECT FROM lists_roleview AS given WHERE given.view_id = view.id AND given.role_id = %(role)s) AS is_default
    FROM lists_savedview AS view WHERE view.list_key = %(list)s AND (view.owner_id = %(member)s OR view.is_shared)
    ORDER BY lower(view.name), view.id
"""


class SavedViews(models.QuerySet["SavedView"]):
    def over_list(self, list_key: str, member: Member) -> list[SavedView]:
        """As `of_list`, for the page of the list itself."""
        return list(self.raw(OVER_LIST, {"list": list_key, "member": member.pk, "role": member.role_id}))

    def of_list(self, list_key: str, member: Member) -> SavedViews:
        """His own and everybody's shared ones; a view shows no more of the rows than its reader sees by himself."""
        return (
            self.filter(Q(owner=member) | Q(is_shared=True), list_key=list_key)
            .annotate(
                is_pinned=Exists(ViewPin.objects.filter(view=OuterRef("pk"), member=member)),
                is_default=Exists(RoleView.objects.filter(view=OuterRef("pk"), role=member.role_id)),
            )
            .order_by(Lower("name"), "pk")
        )


class SavedView(models.Model):
    list_key = models.CharField(max_length=20)
    name = models.CharField(_("name of the view"), max_length=60)
    # As it stands in the address: conditions, order, columns.
    query = models.CharField(max_length=2000, blank=True)
    owner = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="saved_views")
    is_shared = models.BooleanField(_("everybody sees it"), default=False)
    created_at = models.DateTimeField(default=timezone.now)
    # What `of_list` says of them for its reader.
    is_pinned: bool
    is_default: bool

    objects = SavedViews.as_manager()

    class Meta:
        indexes = [models.Index(fields=["list_key", "is_shared"], name="saved_view_of_list")]
        constraints = [models.UniqueConstraint("owner", "list_key", Lower("name"), name="one_view_of_a_name_of_an_owner")]

    def __str__(self) -> str:
        return self.name


class ViewPin(models.Model):
    """A view that a person keeps above his list."""

    view = models.ForeignKey(SavedView, on_delete=models.CASCADE, related_name="pins")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["view", "member"], name="view_pinned_once_by_a_person")]


class RoleView(models.Model):
    """The view with which a list opens for everybody of a role."""

    role = models.ForeignKey(Role, on_delete=models.CASCADE, related_name="+")
    list_key = models.CharField(max_length=20)
    view = models.ForeignKey(SavedView, on_delete=models.CASCADE, related_name="roles")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["role", "list_key"], name="one_view_of_a_list_for_a_role")]
