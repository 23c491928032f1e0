from http import HTTPStatus
from typing import Any

import pghistory
from django.contrib import messages
from django.core.exceptions import BadRequest
from django.db import transaction
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from partnerships.forms import NewReviewForm, ReviewRoundForm
from partnerships.listings import ReviewRoundListing
from partnerships.models import Criterion, ReviewRound
from partnerships.portfolio import portfolio
from partnerships.printing.memo import file_name, memo_document, memo_word
from portal import access
from portal.access import Action
from portal.lists.pages import show_list
from portal.printing.answer import pdf_answer
from portal.printing.docx import DOCX
from portal.records.loading import load
from portal.records.pages import edit_record, new_record, posted_version
from portal.requests import PortalRequest


@require_safe
def review_list(request: PortalRequest) -> HttpResponseBase:
    return show_list(request, ReviewRoundListing)


@require_safe
def review_detail(request: PortalRequest, pk: int) -> HttpResponse:
    """All that a review assesses, side by side; `?sort=` says by which column."""
    review = load(request, ReviewRound.objects.select_related("owner"), pk)
    return render(request, "partnerships/review_detail.html", _context(request, review))


@require_http_methods(["GET", "POST"])
@transaction.atomic
def review_new(request: PortalRequest) -> HttpResponse:
    """One form begins a review: its criteria, and all that is ongoing. Of several owners, one is chosen first."""
    owners = request.user.owners_where(Action.CONDUCT)
    asked = request.GET.get("owner", "")
    chosen = [owner for owner in owners if not asked or str(owner.pk) == asked]
    if len(chosen) > 1:
        return render(request, "partnerships/review_new.html", {"owners": chosen})
    if owners and not chosen:
        raise Http404(_("There is no such owner."))
    instance = ReviewRound(owner=chosen[0], day=timezone.localdate()) if chosen else None
    return new_record(request, NewReviewForm, instance=instance, title=_("New review"))


@require_http_methods(["GET", "POST"])
def review_edit(request: PortalRequest, pk: int) -> HttpResponse:
    return edit_record(request, ReviewRoundForm, pk)


@require_POST
@transaction.atomic
def review_close(request: PortalRequest, pk: int) -> HttpResponse:
    """Close a review, so that nothing of it changes any more, or open it again."""
    rows = ReviewRound.objects.select_related("owner").select_for_update(of=("self",))
    review = load(request, rows, pk, action=Action.CONDUCT)
    if posted_version(request) != review.version:
        messages.warning(request, _("Someone else has changed the review meanwhile. Look again before you go on."))
        context = _context(request, review)
        return render(request, "partnerships/review_detail.html", context, status=HTTPStatus.CONFLICT)
    review.closed_on = None if review.closed_on else timezone.localdate()
    said = _("The review is closed.") if review.closed_on else _("The review is open again.")
    with pghistory.context(reason=said):
        review.save(update_fields=["closed_on"])
    messages.success(request, said)
    return redirect(review)


@require_safe
def review_memo(request: PortalRequest, pk: int) -> HttpResponse:
    """The memo to the council, to be read and printed from the browser."""
    review = load(request, ReviewRound.objects.select_related("owner"), pk)
    return render(
        request, "partnerships/review_memo.html", {"review": review, "portfolio": portfolio(review, request.user)}
    )


@require_safe
def review_pdf(request: PortalRequest, pk: int) -> HttpResponse:
    review = load(request, ReviewRound.objects.select_related("owner"), pk)
    document = memo_document(portfolio(review, request.user))
    page = reverse("partnerships:review_memo", args=[pk])
    return pdf_answer(request, "memo", document, name=file_name(review, "pdf"), otherwise=page)


@require_safe
def review_docx(request: PortalRequest, pk: int) -> HttpResponse:
    review = load(request, ReviewRound.objects.select_related("owner"), pk)
    word = memo_word(memo_document(portfolio(review, request.user)))
    headers = {"Content-Disposition": f'attachment; filename="{file_name(review, "docx")}"'}
    return HttpResponse(word, content_type=DOCX, headers=headers)


def _context(request: PortalRequest, review: ReviewRound) -> dict[str, Any]:
    found, sort = portfolio(review, request.user), request.GET.get("sort", "")
    try:
        rows = found.sorted_by(sort) if sort else found.rows
    except KeyError:
        raise BadRequest(_("The table has no such column to sort by.")) from None
    may_change = access.may_change(request.user, review)
    return {
        "review": review,
        "portfolio": found,
        "rows": rows,
        "sort": sort,
        "columns": _columns(found.criteria, sort),
        "previous": review.previous(),
        "may_change": may_change,
        "may_score": access.may(request.user, Action.EDIT, review) and not review.closed_on,
        "may_conduct": access.may(request.user, Action.CONDUCT, review),
    }


def _columns(criteria: list[Criterion], sort: str) -> list[dict[str, str]]:
    """The headings that sort: the criteria, their sum, the recommendation, and who was told."""
    headings = [(str(criterion.pk), criterion.name, criterion.guidance) for criterion in criteria]
    headings += [("total", _("Points"), ""), ("recommendation", _("The recommendation"), ""), ("told", _("Told"), "")]
    states = {"": "none", "-": "descending"}
    return [
        {
            "key": key,
            "name": name,
            "guidance": guidance,
            "next": key if sort == f"-{key}" else f"-{key}",
            "state": "ascending" if sort == key else states["-" if sort == f"-{key}" else ""],
        }
        for key, name, guidance in headings
    ]
