from django.db.models import Count, Prefetch, Q
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from portal import access
from portal.lists.pages import show_list
from portal.records.opening import open_record
from portal.records.pages import edit_record, new_record
from portal.records.related import sections
from portal.requests import PortalRequest
from strategy.figure import figure
from strategy.forms import StrategyForm
from strategy.listings import STRATEGY_TONES, StrategyListing
from strategy.models import FINISHED, ActionPlan, Decision, Initiative, Perspective, Strategy
from strategy.views.progress import newest_updates


@require_safe
def strategy_list(request: PortalRequest) -> HttpResponseBase:
    return show_list(request, StrategyListing)


@require_safe
def strategy_detail(request: PortalRequest, pk: int) -> HttpResponse:
    """The strategy as a document to read, with how each of its initiatives goes."""
    user = request.user
    strategy = open_record(request, Strategy, pk)
    initiatives = Initiative.objects.visible_to(user).select_related("department")
    perspectives = list(
        Perspective.objects.visible_to(user)
        .filter(strategy=strategy)
        .prefetch_related(
            Prefetch("initiatives", initiatives.prefetch_related(newest_updates(user)), to_attr="efforts")
        )
    )
    decisions = Decision.objects.visible_to(user)
    live_actions = Q(action_items__deleted_at=None, action_items__isnull=False)
    context = {
        "strategy": strategy,
        "tone": STRATEGY_TONES.get(strategy.status, "neutral"),
        "adopted_by": decisions.filter(adopted_strategies=strategy).select_related("item__body").first(),
        "successors": Strategy.objects.visible_to(user).filter(revises=strategy).order_by("starts_year"),
        "perspectives": perspectives,
        "figure": figure((perspective, perspective.efforts) for perspective in perspectives),
        "action_plans": ActionPlan.objects.visible_to(user)
        .filter(strategy=strategy)
        .annotate(
            actions=Count("action_items", filter=live_actions),
            unfinished=Count("action_items", filter=live_actions & ~Q(action_items__progress__in=FINISHED)),
        ),
        "sections": sections(strategy, user),
        "may_change": access.may_change(user, strategy),
    }
    return render(request, "strategy/strategy_detail.html", context)


@require_http_methods(["GET", "POST"])
def strategy_new(request: PortalRequest) -> HttpResponse:
    return new_record(request, StrategyForm)


@require_http_methods(["GET", "POST"])
def strategy_edit(request: PortalRequest, pk: int) -> HttpResponse:
    return edit_record(request, StrategyForm, pk)
