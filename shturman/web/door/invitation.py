"""The page of an invitation: choose a password and you are in."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django import forms
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.password_validation import validate_password
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from shturman.company.actions.invitations import accept_invitation
from shturman.company.models import Member
from shturman.company.one_time_links import invitation_of
from shturman.kit.errors import Refused
from shturman.web.door.sign_in import house_words


class FirstPasswordForm(forms.Form):
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "autofocus": True}),
        help_text=_("Eight characters or more"),
    )

    def __init__(self, *arguments: Any, member: Member, **named: Any):
        super().__init__(*arguments, **named)
        self.member = member

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, self.member)
        return password


@login_not_required
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def accept(request: HttpRequest, token: str) -> HttpResponse:
    invitation = invitation_of(token)
    if invitation is None or not invitation.is_open(timezone.now()):
        return _spent(request)
    form = FirstPasswordForm(request.POST or None, member=invitation.member)
    if request.method == "POST" and form.is_valid():
        try:
            member = accept_invitation(token, form.cleaned_data["password"])
        except Refused:
            return _spent(request)
        # Who has just shown the link is not asked for the new password again before he adds a second factor.
        record_authentication(request, member, method="invitation")
        return perform_login(request, Login(user=member))
    context = {"form": form, "invitation": invitation, "house": house_words()}
    return render(request, "web/door/invitation.html", context, status=422 if form.errors else 200)


def _spent(request: HttpRequest) -> HttpResponse:
    """A wrong link and a spent one look alike: nobody learns from it who was invited."""
    return render(request, "web/door/spent_link.html", {"house": house_words()}, status=410)
