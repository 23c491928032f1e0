from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from networks.models import Membership
from partnerships.models import Agreement, Assessment, Partnership
from portal import access
from portal.access import Action
from portal.announcing import announced
from portal.models import User
from portal.records.handover import sheet
from portal.records.loading import load
from portal.records.opening import open_record
from portal.records.pages import edit_record, new_record
from portal.records.refusal import form_status
from portal.records.related import sections
from portal.requests import PortalRequest
from strategy import agenda
from strategy.forms import AgendaItemForm, PlaceForm
from strategy.handover import make_item
from strategy.models import ActionItem, AgendaItem, Decision, Initiative
from strategy.views.meeting import agenda_context


@require_safe
def agenda_item_detail(request: PortalRequest, pk: int) -> HttpResponse:
    item = open_record(request, AgendaItem, pk)
    decision = Decision.objects.visible_to(request.user).filter(item=item).first()
    entry = agenda.Entry(
        number=item.position,
        item=item,
        decision=decision,
        earlier=agenda.earlier_treatment([item], request.user)[item.pk],
    )
    partnerships = Partnership.objects.visible_to(request.user).filter(agenda_items=item).with_names()
    agreements = Agreement.objects.visible_to(request.user).filter(agenda_items=item)
    memberships = Membership.objects.visible_to(request.user).filter(agenda_items=item).with_names()
    initiatives = Initiative.objects.visible_to(request.user).filter(agenda_items=item)
    context = {
        "item": item,
        "entry": entry,
        "concerns": [
            (_("Partnerships"), partnerships.order_by("partner__sort_key")),
            (_("Agreements"), agreements.order_by("pk")),
            (_("Memberships"), memberships.order_by("network__sort_key")),
            (_("Initiatives"), initiatives),
        ],
        "sections": sections(item, request.user),
        "may_change": access.may_change(request.user, item),
        "may_decide": access.may_change(request.user, decision or Decision(item=item)),
        "next_action": _action_after(decision, initiatives, request.user) if decision else "",
    }
    return render(request, "strategy/agenda_item_detail.html", context)


def _action_after(decision: Decision, initiatives: QuerySet[Initiative], user: User) -> str:
    """Where an action that follows from the decision is written; "" for those who write none.

    It belongs to the initiative that the item is about, if that is one only.
    """
    if not access.may(user, ActionItem.needs, decision):
        return ""
    about = {"decision": decision.pk}
    if len(initiatives) == 1:
        about["initiative"] = initiatives[0].pk
    return reverse("strategy:action_item_new", query=about)


@require_http_methods(["GET", "POST"])
@transaction.atomic
def agenda_item_new(request: PortalRequest) -> HttpResponse:
    return new_record(request, AgendaItemForm, title=_("New item"))


@require_http_methods(["GET", "POST"])
@transaction.atomic
def agenda_item_from_review(request: PortalRequest, pk: int) -> HttpResponse:
    """Make an item of the decision sheet of a review; the second time it leads to the item of the first."""
    rows = Assessment.objects.select_related("review", "owner").select_for_update(of=("self",))
    assessment = load(request, rows, pk, action=Action.CONDUCT)
    made = AgendaItem.objects.filter(assessment=assessment).first()
    if made:
        return redirect(made)
    form = PlaceForm(request.POST if request.method == "POST" else None, owner=assessment.owner, user=request.user)
    if form.is_valid():
        body, meeting = form.chosen
        made = make_item(assessment=assessment, sheet=sheet(assessment, request.user), body=body, meeting=meeting)
        messages.success(request, _("The item is made. Read it through before the agenda is locked."))
        return redirect(made)
    context = {"form": form, "assessment": assessment}
    return render(request, "strategy/agenda_item_from_review.html", context, status=form_status(form))


@require_http_methods(["GET", "POST"])
def agenda_item_edit(request: PortalRequest, pk: int) -> HttpResponse:
    return edit_record(request, AgendaItemForm, pk)


@require_POST
def agenda_item_move(request: PortalRequest, pk: int) -> HttpResponse:
    """One place up or down the agenda; htmx gets the agenda back, and the new number is read aloud."""
    rows = AgendaItem.objects.select_related("body", "meeting__body__owner")
    item = load(request, rows, pk, action=Action.CONDUCT)
    step = {"up": -1, "down": 1}.get(request.POST.get("direction", ""))
    if step is None:
        raise BadRequest(_("An item moves up or down."))
    if item.meeting is None:
        raise PermissionDenied(_("The item is not on an agenda."))
    try:
        number = agenda.move(item, item.meeting, by=step)
    except PermissionDenied as refusal:
        if not request.htmx:
            raise
        # The page that asked is old: show it anew, with the reason, rather than an error page inside the agenda.
        messages.error(request, str(refusal))
        return HttpResponseClientRefresh()
    announcement = _("%(item)s is number %(number)d.") % {"item": item, "number": number}
    if not request.htmx:
        messages.success(request, announcement)
        return redirect(item.meeting)
    answer = render(request, "strategy/meeting_detail.html#agenda", agenda_context(request, item.meeting))
    return announced(answer, announcement)
