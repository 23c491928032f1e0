"""One field of one record, edited where it is shown: in a cell of a list, or among the facts of its page."""

import json
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client, RequestFactory

import portal.urls  # noqa: F401 - all listings and forms are declared once the addresses are
from partnerships.models import Partnership
from portal import access
from portal.access import RoleKind
from portal.lists.listing import Listing, listings
from portal.models import Organisation, User
from portal.records.forms import VersionedForm, form_class_of
from strategy.models import Meeting, MeetingState
from tests.factories import (
    ActionItemFactory,
    ActionPlanFactory,
    ActivityFactory,
    AgreementFactory,
    BodyFactory,
    ContactFactory,
    DepartmentFactory,
    EnquiryFactory,
    ExtensionFactory,
    InitiativeFactory,
    JournalEntryFactory,
    MeetingFactory,
    MembershipFactory,
    NetworkFactory,
    OfficeFactory,
    OrganisationFactory,
    OwnerFactory,
    PartnershipFactory,
    PersonFactory,
    PerspectiveFactory,
    RoleFactory,
    ScoreFactory,
    StrategyFactory,
    TopicFactory,
)

pytestmark = pytest.mark.django_db

IN_PLACE = {"HX-Request": "true", "HX-Request-Type": "partial"}
LISTINGS = [listing for listing in listings.values() if any(column.edit for column in listing.columns)]


@pytest.fixture
def partnership(owner: Organisation) -> Partnership:
    return PartnershipFactory(owner=owner, partner=OrganisationFactory(name="Tampere"), status="active", priority="")


def cell(partnership: Partnership, name: str, query: str = "") -> str:
    return f"/cells/partnerships.partnership/{partnership.pk}/{name}/{query}"


def buttons(client: Client, address: str) -> list[str]:
    """Where the buttons of a page lead to."""
    return re.findall(r'<a class="edit"[^>]* href="([^"?]+)', client.get(address).content.decode())


# ---- the button ----


def test_an_editable_cell_has_a_button_named_after_its_column(as_editor: Client, partnership: Partnership) -> None:
    page = as_editor.get("/partnerships/").content.decode()
    assert cell(partnership, "status") in buttons(as_editor, "/partnerships/")
    assert re.search(r'<a class="edit" href="[^"]+/status/\?column=status" aria-label="[^"]*status[^"]*"></a>', page)


def test_a_reader_sees_neither_buttons_nor_boxes(
    client: Client, reader: User, director: User, partnership: Partnership
) -> None:
    for user in (reader, director):
        client.force_login(user)
        for address in ("/partnerships/", partnership.get_absolute_url()):
            page = client.get(address).content.decode()
            assert 'class="edit"' not in page
            assert 'class="pick"' not in page


def test_rows_that_the_user_may_only_read_have_neither(
    as_editor: Client, editor: User, partnership: Partnership
) -> None:
    elsewhere = PartnershipFactory(partner__name="Fremmed")
    RoleFactory(user=editor, owner=elsewhere.owner, kind=RoleKind.READER)
    page = as_editor.get("/partnerships/").content.decode()
    assert "Fremmed" in page
    assert {cell(partnership, "status")} == {one for one in buttons(as_editor, "/partnerships/") if "/status/" in one}
    assert re.findall(r'name="row" form="bulk" value="(\d+)"', page) == [str(partnership.pk)]
    assert as_editor.get(cell(elsewhere, "status")).status_code == 403


def test_what_is_frozen_has_no_button_and_says_why(client: Client, secretariat: User, owner: Organisation) -> None:
    meeting = MeetingFactory(body__owner=owner, state=MeetingState.MINUTES_APPROVED, place="Rådhuset")
    client.force_login(secretariat)
    assert buttons(client, "/meetings/") == []
    assert buttons(client, f"/meetings/{meeting.pk}/") == []
    assert client.get(f"/cells/strategy.meeting/{meeting.pk}/place/").status_code == 403
    Meeting.objects.update(state=MeetingState.PLANNED)
    assert f"/cells/strategy.meeting/{meeting.pk}/place/" in buttons(client, "/meetings/")
    assert f"/cells/strategy.meeting/{meeting.pk}/place/" in buttons(client, f"/meetings/{meeting.pk}/")


