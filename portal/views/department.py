from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from portal import access
from portal.forms import DepartmentForm
from portal.models import Department
from portal.records.opening import open_record
from portal.records.pages import edit_record, new_record
from portal.records.related import sections
from portal.requests import PortalRequest


@require_safe
def department_detail(request: PortalRequest, pk: int) -> HttpResponse:
    """What a department is responsible for and takes part in; the apps tell."""
    department = open_record(request, Department, pk)
    context = {
        "department": department,
        "sections": sections(department, request.user),
        "may_change": access.may_change(request.user, department),
    }
    return render(request, "portal/department_detail.html", context)


@require_http_methods(["GET", "POST"])
def department_new(request: PortalRequest) -> HttpResponse:
    return new_record(request, DepartmentForm)


@require_http_methods(["GET", "POST"])
def department_edit(request: PortalRequest, pk: int) -> HttpResponse:
    return edit_record(request, DepartmentForm, pk)
