from django.urls import include, path

from partnerships.views import (
    activity,
    agreement,
    assessment,
    criterion,
    department,
    enquiry,
    extension,
    office,
    office_name,
    partnership,
    partnership_map,
    public_page,
    public_site,
    reminder,
    review,
)

app_name = "partnerships"

# /partnerships/
partnership_urls = [
    path("", partnership.partnership_list, name="partnership_list"),
    path("map/", partnership_map.partnership_map, name="partnership_map"),
    path("new/", partnership.partnership_new, name="partnership_new"),
    path("<int:pk>/", partnership.partnership_detail, name="partnership_detail"),
    path("<int:pk>/edit/", partnership.partnership_edit, name="partnership_edit"),
    path("<int:pk>/activities/new/", activity.activity_quick, name="activity_quick"),
]

# /partnerships/activities/
activity_urls = [
    path("", activity.activity_list, name="activity_list"),
    path("new/", activity.activity_new, name="activity_new"),
    path("<int:pk>/", activity.activity_detail, name="activity_detail"),
    path("<int:pk>/edit/", activity.activity_edit, name="activity_edit"),
    path("by-department/<int:owner_pk>/", department.department_work, name="department_work"),
]

# /partnerships/offices/
office_urls = [
    path("", office.office_list, name="office_list"),
    path("new/", office.office_new, name="office_new"),
    path("<int:pk>/", office.office_detail, name="office_detail"),
    path("<int:pk>/edit/", office.office_edit, name="office_edit"),
    path("<int:pk>/names/new/", office_name.office_name_new, name="office_name_new"),
    path("names/<int:pk>/edit/", office_name.office_name_edit, name="office_name_edit"),
]

# /partnerships/enquiries/
enquiry_urls = [
    path("", enquiry.enquiry_list, name="enquiry_list"),
    path("new/", enquiry.enquiry_new, name="enquiry_new"),
    path("weighing/", enquiry.enquiry_weighing, name="enquiry_weighing"),
    path("report/<int:owner_pk>/<int:year>/", enquiry.enquiry_report, name="enquiry_report"),
    path("<int:pk>/", enquiry.enquiry_detail, name="enquiry_detail"),
    path("<int:pk>/edit/", enquiry.enquiry_edit, name="enquiry_edit"),
    path("<int:pk>/answer/", enquiry.enquiry_answer, name="enquiry_answer"),
    path("<int:pk>/partnership/", enquiry.enquiry_partnership, name="enquiry_partnership"),
]

# /agreements/
agreement_urls = [
    path("", agreement.agreement_list, name="agreement_list"),
    path("new/", agreement.agreement_new, name="agreement_new"),
    path("<int:pk>/", agreement.agreement_detail, name="agreement_detail"),
    path("<int:pk>/edit/", agreement.agreement_edit, name="agreement_edit"),
    path("<int:pk>/notice/", agreement.agreement_notice, name="agreement_notice"),
    path("<int:pk>/notice/effect/", agreement.agreement_effect, name="agreement_effect"),
    path("<int:pk>/withdrawal/", agreement.agreement_withdrawal, name="agreement_withdrawal"),
    path("<int:pk>/extensions/new/", extension.extension_new, name="extension_new"),
    path("extensions/<int:pk>/edit/", extension.extension_edit, name="extension_edit"),
]

# /partnerships/reviews/
review_urls = [
    path("", review.review_list, name="review_list"),
    path("new/", review.review_new, name="review_new"),
    path("<int:pk>/", review.review_detail, name="review_detail"),
    path("<int:pk>/edit/", review.review_edit, name="review_edit"),
    path("<int:pk>/close/", review.review_close, name="review_close"),
    path("<int:pk>/memo/", review.review_memo, name="review_memo"),
    path("<int:pk>/memo.pdf", review.review_pdf, name="review_pdf"),
    path("<int:pk>/memo.docx", review.review_docx, name="review_docx"),
    path("<int:pk>/criteria/new/", criterion.criterion_new, name="criterion_new"),
    path("criteria/<int:pk>/edit/", criterion.criterion_edit, name="criterion_edit"),
    path("<int:pk>/assessments/new/", assessment.assessment_new, name="assessment_new"),
    path("assessments/<int:pk>/", assessment.assessment_detail, name="assessment_detail"),
    path("assessments/<int:pk>/edit/", assessment.assessment_edit, name="assessment_edit"),
    path("assessments/<int:pk>/scores/", assessment.assessment_scores, name="assessment_scores"),
]

# /reminders/
reminder_urls = [
    path("<uuid:token>/", reminder.reminder_detail, name="reminder_detail"),
    path("<uuid:token>/acknowledge/", reminder.reminder_acknowledge, name="reminder_acknowledge"),
    path("<uuid:token>/snooze/", reminder.reminder_snooze, name="reminder_snooze"),
    path("<uuid:token>/hand-over/", reminder.reminder_hand_over, name="reminder_hand_over"),
]

# /partnerships/public/
public_page_urls = [
    path("new/", public_page.public_page_new, name="public_page_new"),
    path("<int:pk>/", public_page.public_page_detail, name="public_page_detail"),
    path("<int:pk>/edit/", public_page.public_page_edit, name="public_page_edit"),
    path("<int:pk>/preview/", public_page.public_page_preview, name="public_page_preview"),
    path("<int:pk>/preview/<int:partnership>/", public_page.public_partner_preview, name="public_partner_preview"),
]

# /public/: open to everybody
public_urls = [
    path("<slug:slug>/", public_site.public_site, name="public_site"),
    path("<slug:slug>/<int:pk>-<slug:name>/", public_site.public_partner, name="public_partner"),
]

urlpatterns = [
    path("partnerships/reviews/", include(review_urls)),
    path("partnerships/public/", include(public_page_urls)),
    path("public/", include(public_urls)),
    path("partnerships/", include(partnership_urls)),
    path("partnerships/activities/", include(activity_urls)),
    path("partnerships/offices/", include(office_urls)),
    path("partnerships/enquiries/", include(enquiry_urls)),
    path("agreements/", include(agreement_urls)),
    path("reminders/", include(reminder_urls)),
]
