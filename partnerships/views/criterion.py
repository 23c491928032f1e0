from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from partnerships.forms import CriterionForm
from partnerships.models import Criterion, ReviewRound
from portal.access import Action
from portal.records.loading import load
from portal.records.pages import edit_record, new_record
from portal.requests import PortalRequest


@require_http_methods(["GET", "POST"])
def criterion_new(request: PortalRequest, pk: int) -> HttpResponse:
    review = load(request, ReviewRound, pk, action=Action.CONDUCT)
    criterion = Criterion(review=review, number=review.criteria.count() + 1)
    return new_record(request, CriterionForm, instance=criterion, record=review)


@require_http_methods(["GET", "POST"])
def criterion_edit(request: PortalRequest, pk: int) -> HttpResponse:
    return edit_record(request, CriterionForm, pk)
