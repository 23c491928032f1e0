from allauth.account import views as login
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path, re_path
from django.views.i18n import set_language

from portal.views import (
    about,
    account,
    activity,
    affiliation,
    attachment,
    bulk,
    cell,
    confirmation,
    contact,
    department,
    draft,
    errors,
    follow,
    health,
    history,
    import_run,
    journal_entry,
    listing,
    logout,
    merger,
    organisation,
    organisation_member,
    overview,
    person,
    population,
    record,
    saved_view,
    search,
    succession,
    topic,
)

# /login/, /logout/, /password/…: those of allauth's pages that a portal without sign-up needs
account_urls = [
    path("login/", login.login, name="account_login"),
    path("logout/", logout.logout, name="account_logout"),
    path("password/reset/", login.password_reset, name="account_reset_password"),
    path("password/reset/done/", login.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/(?P<uidb36>[^/-]+)-(?P<key>[^/]+)/$",  # a key has hyphens, too
        login.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/complete/",
        login.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
]

# /organisations/
organisation_urls = [
    path("", organisation.organisation_list, name="organisation_list"),
    path("new/", organisation.organisation_new, name="organisation_new"),
    path("lookup/", organisation.organisation_lookup, name="organisation_lookup"),
    path("<int:pk>/", organisation.organisation_detail, name="organisation_detail"),
    path("<int:pk>/edit/", organisation.organisation_edit, name="organisation_edit"),
    path("<int:pk>/merge/", merger.organisation_merge, name="organisation_merge"),
    path("<int:pk>/populations/new/", population.population_new, name="population_new"),
    path("populations/<int:pk>/edit/", population.population_edit, name="population_edit"),
    path("<int:pk>/members/new/", organisation_member.member_new, name="member_new"),
    path("members/<int:pk>/edit/", organisation_member.member_edit, name="member_edit"),
]

# /departments/
department_urls = [
    path("new/", department.department_new, name="department_new"),
    path("<int:pk>/", department.department_detail, name="department_detail"),
    path("<int:pk>/edit/", department.department_edit, name="department_edit"),
]

# /persons/
person_urls = [
    path("", person.person_list, name="person_list"),
    path("new/", person.person_new, name="person_new"),
    path("<int:pk>/", person.person_detail, name="person_detail"),
    path("<int:pk>/edit/", person.person_edit, name="person_edit"),
    path("<int:pk>/merge/", merger.person_merge, name="person_merge"),
    path("<int:pk>/succession/", succession.person_succession, name="person_succession"),
    path("<int:pk>/affiliations/new/", affiliation.affiliation_new, name="affiliation_new"),
    path("affiliations/<int:pk>/edit/", affiliation.affiliation_edit, name="affiliation_edit"),
]

# /drafts/
draft_urls = [
    path("", draft.draft_list, name="draft_list"),
    path("<int:pk>/delete/", draft.draft_delete, name="draft_delete"),
]

# /imports/
import_urls = [
    path("", import_run.import_list, name="import_list"),
    path("new/", import_run.import_new, name="import_new"),
    path("<int:pk>/", import_run.import_detail, name="import_detail"),
    path("<int:pk>/mapping/", import_run.import_mapping, name="import_mapping"),
    path("<int:pk>/check/", import_run.import_check, name="import_check"),
    path("<int:pk>/apply/", import_run.import_apply, name="import_apply"),
    path("<int:pk>/undo/", import_run.import_undo, name="import_undo"),
    path("<int:pk>/refused/", import_run.import_refused, name="import_refused"),
]

# what every record has by being one
record_urls = [
    path("lists/", listing.all_lists, name="all_lists"),
    path("lists/<str:label>/", listing.record_list, name="record_list"),
    path("records/<str:label>/<int:pk>/", record.record_detail, name="record_detail"),
    path("history/<str:label>/<int:pk>/", history.record_history, name="record_history"),
    path("history/<str:label>/<int:pk>/<int:version>/", history.record_version, name="record_version"),
    path(
        "history/<str:label>/<int:pk>/<int:version>/restore/",
        history.record_version_restore,
        name="record_version_restore",
    ),
    path("activity/", activity.activity, name="activity"),
    path("changes/", activity.changes_since, name="changes_since"),
    path("mergers/<int:pk>/undo/", merger.merger_undo, name="merger_undo"),
    path("trash/", record.trash, name="trash"),
    path("trash/<str:label>/<int:pk>/", record.record_trash, name="record_trash"),
    path("trash/<str:label>/<int:pk>/restore/", record.record_restore, name="record_restore"),
]

# changing records where they are listed: /cells/partnerships.partnership/5/status/ and /bulk/partnerships.partnership/
edit_urls = [
    path("cells/<str:label>/<int:pk>/<str:name>/", cell.cell_edit, name="cell_edit"),
    path("bulk/<str:label>/", bulk.bulk_choose, name="bulk_choose"),
    path("bulk/<str:label>/confirm/", bulk.bulk_confirm, name="bulk_confirm"),
    path("bulk/<str:label>/apply/", bulk.bulk_apply, name="bulk_apply"),
]

# /views/
saved_view_urls = [
    path("", saved_view.saved_view_list, name="saved_view_list"),
    path("new/", saved_view.saved_view_new, name="saved_view_new"),
    path("<int:pk>/edit/", saved_view.saved_view_edit, name="saved_view_edit"),
    path("<int:pk>/replace/", saved_view.saved_view_replace, name="saved_view_replace"),
    path("<int:pk>/delete/", saved_view.saved_view_delete, name="saved_view_delete"),
]

# /search/
search_urls = [
    path("", search.search, name="search"),
    path("suggestions/", search.search_suggestions, name="search_suggestions"),
]

# what is kept about records of any kind
about_urls = [
    path("records/<str:label>/<int:pk>/<str:section>/", about.record_section, name="record_section"),
    path("attachments/new/<str:label>/<int:pk>/", attachment.attachment_new, name="attachment_new"),
    path("attachments/<int:pk>/edit/", attachment.attachment_edit, name="attachment_edit"),
    path("attachments/<int:pk>/<str:name>", attachment.attachment_file, name="attachment_file"),
    path("journal/new/<str:label>/<int:pk>/", journal_entry.journal_entry_new, name="journal_entry_new"),
    path("journal/<int:pk>/", journal_entry.journal_entry_detail, name="journal_entry_detail"),
    path("journal/<int:pk>/edit/", journal_entry.journal_entry_edit, name="journal_entry_edit"),
    path("contacts/new/<str:label>/<int:pk>/", contact.contact_new, name="contact_new"),
    path("contacts/<int:pk>/edit/", contact.contact_edit, name="contact_edit"),
    path("confirmations/<str:label>/<int:pk>/", confirmation.record_confirm, name="record_confirm"),
    path("follows/", follow.follow_list, name="follow_list"),
    path("follows/<str:label>/<int:pk>/", follow.follow, name="follow"),
]

urlpatterns = [
    path("", overview.overview, name="overview"),
    path("organisations/", include(organisation_urls)),
    path("persons/", include(person_urls)),
    path("drafts/", include(draft_urls)),
    path("departments/", include(department_urls)),
    path("topics/new/", topic.topic_new, name="topic_new"),
    path("imports/", include(import_urls)),
    path("", include("partnerships.urls")),
    path("networks/", include("networks.urls")),
    path("", include("strategy.urls")),
    path("", include(record_urls)),
    path("", include(edit_urls)),
    path("views/", include(saved_view_urls)),
    path("search/", include(search_urls)),
    path("", include(about_urls)),
    path("account/", account.account, name="account"),
    path("", include(account_urls)),
    path("language/", login_not_required(set_language), name="set_language"),
    path("healthz", health.healthz, name="healthz"),
    path("admin/", admin.site.urls),
]

handler400 = errors.bad_request
handler403 = errors.permission_denied
handler404 = errors.page_not_found
