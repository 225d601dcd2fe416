"""The door: one sign-in page for people, and the way to the first start when nobody lives here yet."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import LoginForm
from allauth.account.views import LoginView
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _

from shturman.company.models import Company, Member


class SignInForm(LoginForm):
    def __init__(self, *arguments: Any, **named: Any):
        super().__init__(*arguments, **named)
        self.fields["login"].label = _("E-mail or login")
        self.fields["login"].widget.attrs = {"autocomplete": "username", "autofocus": True, "autocapitalize": "none"}
        self.fields["password"].help_text = ""
        self.fields["password"].widget.attrs.pop("placeholder", None)
        self.fields["remember"].initial = True


@method_decorator(login_not_required, name="dispatch")
class SignIn(LoginView):
    def dispatch(self, request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponseBase:
        if request.method == "GET" and not Company.objects.exists():
            return redirect("web:first_run")
        return super().dispatch(request, *arguments, **named)

    def get_context_data(self, **named: Any) -> dict[str, Any]:
        owner = Member.objects.owners().first()
        house = {"company": Company.objects.first(), "owner": owner.full_name if owner else ""}
        return super().get_context_data(**named) | {"house": house}