def test_names_in_buttons_are_text(as_editor: Client, owner: Organisation) -> None:
    PartnershipFactory(owner=owner, partner__name='"><script>x()</script>')
    page = as_editor.get("/partnerships/").content.decode()
    assert 'class="edit"' in page
    assert "<script>x()" not in page


def test_facts_have_the_button_and_empty_ones_too(
    as_editor: Client, client: Client, reader: User, partnership: Partnership
) -> None:
    found = buttons(as_editor, partnership.get_absolute_url())
    assert cell(partnership, "priority") in found
    assert cell(partnership, "responsible") in found
    assert "/status/" not in "".join(found)  # it is no fact of that page
    client.force_login(reader)
    assert "<dt>Prioritet</dt>" not in client.get(partnership.get_absolute_url()).content.decode()


def test_facts_of_other_records_on_a_page_have_a_button_by_the_rights_to_those(
    as_editor: Client, editor: User, owner: Organisation
) -> None:
    network = NetworkFactory()
    mine = MembershipFactory(network=network, organisation=owner)
    other = MembershipFactory(network=network, organisation=OwnerFactory())
    RoleFactory(user=editor, owner=other.organisation, kind=RoleKind.READER)
    found = buttons(as_editor, f"/networks/{network.pk}/")
    assert f"/cells/networks.membership/{mine.pk}/role/" in found
    assert f"/cells/networks.membership/{other.pk}/role/" not in found
    assert f"/cells/networks.network/{network.pk}/kind/" in found


def test_formatted_text_is_edited_on_the_page_that_has_the_editor(as_editor: Client, partnership: Partnership) -> None:
    page = as_editor.get(partnership.get_absolute_url()).content.decode()
    assert re.search(rf'data-away [^>]*href="{cell(partnership, "origin")}" id="edit-origin"', page)
    assert "rich-text.js" in as_editor.get(cell(partnership, "origin")).content.decode()


@pytest.mark.parametrize("listing", LISTINGS)
def test_what_lists_and_bulk_changes_name_is_asked_by_the_form(listing: type[Listing]) -> None:
    form_class: Any = form_class_of(listing.records)
    asked = form_class.base_fields.keys() - VersionedForm.base_fields.keys()
    assert {column.edit for column in listing.columns if column.edit} <= asked
    assert set(form_class.in_bulk) <= asked


def test_how_a_piece_of_work_goes_is_reported_with_a_note_and_not_edited(
    as_editor: Client, owner: Organisation
) -> None:
    initiative = InitiativeFactory(perspective__strategy__owner=owner)
    action = ActionItemFactory(plan__strategy=initiative.strategy)
    assert as_editor.get(f"/cells/strategy.initiative/{initiative.pk}/progress/").status_code == 404
    assert as_editor.get(f"/cells/strategy.actionitem/{action.pk}/progress/").status_code == 404
    assert not [one for one in buttons(as_editor, "/strategies/initiatives/") if "progress" in one]


# ---- the rights to rows, as lists and as access.py tell them ----


