"""The pages of allauth that this house opens, each by name: signing up and the like stay shut."""

from allauth.account import views as account
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path, re_path
from django.views.generic import RedirectView

from shturman.web import allauth_signals
from shturman.web.door.factors import RemovePasskey
from shturman.web.door.sign_in import ForgottenPassword, SignIn

# Imported with the first address, so that it listens before anybody can knock.
__all__ = ["allauth_signals", "urlpatterns"]

TO_SECURITY = RedirectView.as_view(pattern_name="web:security")

urlpatterns = [
    path("login/", SignIn.as_view(), name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", login_not_required(account.account_inactive), name="account_inactive"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("password/set/", TO_SECURITY, name="account_set_password"),
    path("password/reset/", ForgottenPassword.as_view(), name="account_reset_password"),
    path("password/reset/done/", account.password_reset_done, name="account_reset_password_done"),
    path("password/reset/key/done/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("2fa/", TO_SECURITY, name="mfa_index"),
    path("2fa/webauthn/", TO_SECURITY, name="mfa_list_webauthn"),
    path("2fa/webauthn/keys/<int:pk>/remove/", RemovePasskey.as_view(), name="mfa_remove_webauthn"),
    path("2fa/", include("allauth.mfa.urls")),
]
