from django.urls import include, path

from strategy.views import action_item, action_plan, initiative, perspective, status, strategy

app_name = "strategy"

# /strategies/
strategy_urls = [
    path("", strategy.strategy_list, name="strategy_list"),
    path("new/", strategy.strategy_new, name="strategy_new"),
    path("<int:pk>/", strategy.strategy_detail, name="strategy_detail"),
    path("<int:pk>/edit/", strategy.strategy_edit, name="strategy_edit"),
    path("perspectives/new/", perspective.perspective_new, name="perspective_new"),
    path("perspectives/<int:pk>/edit/", perspective.perspective_edit, name="perspective_edit"),
    path("action-plans/new/", action_plan.action_plan_new, name="action_plan_new"),
    path("action-plans/<int:pk>/edit/", action_plan.action_plan_edit, name="action_plan_edit"),
]

# /strategies/initiatives/
initiative_urls = [
    path("", initiative.initiative_list, name="initiative_list"),
    path("new/", initiative.initiative_new, name="initiative_new"),
    path("<int:pk>/", initiative.initiative_detail, name="initiative_detail"),
    path("<int:pk>/edit/", initiative.initiative_edit, name="initiative_edit"),
    path("<int:pk>/status/", initiative.initiative_status, name="initiative_status"),
]

# /strategies/actions/
action_item_urls = [
    path("", action_item.action_item_list, name="action_item_list"),
    path("new/", action_item.action_item_new, name="action_item_new"),
    path("<int:pk>/", action_item.action_item_detail, name="action_item_detail"),
    path("<int:pk>/edit/", action_item.action_item_edit, name="action_item_edit"),
    path("<int:pk>/status/", action_item.action_item_status, name="action_item_status"),
]

# /status/
status_urls = [
    path("", status.status_list, name="status_list"),
    path("<int:owner_pk>/<int:year>/", status.status_detail, name="status_detail"),
    path("<int:owner_pk>/<int:year>/status.pdf", status.status_pdf, name="status_pdf"),
]

urlpatterns = [
    path("strategies/", include(strategy_urls)),
    path("strategies/initiatives/", include(initiative_urls)),
    path("strategies/actions/", include(action_item_urls)),
    path("status/", include(status_urls)),
]