def test_lists_and_the_policy_agree_on_every_row(
    rf: RequestFactory, owner: Organisation, user_with: Callable[..., User]
) -> None:
    other = OwnerFactory()
    for place in (owner, other):
        PersonFactory(owner=place)
        AgreementFactory(partnership__owner=place)
        MembershipFactory(organisation=place)
        ActivityFactory(owner=place)
        OfficeFactory(owner=place)
        EnquiryFactory(owner=place)
        for closed_on in (None, date(2026, 5, 4)):
            ScoreFactory(assessment__about=PartnershipFactory(owner=place), assessment__review__closed_on=closed_on)
        ActionItemFactory(
            plan__strategy=InitiativeFactory(perspective__strategy=StrategyFactory(owner=place)).strategy
        )
        body = BodyFactory(owner=place)
        for state in MeetingState:
            MeetingFactory(body=body, state=state)
    MembershipFactory(organisation=OrganisationFactory())
    seen = set()
    for here in RoleKind:
        for there in RoleKind:
            user = user_with(here)
            RoleFactory(user=user, owner=other, kind=there)
            request: Any = rf.get("/?all=on")  # with memberships of others
            request.user = user
            for listing_class in LISTINGS:
                listing = listing_class(request)
                if not listing.may_edit:
                    continue
                listing.per_page = 500
                for values in listing.page:
                    record = listing.records.objects.get(pk=values[-2])
                    assert (record, bool(values[-1])) == (record, access.may_change(user, record))
                    seen.add((listing_class, bool(values[-1])))
    assert {(kind, True) for kind in LISTINGS} <= seen
    assert len(seen) > len(LISTINGS)


# ---- the form as a page ----


def test_the_page_asks_one_field_and_leads_back(as_editor: Client, partnership: Partnership) -> None:
    before = "/partnerships/?kind=twin_city&page=1"
    response = as_editor.get(cell(partnership, "status"), headers={"Referer": f"http://testserver{before}"})
    assert list(response.context["form"].fields) == ["status", "version", "change_reason"]
    form = {"status": "ended", "version": 1, "change_reason": "Aftalen løb ud", "next": response.context["back"]}
    response = as_editor.post(cell(partnership, "status"), form)
    assert (response.status_code, response["Location"]) == (302, f"http://testserver{before}")
    partnership.refresh_from_db()
    assert partnership.status == "ended"
    assert partnership.events.latest("pgh_id").pgh_context["reason"] == "Aftalen løb ud"


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example", "javascript:x()", "/login/?next=/", ""]
)
def test_it_leads_nowhere_else(elsewhere: str, as_editor: Client, partnership: Partnership) -> None:
    form = {"status": "ended", "version": 1, "next": elsewhere}
    assert as_editor.post(cell(partnership, "status"), form)["Location"] == partnership.get_absolute_url()


def test_topics_can_be_chosen_too_and_what_others_chose_meanwhile_stands(
    as_editor: Client, partnership: Partnership
) -> None:
    mine, theirs = TopicFactory(name_da="Min"), TopicFactory(name_da="Din")
    address = cell(partnership, "topics")
    opened = {"version": 1, "chosen": as_editor.get(address).context["form"]["chosen"].value()}
    assert as_editor.post(address, opened | {"topics": [theirs.pk]}).status_code == 302
    assert as_editor.post(address, opened | {"topics": [mine.pk]}, headers=IN_PLACE).status_code == 200
    assert {topic.name_da for topic in partnership.topics.all()} == {"Min", "Din"}


# ---- the form in place ----


@pytest.mark.parametrize("query", ["?column=status", ""])
def test_in_place_the_form_is_all_that_comes(query: str, as_editor: Client, partnership: Partnership) -> None:
    page = as_editor.get(cell(partnership, "status", query), headers=IN_PLACE).content.decode()
    assert page.strip().startswith("<form")
    assert "change_reason" not in page
    assert 'name="version" value="1"' in page


def test_saved_in_a_list_the_cell_comes_back_as_the_list_writes_it(
    as_editor: Client, partnership: Partnership
) -> None:
    address = cell(partnership, "status", "?column=status")
    response = as_editor.post(address, {"status": "ended", "version": 1}, headers=IN_PLACE)
    assert response.status_code == 200
    written = response.content.decode()
    assert '<a class="edit" data-focus ' in written
    assert f"<td>{written.replace(' data-focus', '')}</td>" in as_editor.get("/partnerships/").content.decode()
    said = json.loads(response["HX-Trigger"])
    assert said.keys() == {"announce"}
    assert "Tampere" in said["announce"]
    assert str(Partnership.objects.get().get_status_display()) in said["announce"]


