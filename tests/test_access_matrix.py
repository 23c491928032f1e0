"""Every address of the portal, for everybody: a page without a row here fails, and so does a row without a page."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from partnerships.forms import PartnershipForm
from portal.models import (
    Affiliation,
    ImportRun,
    Organisation,
    OrganisationMember,
    Population,
    RunState,
    SavedView,
    User,
)
from portal.records.merging import merge
from strategy.models import MeetingState
from tests.factories import (
    ActionItemFactory,
    ActivityFactory,
    AgendaItemFactory,
    AgreementFactory,
    AssessmentFactory,
    AttachmentFactory,
    ContactFactory,
    CriterionFactory,
    DepartmentFactory,
    EnquiryFactory,
    ExtensionFactory,
    InitiativeFactory,
    JournalEntryFactory,
    MeetingFactory,
    MembershipFactory,
    NetworkFactory,
    OfficeFactory,
    OfficeNameFactory,
    OrganisationFactory,
    PartnershipFactory,
    PersonFactory,
    PublicPageFactory,
    ReminderFactory,
    RoleFactory,
    SeatFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

WHO = ["anonymous", "stranger", "reader", "editor", "secretariat", "director", "administrator"]
# What each of them gets. The stranger administers another owner.
ANYBODY = "200 200 200 200 200 200 200"
MEMBERS = "302 200 200 200 200 200 200"
OWN = "302 404 200 200 200 200 200"
EDIT = "302 404 403 200 200 403 200"
EDIT_SHARED = NEW = "302 200 403 200 200 403 200"
ADMINISTER = "302 403 403 403 403 403 200"
ADMINISTER_NEW = "302 200 403 403 403 403 200"
ADMINISTER_OWN = "302 404 403 403 403 403 200"
CONDUCT = "302 404 403 403 200 403 200"
CONDUCT_NEW = "302 200 403 403 200 403 200"
GONE_ON = "302 302 302 302 302 302 302"
NOT_ALLOWED = "302 405 405 405 405 405 405"

SAVE = EDIT.replace("200", "400")  # without a version
SAVE_SHARED = EDIT_SHARED.replace("200", "400")
CREATE = NEW.replace("200", "422")  # with nothing filled in
SAVE_CONDUCT = CONDUCT.replace("200", "400")
CREATE_CONDUCT = CONDUCT_NEW.replace("200", "422")
DONE = EDIT.replace("200", "302")
DONE_CONDUCT = CONDUCT.replace("200", "302")


@dataclass(frozen=True)
class Page:
    """The status codes of one address, in the order of WHO."""

    get: str
    post: str = NOT_ALLOWED
    data: dict[str, Any] = field(default_factory=dict)  # a function where it depends on the day


def tomorrow() -> date:
    return timezone.localdate() + timedelta(days=1)


LIST, RECORD = Page(MEMBERS), Page(OWN)
EDIT_FORM, NEW_FORM = Page(EDIT, SAVE), Page(NEW, CREATE)
CONDUCT_FORM, NEW_CONDUCT_FORM = Page(CONDUCT, SAVE_CONDUCT), Page(CONDUCT_NEW, CREATE_CONDUCT)

ROW = 987  # the key of a partnership that is changed together with others, and of a colleague
IN_BULK = {f"{name}-act": "leave" for name in PartnershipForm.in_bulk} | {"priority-act": "set", "priority": "high"}

PAGES = {
    "overview": LIST,
    "organisation_list": LIST,
    "organisation_lookup": LIST,
    "organisation_detail": Page(MEMBERS),
    "organisation_new": NEW_FORM,
    "organisation_edit": Page(EDIT_SHARED, SAVE_SHARED),
    "population_new": Page(EDIT_SHARED, CREATE),
    "population_edit": Page(EDIT_SHARED, SAVE_SHARED),
    "member_new": Page(ADMINISTER, ADMINISTER.replace("200", "422")),  # of an owner
    "member_edit": Page(ADMINISTER, ADMINISTER.replace("200", "400")),
    "person_list": LIST,
    "person_new": NEW_FORM,
    "person_detail": RECORD,
    "person_edit": EDIT_FORM,
    "affiliation_new": Page(EDIT, EDIT.replace("200", "422")),
    "affiliation_edit": EDIT_FORM,
    "all_lists": LIST,
    "record_list": LIST,
    "record_detail": Page(OWN.replace("200", "302")),
    "saved_view_list": LIST,
    "saved_view_new": Page(MEMBERS, MEMBERS.replace("200", "422")),  # anybody may keep a view
    "saved_view_edit": Page(CONDUCT, CONDUCT.replace("200", "422")),  # of another one, shared with all of the owner
    "saved_view_replace": Page(NOT_ALLOWED, DONE_CONDUCT),
    "saved_view_delete": Page(CONDUCT, DONE_CONDUCT),
    "search": LIST,
    "search_suggestions": LIST,
    "department_new": Page(ADMINISTER_NEW, ADMINISTER_NEW.replace("200", "422")),
    "department_detail": RECORD,
    "department_edit": Page("302 404 403 403 403 403 200", "302 404 403 403 403 403 400"),
    "topic_new": NEW_FORM,
    "draft_list": Page(MEMBERS, MEMBERS.replace("200", "403")),  # a draft of nobody
    "draft_delete": Page(NOT_ALLOWED, "302 404 404 302 404 404 404"),  # the editor's
    "organisation_merge": Page(EDIT_SHARED, SAVE_SHARED),
    "person_merge": EDIT_FORM,
    "person_succession": Page(EDIT, EDIT.replace("200", "422")),
    "merger_undo": Page(EDIT_SHARED, SAVE_SHARED),
    "activity": LIST,
    "changes_since": LIST,
    "record_section": RECORD,
    "record_confirm": Page(NOT_ALLOWED, DONE),
    "attachment_new": Page(EDIT, EDIT.replace("200", "422")),
    "attachment_edit": EDIT_FORM,
    "attachment_file": RECORD,
    "journal_entry_new": Page(EDIT, EDIT.replace("200", "422")),
    "journal_entry_detail": RECORD,
    "journal_entry_edit": EDIT_FORM,
    "contact_new": Page(EDIT, EDIT.replace("200", "422")),
    "contact_edit": EDIT_FORM,
    "follow_list": LIST,
    "follow": Page(NOT_ALLOWED, OWN.replace("200", "302"), {"follow": "yes"}),
    "account": Page(MEMBERS, GONE_ON, {"language": "da"}),
    "import_list": LIST,
    "import_new": NEW_FORM,
    "import_detail": Page(EDIT),
    "import_mapping": Page(EDIT, EDIT.replace("200", "422")),  # with no column chosen
    "import_check": Page(NOT_ALLOWED, DONE),
    "import_apply": Page(NOT_ALLOWED, DONE),
    "import_undo": Page(NOT_ALLOWED, DONE),
    "import_refused": Page(EDIT),
    "trash": LIST,
    "record_history": RECORD,
    "record_version": RECORD,
    "record_version_restore": EDIT_FORM,
    "record_trash": EDIT_FORM,
    "record_restore": Page(NOT_ALLOWED, DONE),
    "cell_edit": EDIT_FORM,
    "bulk_choose": Page(GONE_ON, EDIT, {"row": ROW}),
    "bulk_confirm": Page(GONE_ON, EDIT, {"row": ROW, **IN_BULK}),
    "bulk_apply": Page(GONE_ON, DONE, {"row": f"{ROW}:1", **IN_BULK}),
    "partnerships:partnership_list": LIST,
    "partnerships:partnership_map": LIST,
    "partnerships:partnership_new": NEW_FORM,
    "partnerships:partnership_detail": RECORD,
    "partnerships:partnership_edit": EDIT_FORM,
    "partnerships:agreement_list": LIST,
    "partnerships:agreement_new": NEW_FORM,
    "partnerships:agreement_detail": RECORD,
    "partnerships:agreement_edit": EDIT_FORM,
    "partnerships:activity_list": LIST,
    "partnerships:activity_new": NEW_FORM,
    "partnerships:activity_detail": RECORD,
    "partnerships:activity_edit": EDIT_FORM,
    "partnerships:activity_quick": Page(EDIT, EDIT.replace("200", "422")),
    "partnerships:department_work": RECORD,
    "partnerships:office_list": LIST,
    "partnerships:office_new": NEW_FORM,
    "partnerships:office_detail": RECORD,
    "partnerships:office_edit": EDIT_FORM,
    "partnerships:office_name_new": Page(EDIT, EDIT.replace("200", "422")),
    "partnerships:office_name_edit": EDIT_FORM,
    "partnerships:enquiry_list": LIST,
    "partnerships:enquiry_new": NEW_FORM,
    "partnerships:enquiry_weighing": LIST,
    "partnerships:enquiry_detail": RECORD,
    "partnerships:enquiry_edit": EDIT_FORM,
    "partnerships:enquiry_answer": EDIT_FORM,
    "partnerships:enquiry_partnership": Page(EDIT, EDIT.replace("200", "422")),
    "partnerships:enquiry_report": RECORD,
    "partnerships:review_list": LIST,
    "partnerships:review_new": NEW_CONDUCT_FORM,
    "partnerships:review_detail": RECORD,
    "partnerships:review_edit": CONDUCT_FORM,
    "partnerships:review_close": Page(NOT_ALLOWED, DONE_CONDUCT, {"version": 1}),
    "partnerships:review_memo": RECORD,
    "partnerships:review_pdf": RECORD,
    "partnerships:review_docx": RECORD,
    "partnerships:criterion_new": Page(CONDUCT, CONDUCT.replace("200", "422")),
    "partnerships:criterion_edit": CONDUCT_FORM,
    "partnerships:assessment_new": Page(CONDUCT, CONDUCT.replace("200", "422")),
    "partnerships:assessment_detail": RECORD,
    "partnerships:assessment_edit": EDIT_FORM,
    "partnerships:assessment_scores": EDIT_FORM,
    "partnerships:agreement_notice": EDIT_FORM,
    "partnerships:agreement_effect": Page(EDIT),
    "partnerships:agreement_withdrawal": EDIT_FORM,
    "partnerships:extension_new": Page(EDIT, EDIT.replace("200", "422")),
    "partnerships:extension_edit": EDIT_FORM,
    "partnerships:reminder_detail": RECORD,
    "partnerships:reminder_acknowledge": Page(NOT_ALLOWED, DONE),
    "partnerships:reminder_snooze": Page(NOT_ALLOWED, DONE, {"until": tomorrow}),
    "partnerships:reminder_hand_over": Page(NOT_ALLOWED, DONE, {"to": ROW}),
    "partnerships:public_page_new": Page(ADMINISTER_NEW, ADMINISTER_NEW.replace("200", "422")),
    "partnerships:public_page_detail": RECORD,
    "partnerships:public_page_edit": Page(ADMINISTER_OWN, ADMINISTER_OWN.replace("200", "400")),
    "partnerships:public_page_preview": Page(ADMINISTER_OWN),
    "partnerships:public_partner_preview": Page(ADMINISTER_OWN),
    "partnerships:public_site": Page(ANYBODY, "405 405 405 405 405 405 405"),
    "partnerships:public_partner": Page(ANYBODY, "405 405 405 405 405 405 405"),
    "networks:network_list": LIST,
    "networks:network_new": NEW_FORM,
    "networks:network_detail": Page(MEMBERS),
    "networks:network_edit": Page(EDIT_SHARED, SAVE_SHARED),
    "networks:membership_list": LIST,
    "networks:membership_new": NEW_FORM,
    "networks:membership_detail": RECORD,
    "networks:membership_edit": EDIT_FORM,
    "strategy:strategy_list": LIST,
    "strategy:strategy_new": NEW_FORM,
    "strategy:strategy_detail": RECORD,
    "strategy:strategy_edit": EDIT_FORM,
    "strategy:perspective_new": NEW_FORM,
    "strategy:perspective_edit": EDIT_FORM,
    "strategy:action_plan_new": NEW_FORM,
    "strategy:action_plan_edit": EDIT_FORM,
    "strategy:initiative_list": LIST,
    "strategy:initiative_new": NEW_FORM,
    "strategy:initiative_detail": RECORD,
    "strategy:initiative_edit": EDIT_FORM,
    "strategy:initiative_status": EDIT_FORM,
    "strategy:action_item_list": LIST,
    "strategy:action_item_new": NEW_FORM,
    "strategy:action_item_detail": RECORD,
    "strategy:action_item_edit": EDIT_FORM,
    "strategy:action_item_status": EDIT_FORM,
    "strategy:status_list": Page(GONE_ON),  # to this year's, for whoever works for one owner
    "strategy:status_detail": RECORD,
    "strategy:status_pdf": RECORD,
    "strategy:report_list": LIST,
    "strategy:report_detail": RECORD,
    "strategy:report_pdf": RECORD,
    "strategy:body_list": LIST,
    "strategy:body_new": NEW_CONDUCT_FORM,
    "strategy:body_detail": RECORD,
    "strategy:body_edit": CONDUCT_FORM,
    "strategy:seat_new": Page(CONDUCT, CONDUCT.replace("200", "422")),
    "strategy:seat_edit": CONDUCT_FORM,
    "strategy:meeting_list": LIST,
    "strategy:meeting_new": NEW_CONDUCT_FORM,
    "strategy:meeting_detail": RECORD,
    "strategy:meeting_edit": CONDUCT_FORM,
    "strategy:meeting_state": Page(NOT_ALLOWED, DONE_CONDUCT, {"version": 1, "state": "locked"}),
    "strategy:meeting_take": Page(NOT_ALLOWED, CONDUCT.replace("200", "404"), {"item": 0}),
    "strategy:meeting_agenda": RECORD,
    "strategy:meeting_pdf": RECORD,
    "strategy:attendance_new": Page(CONDUCT, CONDUCT.replace("200", "422")),
    "strategy:agenda_item_new": NEW_CONDUCT_FORM,
    "strategy:agenda_item_detail": RECORD,
    "strategy:agenda_item_edit": CONDUCT_FORM,
    "strategy:agenda_item_move": Page(NOT_ALLOWED, DONE_CONDUCT, {"direction": "up"}),
    "strategy:agenda_item_from_review": Page(CONDUCT, CONDUCT.replace("200", "422")),
    "strategy:agenda_item_decision": Page(CONDUCT, CONDUCT.replace("200", "422")),
    "strategy:decision_list": LIST,
    "account_login": Page("200 302 302 302 302 302 302", "200 302 302 302 302 302 302"),
    "account_logout": Page(MEMBERS, GONE_ON),
    "account_reset_password": Page(ANYBODY, ANYBODY),
    "account_reset_password_done": Page(ANYBODY, "405 405 405 405 405 405 405"),
    "account_reset_password_from_key": Page(ANYBODY, ANYBODY),
    "account_reset_password_from_key_done": Page(ANYBODY, "405 405 405 405 405 405 405"),
    "set_language": Page(GONE_ON, GONE_ON),
    "healthz": Page(ANYBODY, "405 405 405 405 405 405 405"),
}
# Whoever has not logged in is not sent to the login from these.
OPEN = {name for name in PAGES if name.startswith("account_") and name != "account_logout"} | {
    "set_language",
    "healthz",
    "partnerships:public_site",
    "partnerships:public_partner",
}


def names(resolver: URLResolver, namespace: str = "") -> Iterator[str]:
    """The names of all patterns; a pattern without one fails. The administration has rules of its own."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            assert pattern.name, f"{pattern} has no name"
            yield namespace + pattern.name
        elif pattern.namespace != "admin":
            yield from names(pattern, f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace)


