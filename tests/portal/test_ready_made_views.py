"""Views that come with the portal: each shows what its name says, and nothing it says goes unused."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from urllib.parse import parse_qsl

import pytest
from django.test import Client
from django.utils import timezone

from networks.models import Membership
from partnerships.models import Partnership
from portal.access import RoleKind
from portal.lists.listing import Listing, listings
from portal.models import Organisation, User
from tests.factories import (
    ActionItemFactory,
    AgendaItemFactory,
    AgreementFactory,
    DecisionFactory,
    DepartmentFactory,
    MeetingFactory,
    MembershipFactory,
    NetworkFactory,
    OrganisationFactory,
    PartnershipFactory,
    PersonFactory,
    RoleFactory,
)

pytestmark = pytest.mark.django_db

LONG_AGO, LATELY = timedelta(days=400), timedelta(days=300)
WITH_VIEWS = [pytest.param(listing, id=listing.label()) for listing in listings.values() if listing.views]


def names(client: Client, address: str) -> list[str]:
    return re.findall(r'<th scope="row"><a href="[^"]+">(.*?)</a>', client.get(address).content.decode())


def links(client: Client, address: str) -> dict[str, str]:
    """The views of a list: where each leads, by its name."""
    groups = client.get(address).context["views"].groups()
    return {str(link.name): link.url for group in groups for link in group}


def with_partner(name: str, owner: Organisation, **facts: object) -> object:
    return PartnershipFactory(owner=owner, partner=OrganisationFactory(name=name), **facts)


@pytest.mark.parametrize("listing", WITH_VIEWS)
def test_a_list_knows_every_word_of_its_views(listing: type[Listing]) -> None:
    for view in listing.views:
        query = view.query_today()
        assert sorted(parse_qsl(listing.cleaned(query))) == sorted(parse_qsl(query))
        assert query


@pytest.mark.parametrize("listing", WITH_VIEWS)
def test_each_view_opens_is_marked_and_narrows_the_list(listing: type[Listing], client: Client, owner: object) -> None:
    client.force_login(RoleFactory(owner=owner, kind=RoleKind.ADMINISTRATOR).user)
    for name, url in links(client, listing.url()).items():
        page = client.get(url)
        assert page.status_code == 200
        current = [str(link.name) for group in page.context["views"].groups() for link in group if link.is_current]
        assert current == [name]
        assert page.context["listing"].is_filtered == ("view=all" not in url)


def test_the_order_of_the_parameters_does_not_matter(as_editor: Client) -> None:
    page = as_editor.get("/partnerships/?sort=last_active_on&page=1&q=&quiet=1").content.decode()
    assert page.split('class="views"')[1].split("</nav>")[0].count("aria-current") == 1
    page = as_editor.get("/partnerships/?quiet=1").content.decode()
    assert "aria-current" not in page.split('class="views"')[1].split("</nav>")[0]


def test_mine_are_those_whose_responsible_person_has_my_address(
    as_editor: Client, editor: User, owner: Organisation
) -> None:
    me = PersonFactory(owner=owner, email=editor.email.upper())
    with_partner("Min", owner, responsible=me)
    with_partner("Din", owner, responsible=PersonFactory(owner=owner, email="en.anden@example.test"))
    with_partner("Ingens", owner)
    assert names(as_editor, "/partnerships/?mine=1") == ["Min"]
    assert names(as_editor, "/partnerships/?unassigned=1") == ["Ingens"]
    assert len(names(as_editor, "/partnerships/?mine=")) == 3
    ActionItemFactory(plan__strategy__owner=owner, title="Mit", responsible=me)
    ActionItemFactory(plan__strategy__owner=owner, title="Ingens")
    assert names(as_editor, "/strategies/actions/?mine=1") == ["Mit"]
    AgreementFactory(partnership__owner=owner, partnership__responsible=me, title="Min aftale")
    AgreementFactory(partnership__owner=owner, title="Ingens aftale")
    assert names(as_editor, "/agreements/?mine=1") == ["Min aftale"]
    assert names(as_editor, "/agreements/?unassigned=1") == ["Ingens aftale"]


def test_what_nobody_has_confirmed_within_a_year(as_editor: Client, owner: Organisation) -> None:
    today = timezone.localdate()
    with_partner("Aldrig", owner)
    Partnership.objects.update(created_at=timezone.now() - LONG_AGO)
    with_partner("Ny", owner)
    with_partner("For længe siden", owner, confirmed_on=today - LONG_AGO)
    with_partner("For nylig", owner, confirmed_on=today - LATELY)
    assert names(as_editor, "/partnerships/?unconfirmed=1") == ["Aldrig", "For længe siden"]
    PersonFactory(owner=owner, name="Ny", confirmed_on=today)
    PersonFactory(owner=owner, name="Gammel", confirmed_on=today - LONG_AGO)
    assert names(as_editor, "/persons/?unconfirmed=1") == ["Gammel"]
    OrganisationFactory(name="Netop bekræftet", confirmed_on=today)
    assert "Netop bekræftet" not in names(as_editor, "/organisations/?unconfirmed=1")
    AgreementFactory(partnership__owner=owner, title="Frisk", confirmed_on=today)
    AgreementFactory(partnership__owner=owner, title="Ubekræftet", confirmed_on=today - LONG_AGO)
    assert names(as_editor, "/agreements/?unconfirmed=1") == ["Ubekræftet"]


def test_quiet_partners_are_the_ongoing_ones_without_activity(as_editor: Client, owner: Organisation) -> None:
    today = timezone.localdate()
    with_partner("Stille", owner, last_activity_on=today - LONG_AGO)
    with_partner("Ukendt", owner)
    with_partner("Livlig", owner, last_activity_on=today - LATELY)
    with_partner("Afsluttet", owner, status="ended")
    assert names(as_editor, "/partnerships/?quiet=1") == ["Stille", "Ukendt"]


def test_agreements_that_expire_this_year(as_editor: Client, owner: Organisation) -> None:
    year = timezone.localdate().year
    for title, ends, terms in [
        ("I år", date(year, 12, 31), {}),
        ("Næste år", date(year + 1, 1, 1), {}),
        ("Før tid", date(year + 5, 1, 1), {"terminated_on": date(year, 6, 30)}),
        ("Allerede ophørt", date(year, 12, 31), {"terminated_on": date(year - 1, 6, 30)}),
        ("Kun foreslået", date(year, 12, 31), {"stage": "proposed"}),
    ]:
        AgreementFactory(partnership__owner=owner, title=title, term_kind="fixed", ends_on=ends, **terms)
    assert set(names(as_editor, "/agreements/?ends_this_year=1")) == {"I år", "Før tid"}


def test_memberships_that_expire_this_year(as_editor: Client, owner: Organisation) -> None:
    year = timezone.localdate().year
    for name, left in [("I år", f"{year}-06"), ("Også", str(year)), ("Før", str(year - 1)), ("Aldrig", "")]:
        MembershipFactory(organisation=owner, network=NetworkFactory(name=name), left=left)
    assert Membership.objects.count() == 4
    assert set(names(as_editor, "/networks/memberships/?ends_this_year=1")) == {"I år", "Også"}


def test_overdue_actions_are_unfinished_and_late(as_editor: Client, owner: Organisation) -> None:
    today = timezone.localdate()
    for title, due, progress in [
        ("Sen", today - timedelta(days=1), "on_track"),
        ("I dag", today, "on_track"),
        ("Færdig", today - timedelta(days=1), "done"),
        ("Uden frist", None, "on_track"),
    ]:
        ActionItemFactory(plan__strategy__owner=owner, title=title, due_on=due, progress=progress)
    assert names(as_editor, "/strategies/actions/?overdue=1") == ["Sen"]


def test_upcoming_meetings_are_those_of_today_and_later(as_editor: Client, owner: Organisation) -> None:
    now = timezone.now()
    for place, when in [("I går", now - timedelta(days=1)), ("Om lidt", now), ("Senere", now + timedelta(days=9))]:
        MeetingFactory(body__owner=owner, place=place, starts_at=when)
    page = as_editor.get("/meetings/?upcoming=1&sort=starts&columns=place").context["listing"]
    assert re.findall('scope="row">(.*?)</th>', page.rows()) == ["Om lidt", "Senere"]


def test_the_pool_holds_what_no_meeting_has_taken_up_and_nobody_decided(
    client: Client, secretariat: User, owner: Organisation
) -> None:
    client.force_login(secretariat)
    meeting = MeetingFactory(body__owner=owner)
    AgendaItemFactory(body=meeting.body, title="Venter")
    AgendaItemFactory(body=meeting.body, title="På dagsordenen", meeting=meeting)
    DecisionFactory(item__body=meeting.body, item__title="Besluttet")
    url = "/lists/strategy.agendaitem/"
    assert names(client, f"{url}?pool=1") == ["Venter"]
    assert set(names(client, f"{url}?undecided=1")) == {"Venter", "På dagsordenen"}


def test_views_are_for_those_whose_work_they_are(
    client: Client, user_with: Callable[..., User], owner: Organisation
) -> None:
    def queries(kind: RoleKind) -> str:
        client.force_login(user_with(kind))
        return " ".join(links(client, "/partnerships/").values())

    assert "unassigned=1" in queries(RoleKind.EDITOR)
    assert "unassigned=1" not in queries(RoleKind.READER)
    assert "priority=high" in queries(RoleKind.DIRECTOR)
    assert "priority=high" not in queries(RoleKind.EDITOR)
    assert "mine=1" in queries(RoleKind.READER)


def test_a_chip_says_what_narrows_the_list_and_takes_it_off(as_editor: Client, owner: Organisation) -> None:
    for _number in range(51):
        PartnershipFactory(owner=owner)
    page = as_editor.get("/partnerships/?quiet=1&kind=twin_city&sort=-partner&page=2")
    chips = page.context["listing"].chips()
    assert [address for _label, address in chips] == ["/partnerships/?kind=twin_city&sort=-partner"]
    assert page.context["listing"].is_filtered
    assert '<ul class="chips">' not in as_editor.get("/partnerships/?kind=twin_city").content.decode()


def test_what_a_view_narrows_survives_the_filters_the_heads_and_the_pages(
    as_editor: Client, owner: Organisation
) -> None:
    for _number in range(51):
        PartnershipFactory(owner=owner)
    page = as_editor.get("/partnerships/?unassigned=1&sort=-partner&columns=partner,since").content.decode()
    assert (
        'rel="next" href="/partnerships/?unassigned=1&amp;sort=-partner&amp;columns=partner,since&amp;page=2"' in page
    )
    assert 'href="/partnerships/?unassigned=1&amp;columns=partner,since&amp;sort=since"' in page
    form = page.split('<form class="filters"')[1].split("</form>")[0]
    assert '<input type="hidden" name="unassigned" value="1"' in form
    assert '<input form="filters" type="hidden" name="sort" value="-partner">' in page
    assert '<input form="filters" type="hidden" name="columns" value="partner,since">' in page
    popup = page.split('id="choose-columns"')[1].split("</form>")[0]
    assert 'name="unassigned" value="1"' in popup
    assert "unassigned=1" in page.split("export=xlsx")[0].rsplit('href="', 1)[1]
    assert 'name="unassigned"' not in as_editor.get("/partnerships/").content.decode()


def test_what_the_filters_ask_stands_in_words_on_paper(as_editor: Client, owner: Organisation) -> None:
    country = PartnershipFactory(owner=owner).partner.country
    department = DepartmentFactory(owner=owner)

    def asked(query: str) -> list[str]:
        return as_editor.get(f"/partnerships/?{query}").context["listing"].asked()

    query = f"q=vo&kind=twin_city&country={country.pk}&department={department.pk}&on=2012-10-01"
    said = [words.partition(": ")[2] for words in asked(query)]
    assert said[0] == "vo"
    assert set(said[1:]) == {"Venskabsby", str(country), str(department), "1. oktober 2012"}
    assert "1. oktober 2012" in as_editor.get(f"/partnerships/?{query}").content.decode()
    assert asked("view=all&sort=-partner") == asked("mine=1") == asked("kind=nonsense") == []
    assert "on-paper" not in as_editor.get("/partnerships/").content.decode()


def test_filters_lie_folded_until_one_is_in_use(as_editor: Client) -> None:
    def filters(query: str) -> str:
        return as_editor.get(f"/partnerships/{query}").content.decode().split('<form class="filters"')[1]

    assert "<details>\n    <summary>" in filters("")
    assert "<details>\n    <summary>" in filters("?sort=-partner")
    assert "<details open>\n    <summary>" in filters("?q=riga")


def test_departments_narrow_the_lists_they_belong_to(as_editor: Client, owner: Organisation) -> None:
    department = DepartmentFactory(owner=owner)
    with_partner("Vores", owner, department=department)
    with_partner("Andres", owner)
    assert names(as_editor, f"/partnerships/?department={department.pk}") == ["Vores"]
    foreign = DepartmentFactory()
    assert str(foreign) not in as_editor.get("/partnerships/").content.decode()
    assert str(department) in as_editor.get("/partnerships/").content.decode()
