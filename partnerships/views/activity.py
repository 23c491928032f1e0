from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from partnerships.forms import ActivityForm, QuickActivityForm
from partnerships.listings import ActivityListing
from partnerships.models import Activity, Partnership
from portal import access
from portal.access import Action
from portal.lists.pages import show_list
from portal.records.loading import load_to_change
from portal.records.opening import open_record
from portal.records.pages import edit_record, new_record
from portal.records.related import sections
from portal.requests import PortalRequest


@require_safe
def activity_list(request: PortalRequest) -> HttpResponseBase:
    return show_list(request, ActivityListing, owners=request.user.owners_where(Action.VIEW))


@require_safe
def activity_detail(request: PortalRequest, pk: int) -> HttpResponse:
    """One page for what went on: with whom, what came of it, what it cost."""
    activity = open_record(request, Activity, pk)
    context = {
        "activity": activity,
        "partnerships": activity.partnerships.visible_to(request.user)
        .select_related("partner__country")
        .order_by("partner__sort_key"),
        "organisations": activity.organisations.select_related("country").order_by("sort_key"),
        "departments": activity.departments.visible_to(request.user),
        "persons": activity.persons.visible_to(request.user).order_by("sort_key"),
        "topics": activity.topics.all(),
        "is_to_come": activity.starts_on > timezone.localdate(),
        "sections": sections(activity, request.user),
        "may_change": access.may_change(request.user, activity),
    }
    return render(request, "partnerships/activity_detail.html", context)


@require_http_methods(["GET", "POST"])
def activity_new(request: PortalRequest) -> HttpResponse:
    return new_record(request, ActivityForm)


@require_http_methods(["GET", "POST"])
def activity_edit(request: PortalRequest, pk: int) -> HttpResponse:
    return edit_record(request, ActivityForm, pk)


@require_http_methods(["GET", "POST"])
def activity_quick(request: PortalRequest, pk: int) -> HttpResponse:
    """Notes an activity of a partnership in half a minute, and goes back to its page."""
    partnership = load_to_change(request, Partnership, pk)
    departments = [partnership.department_id] if partnership.department_id else []
    return new_record(
        request,
        QuickActivityForm,
        instance=Activity(owner=partnership.owner),
        initial={"starts_on": timezone.localdate(), "departments": departments, "partnerships": [pk]},
        then=partnership.get_absolute_url(),
        title=_("New activity with %(partner)s") % {"partner": partnership.partner},
        record=partnership,
        above="partnerships/activity_full_form.html",
        departments=departments,
    )
