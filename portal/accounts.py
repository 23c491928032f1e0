from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from portal.models import User


class RoleBackend(AuthenticationBackend):
    """Logs in as allauth does, and reads the user of a request together with the roles."""

    def get_user(self, user_id: int) -> User | None:
        user = User.with_roles(user_id)
        if user is None:
            return super().get_user(user_id)
        return user if self.user_can_authenticate(user) else None


class ClosedAccountAdapter(DefaultAccountAdapter):
    """Nobody signs up: administrators create the logins, and switch them off."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        messages.error(request, _("This login has been switched off. Ask your administrator."))
        return redirect("account_login")
