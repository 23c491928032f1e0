from django.db import transaction
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.lists.pages import show_list
from portal.records.loading import load
from portal.records.pages import edit_record, new_record
from portal.requests import PortalRequest
from strategy.forms import DecisionForm
from strategy.listings import DecisionListing
from strategy.models import AgendaItem, Decision


@require_safe
def decision_list(request: PortalRequest) -> HttpResponseBase:
    return show_list(request, DecisionListing)


@require_http_methods(["GET", "POST"])
@transaction.atomic
def agenda_item_decision(request: PortalRequest, pk: int) -> HttpResponse:
    """Record what was decided, or change the wording. The item is held, so that it gets one decision only."""
    item = load(request, AgendaItem.objects.select_related("body", "meeting").select_for_update(of=("self",)), pk)
    decision = Decision.objects.filter(item=item).first()
    above = "strategy/recommendation.html"
    # A form opened before somebody else recorded the decision says so itself, and keeps what was typed.
    if decision is None or "creation_key" in request.POST:
        title = _("Decision on %(item)s") % {"item": item}
        made = Decision(item=item)
        return new_record(request, DecisionForm, instance=made, title=title, record=item, above=above, item=item)
    return edit_record(request, DecisionForm, decision.pk, above=above, item=item)
