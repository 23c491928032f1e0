"""What a request carries in this portal, for the type checker."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from portal.models import User


class HtmxRequest(HttpRequest):
    """A request behind the middleware of django-htmx. Never instantiated."""

    htmx: HtmxDetails


class PortalRequest(HtmxRequest):
    """A request as views get it: from somebody logged in, perhaps made by htmx. Never instantiated."""

    user: User