def test_saved_among_facts_the_page_is_told_to_follow(as_editor: Client, partnership: Partnership) -> None:
    form = {"priority": "high", "version": 1}
    response = as_editor.post(cell(partnership, "priority"), form, headers=IN_PLACE)
    assert response.status_code == 200
    assert "data-focus" in response.content.decode()
    assert json.loads(response["HX-Trigger"]).keys() == {"announce", "fact-saved"}


@pytest.mark.parametrize("query", ["?cancel&column=status", "?cancel"])
def test_cancelled_the_value_comes_back_unchanged(query: str, as_editor: Client, partnership: Partnership) -> None:
    page = as_editor.get(cell(partnership, "status", query), headers=IN_PLACE).content.decode()
    assert "<form" not in page
    assert Partnership(status="active").get_status_display() in page
    assert "data-focus" in page


def test_of_several_chosen_the_names_come_back(as_editor: Client, partnership: Partnership) -> None:
    partnership.topics.set([TopicFactory(name_da="Kultur"), TopicFactory(name_da="Havne")])
    answer = as_editor.get(cell(partnership, "topics", "?cancel=1"), headers=IN_PLACE).content.decode()
    assert answer.startswith("Havne, Kultur <a ")


@pytest.mark.parametrize("column", ["nonsense", "since", "partner"])
def test_a_column_of_something_else_is_not_answered(column: str, as_editor: Client, partnership: Partnership) -> None:
    address = cell(partnership, "status", f"?cancel&column={column}")
    assert f'href="{cell(partnership, "status")}"' in as_editor.get(address, headers=IN_PLACE).content.decode()


@pytest.mark.parametrize("listing_class", LISTINGS)
def test_every_editable_cell_opens_in_place(
    listing_class: type[Listing], client: Client, owner: Organisation, administrator: User
) -> None:
    InitiativeFactory(perspective__strategy__owner=owner)
    ActionItemFactory(plan__strategy__owner=owner)
    AgreementFactory(partnership__owner=owner)
    MembershipFactory(organisation=owner)
    ActivityFactory(owner=owner)
    OfficeFactory(owner=owner)
    EnquiryFactory(owner=owner)
    ScoreFactory(assessment__about=PartnershipFactory(owner=owner))
    PersonFactory(owner=owner)
    MeetingFactory(body__owner=owner)
    client.force_login(administrator)
    record = listing_class.records.objects.visible_to(administrator).first()
    for column in listing_class.columns:
        if column.edit:
            address = f"/cells/{record.label}/{record.pk}/{column.edit}/?column={column.name}"
            page = client.get(address, headers=IN_PLACE).content.decode()
            assert f'name="{column.edit}"' in page
            assert 'class="edit"' in client.get(f"{address}&cancel", headers=IN_PLACE).content.decode()


# ---- what is refused ----


def test_an_invalid_value_comes_back_with_the_reason(as_editor: Client, partnership: Partnership) -> None:
    form = {"since": "i går <b>", "version": 1}
    response = as_editor.post(cell(partnership, "since", "?column=since"), form, headers=IN_PLACE)
    assert response.status_code == 422
    page = response.content.decode()
    assert 'value="i går &lt;b&gt;"' in page
    assert "ds-validation-message" in page
    assert 'aria-invalid="true"' in page


def test_a_value_that_breaks_a_rule_of_the_data_says_which(as_editor: Client, partnership: Partnership) -> None:
    Partnership.objects.update(since="2010")
    response = as_editor.post(cell(partnership, "ended"), {"ended": "1999", "version": 2}, headers=IN_PLACE)
    assert response.status_code == 422
    assert "Slutningen ligger før begyndelsen." in response.content.decode()
    partnership.refresh_from_db()
    assert partnership.ended == ""


