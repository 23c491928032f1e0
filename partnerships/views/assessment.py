from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from partnerships.forms import AssessmentForm, NewAssessmentForm, ScoresForm
from partnerships.models import Assessment, Criterion, ReviewRound
from partnerships.portfolio import period, portfolio, row_of, went_on
from portal import access
from portal.access import Action
from portal.announcing import announced
from portal.records.clash import last_change
from portal.records.handover import handovers
from portal.records.loading import load, load_to_change, locked
from portal.records.opening import open_record
from portal.records.pages import edit_record, new_record, posted_version
from portal.records.refusal import form_status
from portal.records.related import sections
from portal.requests import PortalRequest


@require_safe
def assessment_detail(request: PortalRequest, pk: int) -> HttpResponse:
    """The decision sheet of one record: what the review says of it, beside what the records know."""
    assessment = open_record(request, Assessment, pk)
    criteria = _criteria(request, assessment)
    row = row_of(assessment, criteria, request.user)
    earlier = Assessment.objects.visible_to(request.user).filter(
        about_kind=assessment.about_kind, about_id=assessment.about_id, review__day__lt=assessment.review.day
    )
    context = {
        "assessment": assessment,
        "review": assessment.review,
        "picture": row.picture,
        "row": row,
        "scores": list(zip(criteria, row.scores, strict=True)),
        "period": period(assessment.review),
        "activity": went_on(assessment, request.user),
        "earlier": earlier.select_related("review").order_by("-review__day"),
        "handovers": handovers(assessment, request.user),
        "sections": sections(assessment, request.user),
        "may_change": access.may_change(request.user, assessment),
    }
    return render(request, "partnerships/assessment_detail.html", context)


@require_http_methods(["GET", "POST"])
@transaction.atomic
def assessment_new(request: PortalRequest, pk: int) -> HttpResponse:
    review = load(request, ReviewRound.objects.select_related("owner"), pk, action=Action.CONDUCT)
    assessment = Assessment(review=review, owner=review.owner)
    return new_record(request, NewAssessmentForm, instance=assessment, record=review)


@require_http_methods(["GET", "POST"])
def assessment_edit(request: PortalRequest, pk: int) -> HttpResponse:
    return edit_record(request, AssessmentForm, pk)


@require_http_methods(["GET", "POST"])
@transaction.atomic
def assessment_scores(request: PortalRequest, pk: int) -> HttpResponse:
    """All scores of an assessment at once: in the row of the review's table when htmx asks, otherwise on a page.

    400 without a version, 409 on top of scores that the user has not seen.
    """
    if request.method != "POST":
        assessment = load_to_change(request, Assessment, pk)
        if "cancel" in request.GET:
            return _row(request, assessment)
        return _form_page(request, _form(request, assessment))
    assessment = locked(request, Assessment, pk)
    form = _form(request, assessment, request.POST)
    if posted_version(request) != form.stamp:
        return _clash(request, form)
    if not form.is_valid():
        return _form_page(request, form, status=form_status(form))
    form.save()
    said = _("%(record)s is scored.") % {"record": row_of(assessment, [], request.user).picture.title}
    if request.htmx.request_type != "partial":
        messages.success(request, said)
        return redirect(assessment)
    return announced(_row(request, assessment), said, **{"fact-saved": "scores"})


def _criteria(request: PortalRequest, assessment: Assessment) -> list[Criterion]:
    return list(Criterion.objects.visible_to(request.user).filter(review=assessment.review_id))


def _form(request: PortalRequest, assessment: Assessment, data: QueryDict | None = None) -> ScoresForm:
    criteria = _criteria(request, assessment)
    return ScoresForm(data, assessment=assessment, criteria=criteria, auto_id=f"scores-{assessment.pk}-%s")


def _row(request: PortalRequest, assessment: Assessment) -> HttpResponse:
    """The assessment's row of the review's table."""
    found = portfolio(assessment.review, request.user)
    row = next(row for row in found.rows if row.assessment.pk == assessment.pk)
    return render(request, "partnerships/review_row.html", {"row": row, "portfolio": found, "may_score": True})


def _form_page(
    request: PortalRequest, form: ScoresForm, *, status: HTTPStatus = HTTPStatus.OK, **context: Any
) -> HttpResponse:
    in_place = request.htmx.request_type == "partial"
    row = row_of(form.assessment, form.criteria, request.user)
    template = "partnerships/assessment_scores.html#row" if in_place else "partnerships/assessment_scores.html"
    context |= {"form": form, "assessment": form.assessment, "picture": row.picture, "width": len(form.criteria) + 4}
    return render(request, template, context, status=status)


def _clash(request: PortalRequest, stale: ScoresForm) -> HttpResponse:
    """What was typed, ready to be saved on top of what somebody else has given meanwhile, which stands beside it."""
    data = request.POST.copy()
    data["version"] = str(stale.stamp)
    form, stored = _form(request, stale.assessment, data), _form(request, stale.assessment)
    theirs = [
        {"label": _label(form, name), "mine": form[name].data, "stored": stored[name].initial}
        for name in form.fields
        if name != "version" and (form[name].data or "") != (stored[name].initial or "")
    ]
    changed_by, changed_at = last_change(stale.assessment, request.user)
    clash = {"rows": theirs, "changed_by": changed_by, "changed_at": changed_at}
    return _form_page(request, form, status=HTTPStatus.CONFLICT, **clash)


def _label(form: ScoresForm, name: str) -> str:
    """A reason is called after its criterion."""
    names = {f"reason_{criterion.pk}": f"{criterion}: {form[name].label}" for criterion in form.criteria}
    return names.get(name, str(form[name].label))
