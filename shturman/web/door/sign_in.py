"""The door: one sign-in page for people, and the way to the first start when nobody lives here yet."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import LoginForm, ResetPasswordForm, ResetPasswordKeyForm
from allauth.account.views import LoginView, PasswordResetView
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _

from shturman.company.models import Company, Member
from shturman.messaging.models import MailServer


class SignInForm(LoginForm):
    def __init__(self, *arguments: Any, **named: Any):
        super().__init__(*arguments, **named)
        self.fields["login"].label = _("E-mail or login")
        self.fields["login"].widget.attrs = {"autocomplete": "username", "autofocus": True, "autocapitalize": "none"}
        self.fields["password"].help_text = ""
        self.fields["password"].widget.attrs.pop("placeholder", None)
        self.fields["remember"].initial = True


class ForgottenPasswordForm(ResetPasswordForm):
    def __init__(self, *arguments: Any, **named: Any):
        super().__init__(*arguments, **named)
        self.fields["email"].label = _("Your e-mail")
        self.fields["email"].widget.attrs = {"autocomplete": "email", "autofocus": True, "type": "email"}


class NewPasswordForm(ResetPasswordKeyForm):
    """Once: the eye beside the field shows what is typed."""

    def __init__(self, *arguments: Any, **named: Any):
        super().__init__(*arguments, **named)
        del self.fields["password2"]
        only_new_password(self)


def only_new_password(form: Any) -> None:
    form.fields["password1"].label = _("New password")
    form.fields["password1"].help_text = _("Eight characters or more")
    form.fields["password1"].widget.attrs.pop("placeholder", None)


@method_decorator(login_not_required, name="dispatch")
class SignIn(LoginView):
    def dispatch(self, request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponseBase:
        if request.method == "GET" and not Company.objects.exists():
            return redirect("web:first_run")
        return super().dispatch(request, *arguments, **named)

    def form_invalid(self, form: LoginForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **named: Any) -> dict[str, Any]:
        return super().get_context_data(**named) | {"house": house_words()}


@method_decorator(login_not_required, name="dispatch")
class ForgottenPassword(PasswordResetView):
    """The same page and the same answer for every address; without mail nobody is promised a letter."""

    def form_valid(self, form: ResetPasswordForm) -> HttpResponse:
        if not MailServer.objects.exists():
            return self.render_to_response(self.get_context_data(form=form))
        return super().form_valid(form)

    def get_context_data(self, **named: Any) -> dict[str, Any]:
        return super().get_context_data(**named) | {"house": house_words(), "mail_is_set_up": MailServer.objects.exists()}


def house_words() -> dict[str, Any]:
    owner = Member.objects.owners().first()
    return {"company": Company.objects.first(), "owner": owner.full_name if owner else ""}
