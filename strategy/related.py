from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from networks.models import Network
from partnerships.models import Partnership
from portal.models import Organisation, User
from portal.records.related import Line, Section, section_of
from strategy.listings import PROGRESS_TONES
from strategy.models import ActionItem, Initiative


@section_of(Organisation)
def initiatives_with_organisation(organisation: Organisation, user: User) -> Section:
    """Initiatives that the organisation takes part in, or that name a partnership with it."""
    return _initiatives(user, Q(taking_part=organisation) | Q(partnerships__partner=organisation))


@section_of(Organisation)
def actions_with_organisation(organisation: Organisation, user: User) -> Section:
    return _actions(user, Q(taking_part=organisation) | Q(partnerships__partner=organisation))


@section_of(Partnership)
def initiatives_with_partnership(partnership: Partnership, user: User) -> Section:
    return _initiatives(user, Q(partnerships=partnership))


@section_of(Partnership)
def actions_with_partnership(partnership: Partnership, user: User) -> Section:
    return _actions(user, Q(partnerships=partnership))


@section_of(Network)
def initiatives_with_network(network: Network, user: User) -> Section:
    return _initiatives(user, Q(networks=network))


def _initiatives(user: User, naming: Q) -> Section:
    rows = _naming(user, naming).select_related("strategy")
    return Section(
        id="initiatives",
        title=_("Initiatives"),
        lines=[
            Line(
                title=str(row),
                url=row.get_absolute_url(),
                detail=str(row.strategy),
                badge=row.get_progress_display(),
                tone=PROGRESS_TONES[row.progress],
            )
            for row in rows
        ],
    )


def _actions(user: User, naming: Q) -> Section:
    """The actions of the initiatives that name something."""
    rows = ActionItem.objects.visible_to(user).filter(initiative__in=_naming(user, naming)).select_related("initiative")
    return Section(
        id="actions",
        title=_("Actions"),
        lines=[
            Line(
                title=row.title,
                url=row.get_absolute_url(),
                detail=str(row.initiative),
                badge=row.get_progress_display(),
                tone=PROGRESS_TONES[row.progress],
                day=row.due_on,
            )
            for row in rows.order_by("due_on", "pk")
        ],
    )


def _naming(user: User, naming: Q) -> QuerySet[Initiative]:
    # By key, because a row reached along two ways must come once only.
    return Initiative.objects.visible_to(user).filter(pk__in=Initiative.objects.filter(naming).values("pk"))
