from django.http import Http404
from django.utils.translation import gettext as _

from portal.access import Action
from portal.models import Organisation
from portal.requests import PortalRequest


def owner_of_address(request: PortalRequest, pk: int) -> Organisation:
    """The owner that an address names: 404 outside the user's."""
    owner = next((one for one in request.user.owners_where(Action.VIEW) if one.pk == pk), None)
    if owner is None:
        raise Http404(_("There is no such record, or it belongs to another owner."))
    return owner