@pytest.fixture
def addresses(owner: Organisation, clients: dict[str, Client], settings: Any, tmp_path: Path) -> dict[str, str]:
    """Where each page is, of a record that belongs to the owner."""
    settings.MEDIA_ROOT = tmp_path
    partnership = PartnershipFactory(owner=owner)
    agreement = AgreementFactory(partnership=partnership)
    shown = PartnershipFactory(owner=owner, is_public=True)
    public_page = PublicPageFactory(owner=owner, slug="aalborg", is_on=True)
    thrown_away = PartnershipFactory(owner=owner)
    thrown_away.move_to_trash()
    person = PersonFactory(owner=owner)
    affiliation = Affiliation.objects.create(person=person, organisation=owner, role="Konsulent")
    population = Population.objects.create(organisation=OrganisationFactory(), counted_on="2026-01-01", inhabitants=1)
    member = OrganisationMember.objects.create(partnership=owner, member=OrganisationFactory())
    membership = MembershipFactory(organisation=owner)
    initiative = InitiativeFactory(perspective__strategy__owner=owner)
    action_item = ActionItemFactory(plan__strategy=initiative.strategy, initiative=initiative)
    seat = SeatFactory(body__owner=owner)
    assessment = AssessmentFactory(about=partnership)
    criterion = CriterionFactory(review=assessment.review)
    meeting = MeetingFactory(body=seat.body)
    AgendaItemFactory(body=seat.body, meeting=meeting, position=1)
    item = AgendaItemFactory(body=seat.body, meeting=meeting, position=2)
    sitting = MeetingFactory(body=seat.body, state=MeetingState.AGENDA_LOCKED)
    to_decide = AgendaItemFactory(body=seat.body, meeting=sitting)
    attachment, contact = AttachmentFactory(about=partnership), ContactFactory(about=partnership)
    view = SavedView.objects.create(
        user=UserFactory(), listing="partnerships.partnership", name="Fælles", sharing="owner", owner=owner
    )
    draft = User.objects.get(roles__kind="editor").drafts.create(address="/partnerships/new/", data={})
    successor, predecessor = OrganisationFactory(), OrganisationFactory()
    merger = merge(kept=successor, gone=predecessor, chosen=set(), user=UserFactory())
    file = ContentFile(b"Partner\nRendsburg\n", "rows.csv")
    kind, done = "partnerships.partnership", RunState.DONE
    to_map = ImportRun.objects.create(kind=kind, owner=owner, name="fil.csv", headings=["Partner"], file=file)
    imported = ImportRun.objects.create(kind=kind, owner=owner, name="fil.csv", state=done)
    PartnershipFactory(pk=ROW, owner=owner)
    keys: dict[str, list[object]] = {
        "merger": [merger.pk],
        "import": [imported.pk],
        "saved_view": [view.pk],
        "attachment": [attachment.pk],
        "journal_entry": [JournalEntryFactory(about=partnership).pk],
        "contact": [contact.pk],
        "organisation": [OrganisationFactory().pk],
        "population": [population.pk],
        "member": [member.pk],
        "person": [person.pk],
        "affiliation": [affiliation.pk],
        "partnerships:partnership": [partnership.pk],
        "partnerships:agreement": [agreement.pk],
        "department": [DepartmentFactory(owner=owner).pk],
        "partnerships:activity": [ActivityFactory(owner=owner).pk],
        "partnerships:office": [OfficeFactory(owner=owner).pk],
        "partnerships:office_name": [OfficeNameFactory(office__owner=owner).pk],
        "partnerships:enquiry": [EnquiryFactory(owner=owner).pk],
        "partnerships:review": [assessment.review_id],
        "partnerships:criterion": [criterion.pk],
        "partnerships:assessment": [assessment.pk],
        "partnerships:extension": [ExtensionFactory(agreement=agreement).pk],
        "partnerships:public_page": [public_page.pk],
        "networks:network": [NetworkFactory().pk],
        "networks:membership": [membership.pk],
        "strategy:strategy": [initiative.strategy_id],
        "strategy:perspective": [initiative.perspective_id],
        "strategy:action_plan": [action_item.plan_id],
        "strategy:initiative": [initiative.pk],
        "strategy:action_item": [action_item.pk],
        "strategy:status": [owner.pk, 2026],
        "strategy:report": [owner.pk, "twin-cities"],
        "strategy:body": [seat.body_id],
        "strategy:seat": [seat.pk],
        "strategy:meeting": [meeting.pk],
        "strategy:agenda_item": [item.pk],
    }
    soon = timezone.localdate() + timedelta(days=30)
    ending = AgreementFactory(partnership=partnership, term_kind="fixed", ends_on=soon)
    reminder: list[object] = [ReminderFactory(agreement=ending, deadline=soon).token]
    RoleFactory(owner=owner, user__pk=ROW)
    this: list[object] = ["partnerships.partnership", partnership.pk]
    special: dict[str, list[object]] = {
        "record_list": ["portal.contact"],
        "record_detail": ["portal.contact", contact.pk],
        "draft_delete": [draft.pk],
        **dict.fromkeys(["record_confirm", "follow"], this),
        **dict.fromkeys(["attachment_new", "journal_entry_new", "contact_new"], this),
        **{name: reminder for name in PAGES if name.startswith("partnerships:reminder_")},
        "record_section": [*this, "journal"],
        "attachment_file": [attachment.pk, attachment.name],
        "import_mapping": [to_map.pk],
        "import_refused": [to_map.pk],
        "record_history": ["partnerships.partnership", partnership.pk],
        "record_version": ["partnerships.partnership", partnership.pk, 1],
        "record_version_restore": ["partnerships.partnership", partnership.pk, 1],
        "record_trash": ["partnerships.partnership", partnership.pk],
        "record_restore": ["partnerships.partnership", thrown_away.pk],
        "cell_edit": ["partnerships.partnership", partnership.pk, "priority"],
        "bulk_choose": ["partnerships.partnership"],
        "bulk_confirm": ["partnerships.partnership"],
        "bulk_apply": ["partnerships.partnership"],
        "partnerships:activity_quick": [partnership.pk],
        "partnerships:department_work": [owner.pk],
        "partnerships:office_name_new": [OfficeFactory(owner=owner).pk],
        "partnerships:enquiry_report": [owner.pk, 2026],
        "partnerships:public_page_preview": [public_page.pk],
        "partnerships:public_partner_preview": [public_page.pk, shown.pk],
        "partnerships:public_site": ["aalborg"],
        "partnerships:public_partner": ["aalborg", shown.pk, "by"],
        "population_new": [population.organisation_id],
        "member_new": [owner.pk],
        "affiliation_new": [person.pk],
        "partnerships:extension_new": [agreement.pk],
        "strategy:seat_new": [seat.body_id],
        "strategy:attendance_new": [meeting.pk],
        "partnerships:criterion_new": [assessment.review_id],
        "partnerships:assessment_new": [assessment.review_id],
        "strategy:agenda_item_from_review": [assessment.pk],
        "strategy:agenda_item_decision": [to_decide.pk],
        "account_reset_password_from_key": ["1", "made-up"],
    }
    without = ("_list", "_map", "_new", "_lookup", "_since", "_weighing")
    return {
        name: reverse(
            name, args=special.get(name) or ([] if name.endswith(without) else keys.get(name.rpartition("_")[0]))
        )
        for name in PAGES
    } | {"saved_view_new": "/views/new/?listing=partnerships.partnership"}