def test_a_person_of_another_owner_cannot_be_chosen(as_editor: Client, partnership: Partnership) -> None:
    form = {"responsible": PersonFactory().pk, "version": 1}
    assert as_editor.post(cell(partnership, "responsible"), form, headers=IN_PLACE).status_code == 422


@pytest.mark.parametrize("is_moved_with_it", [False, True])
def test_no_cell_moves_a_record_to_another_owner_away_from_what_it_is_linked_to(
    is_moved_with_it: bool, client: Client, editor: User, owner: Organisation
) -> None:
    client.force_login(editor)
    there = RoleFactory(user=editor).owner
    linked: dict[str, Any] = {} if is_moved_with_it else {"department": DepartmentFactory(owner=owner)}
    initiative = InitiativeFactory(perspective__strategy__owner=owner, **linked)
    action = ActionItemFactory(plan__strategy__owner=owner, **linked)
    membership = MembershipFactory(organisation=owner, **linked)
    agreement = AgreementFactory(partnership__owner=owner)
    activity = ActivityFactory(owner=owner)
    if not is_moved_with_it:
        agreement.reminder_recipients.add(RoleFactory(owner=owner).user)
        activity.persons.add(PersonFactory(owner=owner))
    for record, name, target in [
        (initiative, "perspective", PerspectiveFactory(strategy__owner=there)),
        (action, "plan", ActionPlanFactory(strategy__owner=there)),
        (membership, "organisation", there),
        (agreement, "partnership", PartnershipFactory(owner=there)),
        (activity, "owner", there),
    ]:
        before = getattr(record, name)
        form = {"version": type(record).objects.get(pk=record.pk).version, name: target.pk}
        response = client.post(f"/cells/{record.label}/{record.pk}/{name}/", form, headers=IN_PLACE)
        assert response.status_code == (200 if is_moved_with_it else 422), record.label
        assert getattr(type(record).objects.get(pk=record.pk), name) == (target if is_moved_with_it else before)
        if not is_moved_with_it:
            assert response.context["form"].non_field_errors()


def test_nothing_is_moved_to_an_owner_at_which_one_only_reads(
    client: Client, editor: User, owner: Organisation
) -> None:
    client.force_login(editor)
    initiative = InitiativeFactory(perspective__strategy__owner=owner)
    target = PerspectiveFactory(strategy__owner=RoleFactory(user=editor, kind=RoleKind.READER).owner)
    form = {"version": 1, "perspective": target.pk, "code": "1.a", "title": "Flyttet"}
    for address in (
        f"/cells/{initiative.label}/{initiative.pk}/perspective/",
        f"{initiative.get_absolute_url()}edit/",
    ):
        assert client.post(address, form).status_code == 422
    initiative.refresh_from_db()
    assert initiative.perspective != target


def test_if_others_changed_the_same_field_both_are_shown(
    as_editor: Client, secretariat: User, partnership: Partnership
) -> None:
    other = Client()
    other.force_login(secretariat)
    other.post(cell(partnership, "priority"), {"priority": "high", "version": 1})
    for headers in (IN_PLACE, {}):
        form = {"priority": "low", "version": 1}
        response = as_editor.post(cell(partnership, "priority"), form, headers=headers)
        assert response.status_code == 409
        page = response.content.decode()
        for told in (str(secretariat), "Høj prioritet", "Lav prioritet", 'name="version" value="2"'):
            assert told in page
        assert '<option value="low" selected>' in page
    partnership.refresh_from_db()
    assert partnership.priority == "high"
    form = {"priority": "low", "version": 2}
    assert as_editor.post(cell(partnership, "priority"), form, headers=IN_PLACE).status_code == 200


