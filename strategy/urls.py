from django.urls import include, path

from strategy.views import (
    action_item,
    action_plan,
    agenda_item,
    attendance,
    body,
    decision,
    initiative,
    meeting,
    perspective,
    report,
    seat,
    status,
    strategy,
)

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

# /reports/
report_urls = [
    path("", report.report_list, name="report_list"),
    path("<int:owner_pk>/<slug:name>/", report.report_detail, name="report_detail"),
    path("<int:owner_pk>/<slug:name>.pdf", report.report_pdf, name="report_pdf"),
]

# /bodies/
body_urls = [
    path("", body.body_list, name="body_list"),
    path("new/", body.body_new, name="body_new"),
    path("<int:pk>/", body.body_detail, name="body_detail"),
    path("<int:pk>/edit/", body.body_edit, name="body_edit"),
    path("<int:pk>/seats/new/", seat.seat_new, name="seat_new"),
    path("seats/<int:pk>/edit/", seat.seat_edit, name="seat_edit"),
]

# /meetings/
meeting_urls = [
    path("", meeting.meeting_list, name="meeting_list"),
    path("new/", meeting.meeting_new, name="meeting_new"),
    path("<int:pk>/", meeting.meeting_detail, name="meeting_detail"),
    path("<int:pk>/edit/", meeting.meeting_edit, name="meeting_edit"),
    path("<int:pk>/state/", meeting.meeting_state, name="meeting_state"),
    path("<int:pk>/take/", meeting.meeting_take, name="meeting_take"),
    path("<int:pk>/attendance/", attendance.attendance_new, name="attendance_new"),
    path("<int:pk>/agenda/", meeting.meeting_agenda, name="meeting_agenda"),
    path("<int:pk>/agenda.pdf", meeting.meeting_pdf, name="meeting_pdf"),
]

# /meetings/items/
agenda_item_urls = [
    path("new/", agenda_item.agenda_item_new, name="agenda_item_new"),
    path("<int:pk>/", agenda_item.agenda_item_detail, name="agenda_item_detail"),
    path("<int:pk>/edit/", agenda_item.agenda_item_edit, name="agenda_item_edit"),
    path("<int:pk>/move/", agenda_item.agenda_item_move, name="agenda_item_move"),
    path("from-review/<int:pk>/", agenda_item.agenda_item_from_review, name="agenda_item_from_review"),
    path("<int:pk>/decision/", decision.agenda_item_decision, name="agenda_item_decision"),
]

urlpatterns = [
    path("strategies/", include(strategy_urls)),
    path("strategies/initiatives/", include(initiative_urls)),
    path("strategies/actions/", include(action_item_urls)),
    path("status/", include(status_urls)),
    path("reports/", include(report_urls)),
    path("bodies/", include(body_urls)),
    path("meetings/", include(meeting_urls)),
    path("meetings/items/", include(agenda_item_urls)),
    path("decisions/", decision.decision_list, name="decision_list"),
]
