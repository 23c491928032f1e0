from allauth.account.adapter import DefaultAccountAdapter
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from portal.models import User


class ClosedAccountAdapter(DefaultAccountAdapter):
    """Nobody signs up: administrators create the logins, and switch them off."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        messages.error(request, _("This login has been switched off. Ask your administrator."))
        return redirect("account_login")