def test_if_others_changed_another_field_both_stand(as_editor: Client, partnership: Partnership) -> None:
    Partnership.objects.update(source="Din")
    form = {"priority": "low", "version": 1}
    assert as_editor.post(cell(partnership, "priority"), form, headers=IN_PLACE).status_code == 200
    partnership.refresh_from_db()
    assert (partnership.priority, partnership.source) == ("low", "Din")


def test_if_only_others_changed_it_theirs_stands(as_editor: Client, partnership: Partnership) -> None:
    Partnership.objects.update(priority="high")
    form = {"priority": "", "version": 1}
    response = as_editor.post(cell(partnership, "priority"), form, headers=IN_PLACE)
    assert response.status_code == 200
    assert "Høj prioritet" in response.content.decode()


@pytest.mark.parametrize("version", [{}, {"version": ""}, {"version": "x"}])
def test_without_a_version_nothing_is_saved(
    version: dict[str, str], as_editor: Client, partnership: Partnership
) -> None:
    response = as_editor.post(cell(partnership, "priority"), {"priority": "low"} | version, headers=IN_PLACE)
    assert response.status_code == 400
    assert response["HX-Retarget"] == "#main"
    partnership.refresh_from_db()
    assert partnership.priority == ""


@pytest.mark.parametrize(
    "field", ["version", "change_reason", "creation_key", "deleted_at", "is_illustration", "id", "nonsense", "events"]
)
def test_what_no_form_asks_is_not_found(field: str, as_editor: Client, partnership: Partnership) -> None:
    assert as_editor.get(cell(partnership, field)).status_code == 404
    assert as_editor.post(cell(partnership, field), {field: "1", "version": 1}).status_code == 404


def test_a_field_that_the_form_holds_fast_is_not_found(client: Client, secretariat: User, owner: Organisation) -> None:
    meeting = MeetingFactory(body__owner=owner)
    client.force_login(secretariat)
    assert client.get(f"/cells/strategy.meeting/{meeting.pk}/body/").status_code == 404


def test_a_field_that_only_new_records_are_asked_for_is_not_found(as_editor: Client, partnership: Partnership) -> None:
    entry, contact = JournalEntryFactory(about=partnership), ContactFactory(about=partnership)
    extension = ExtensionFactory(agreement__partnership=partnership)
    without_end = f"/cells/partnerships.extension/{extension.pk}/without_end/"  # a box of the form, and no field
    assert as_editor.post(without_end, {"version": 1, "without_end": "on"}).status_code == 404
    for address in (
        f"journalentry/{entry.pk}/uploads",
        f"journalentry/{entry.pk}/owner",
        f"contact/{contact.pk}/owner",
    ):
        assert as_editor.get(f"/cells/portal.{address}/").status_code == 404
        assert as_editor.post(f"/cells/portal.{address}/", {"version": 1}, headers=IN_PLACE).status_code == 404


@pytest.mark.parametrize("label", ["portal.user", "portal.country", "nonsense", "partnerships.nonsense"])
def test_what_is_no_record_is_not_found(label: str, as_editor: Client) -> None:
    assert as_editor.get(f"/cells/{label}/1/name/").status_code == 404


def test_other_peoples_records_stay_out_of_reach(
    client: Client, stranger: User, reader: User, partnership: Partnership
) -> None:
    for user, status in ((stranger, 404), (reader, 403)):
        client.force_login(user)
        assert client.get(cell(partnership, "priority", "?cancel"), headers=IN_PLACE).status_code == status
        assert client.post(cell(partnership, "priority"), {"priority": "low", "version": 1}).status_code == status
    partnership.refresh_from_db()
    assert partnership.priority == ""


def test_one_cell_is_one_entry_of_the_history_with_its_author(
    as_editor: Client, editor: User, partnership: Partnership
) -> None:
    as_editor.post(cell(partnership, "priority"), {"priority": "low", "version": 1}, headers=IN_PLACE)
    event = partnership.events.latest("pgh_id")
    assert (event.priority, event.version, event.pgh_context["user"]) == ("low", 2, editor.pk)