@pytest.fixture
def clients(owner: Organisation, stranger: User) -> dict[str, Client]:
    users = {who: RoleFactory(owner=owner, kind=who).user for who in WHO[2:]} | {"stranger": stranger}
    clients = {who: Client() for who in WHO}
    for who, user in users.items():
        clients[who].force_login(user)
    return clients


def code(client: Client, method: str, address: str, data: dict[str, Any] | None = None, **options: Any) -> str:
    """The status of an answer whose effects are taken back."""
    with transaction.atomic():
        cookies = client.cookies.copy()
        response = getattr(client, method)(address, data or {}, **options)
        b"".join(response)  # to the end, where a file is closed
        transaction.set_rollback(True)
    client.cookies = cookies
    return str(response.status_code)


def data_of(page: Page) -> dict[str, Any]:
    return {name: value() if callable(value) else value for name, value in page.data.items()}


def test_every_address_is_declared_and_every_declared_one_exists() -> None:
    assert set(names(get_resolver())) == set(PAGES)


def test_everybody_gets_what_is_declared_and_somebody_gets_in(
    clients: dict[str, Client], addresses: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    # Printing takes long, and has tests of its own.
    monkeypatch.setattr("portal.printing.answer.render_pdf", lambda *_: b"%PDF")
    got = {name: " ".join(code(clients[who], "get", addresses[name]) for who in WHO) for name in PAGES}
    assert got == {name: page.get for name, page in PAGES.items()}


def test_everybody_posts_what_is_declared(clients: dict[str, Client], addresses: dict[str, str]) -> None:
    got = {
        name: " ".join(code(clients[who], "post", addresses[name], data_of(page)) for who in WHO)
        for name, page in PAGES.items()
    }
    assert got == {name: page.post for name, page in PAGES.items()}


def test_each_page_opens_for_somebody() -> None:
    opens = {
        name: "200" in page.get or not {"200", "302"}.isdisjoint(page.post.split()[1:]) for name, page in PAGES.items()
    }
    assert [name for name, does in opens.items() if not does] == [
        "record_detail",
        "strategy:status_list",
        "strategy:meeting_take",
    ]


def test_the_pages_that_only_lead_on_do_so_for_the_right_people(
    clients: dict[str, Client], owner: Organisation, addresses: dict[str, str]
) -> None:
    assert clients["reader"].get("/status/", follow=True).status_code == 200
    assert clients["reader"].get(addresses["record_detail"], follow=True).status_code == 200
    meeting = MeetingFactory(body__owner=owner)
    item = AgendaItemFactory(body=meeting.body)
    for who, expected in zip(WHO, DONE_CONDUCT.split(), strict=True):
        assert code(clients[who], "post", f"/meetings/{meeting.pk}/take/", {"item": item.pk}) == expected


def test_whoever_has_not_logged_in_is_sent_to_the_login(addresses: dict[str, str]) -> None:
    for name in PAGES.keys() - OPEN:
        assert Client().get(addresses[name])["Location"].startswith("/login/")
        response = Client().get(addresses[name], headers={"HX-Request": "true"})
        assert response.status_code == 204
        assert response["HX-Redirect"].startswith("/login/")


def test_no_page_takes_other_methods(clients: dict[str, Client], addresses: dict[str, str]) -> None:
    for name in PAGES.keys() - OPEN - {"account_logout"}:
        for method in ("put", "delete"):
            assert code(clients["administrator"], method, addresses[name]) == "405"


def test_what_does_not_exist_is_not_found_for_anybody(clients: dict[str, Client]) -> None:
    keys = ("0", "99999999999999999999")
    records = [
        "partnerships",
        "agreements",
        "organisations",
        "persons",
        "networks",
        "networks/memberships",
        "strategies",
    ]
    records += [f"partnerships/{kind}" for kind in ("activities", "offices", "enquiries")] + ["departments"]
    records += ["partnerships/reviews", "partnerships/reviews/assessments"]
    records += ["strategies/initiatives", "strategies/actions", "bodies", "meetings", "meetings/items"]
    addresses = [f"/{record}/{key}/" for record in records for key in keys]
    addresses += [f"/{record}/{key}/edit/" for record in records for key in keys]
    addresses += [f"/{act}/partnerships.partnership/{key}/" for act in ("history", "trash") for key in keys]
    addresses += ["/reports/0/status/", "/reports/99999999999999999999/status.pdf"]
    addresses += ["/status/0/2026/", "/status/99999999999999999999/2026/", "/status/1/99999999/"]
    addresses += [f"/partnerships/activities/by-department/{key}/" for key in keys]
    addresses += [f"/partnerships/enquiries/report/{key}/2026/" for key in keys]
    for address in addresses:
        for who in ("reader", "administrator"):
            assert (address, clients[who].get(address).status_code) == (address, 404)


def test_the_administration_is_for_staff_only(clients: dict[str, Client]) -> None:
    for who in WHO:
        assert clients[who].get("/admin/").status_code == 302
        assert clients[who].get("/admin/portal/user/").status_code == 302
    staff = RoleFactory(user__is_staff=True, user__is_superuser=True).user
    clients["reader"].force_login(staff)
    assert clients["reader"].get("/admin/").status_code == 200
