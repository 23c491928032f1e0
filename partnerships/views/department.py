from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from partnerships.department_work import work_of_departments, years_of_activities
from portal.records.loading import owner_of_address
from portal.requests import PortalRequest


@require_safe
def department_work(request: PortalRequest, owner_pk: int) -> HttpResponse:
    """The map of what each department does with which partner, of all years or of `?year=`."""
    owner = owner_of_address(request, owner_pk)
    years = years_of_activities(owner=owner, user=request.user)
    asked = request.GET.get("year", "")
    if asked and asked not in map(str, years):
        raise Http404(_("No activities are recorded in this year."))
    year = int(asked) if asked else None
    work = work_of_departments(owner=owner, year=year, user=request.user)
    context = {"owner": owner, "work": work, "year": year, "years": years}
    return render(request, "partnerships/department_work.html", context)
