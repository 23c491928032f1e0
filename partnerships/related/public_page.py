from django.urls import reverse
from django.utils.translation import gettext as _

from partnerships.models import (
    PublicPage,
)
from portal import access
from portal.access import Action
from portal.models import Organisation, User
from portal.records.related import Line, Section, section_of


@section_of(Organisation)
def public_page_of(organisation: Organisation, user: User) -> Section:
    """What an owner shows everybody and whether it does; for its administrator the way to begin."""
    if not organisation.is_owner:
        return Section(id="public-page", title=_("Public page"))
    lines = [
        Line(
            title=page.public_url(),
            url=page.get_absolute_url(),
            badge=_("On") if page.is_on else _("Off"),
            tone="good" if page.is_on else "neutral",
        )
        for page in PublicPage.objects.visible_to(user).filter(owner=organisation)
    ]
    if not lines and access.may(user, Action.ADMINISTER, organisation):
        url = reverse("partnerships:public_page_new", query={"owner": organisation.pk})
        lines = [Line(title=_("Show partnerships to everybody"), url=url)]
    return Section(id="public-page", title=_("Public page"), lines=lines)
