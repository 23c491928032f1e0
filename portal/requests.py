"""What a request carries in this portal, for the type checker."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from portal.models import User


class PortalRequest(HttpRequest):
    """A request as views get it: from somebody logged in, perhaps made by htmx. Never instantiated."""

    user: User  # type: ignore[assignment]
    htmx: HtmxDetails
