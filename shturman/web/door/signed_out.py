"""The session has ended while a page stands open: what is typed on it must not go."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from shturman.kit.answers import is_part, part, toast


class AskToSignIn(LoginRequiredMiddleware):
    def handle_no_permission(self, request: HttpRequest, view_func: Callable[..., Any]) -> Any:
        """A part of a page is no place for the page of the entrance."""
        if not is_part(request):
            return super().handle_no_permission(request, view_func)
        words = _("You are signed out. Sign in in a neighbouring tab and repeat: what you typed stays here")
        toast(request, words, level="late", link=reverse("account_login"))
        return part(request, "web/_nothing.html", {}, status=401)
