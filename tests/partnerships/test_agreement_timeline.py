"""The life of an agreement in order, the chain it is a link of, and bars of several."""

from datetime import date

import pytest
from django.test import Client
from django.utils import timezone, translation

from partnerships.kin import kin_of
from partnerships.matters import matters
from partnerships.models import Agreement, Partnership
from partnerships.standing import standing
from partnerships.terms import TermKind
from partnerships.timeline import bars, happenings
from portal.models import Organisation, User
from tests.factories import AgendaItemFactory, AgreementFactory, ExtensionFactory, PartnershipFactory

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 22)


@pytest.fixture
def partnership(owner: Organisation) -> Partnership:
    return PartnershipFactory(owner=owner)


def told(agreement: Agreement, day: date = DAY) -> list[tuple[str, str, bool]]:
    with translation.override("en"):
        stored = Agreement.objects.for_its_page().get(pk=agreement.pk)
        return [(one.day.isoformat(), one.text, one.is_computed) for one in happenings(stored, day)]


def test_renewals_that_nobody_wrote_down_stand_in_it(partnership: Partnership) -> None:
    agreement = AgreementFactory(
        partnership=partnership, term_kind=TermKind.AUTO_RENEWING, ends_on=date(2022, 12, 31), renewal_months=24,
        notice_count=6, signed="2021-05-04", starts="2021-06", approved_on=date(2021, 4, 1), approved_by="Byrådet",
    )  # fmt: skip
    life = told(agreement)
    assert [day for day, _text, is_computed in life if is_computed] == [
        "2023-01-01",
        "2025-01-01",
        "2027-01-01",
        "2028-06-30",
    ]  # twice it was renewed; it is too late to stop the third time
    assert [day for day, _text, is_computed in life if not is_computed] == ["2021-04-01", "2021-05-04", "2021-06-01"]
    assert "Byrådet" in life[0][1]
    assert [day for day, *_rest in told(agreement, date(2024, 1, 1)) if day < "2024-01-01"][-1] == "2023-01-01"


def test_only_what_was_known_stands_in_it(partnership: Partnership) -> None:
    agreement = AgreementFactory(
        partnership=partnership, term_kind=TermKind.FIXED, ends_on=date(2022, 12, 31), notice_count=3,
        notice_given_on=date(2022, 6, 1), notice_given_by="Partneren",
    )  # fmt: skip
    ExtensionFactory(agreement=agreement, agreed_on=date(2022, 5, 1), ends_on=date(2030, 12, 31))
    assert [day for day, *_rest in told(agreement, date(2022, 4, 1))] == ["2022-12-31"]
    assert [day for day, *_rest in told(agreement, date(2022, 5, 1))] == ["2022-05-01", "2030-12-31"]
    assert [day for day, *_rest in told(agreement)] == ["2022-05-01", "2022-06-01", "2022-09-01"]


def test_a_proposal_has_nothing_ahead_that_binds(partnership: Partnership) -> None:
    agreement = AgreementFactory(
        partnership=partnership, stage="proposed", term_kind=TermKind.FIXED, ends_on=date(2030, 12, 31)
    )
    assert told(agreement) == []


def test_the_chain_is_told_from_any_of_its_links(partnership: Partnership, editor: User) -> None:
    first = AgreementFactory(partnership=partnership, title="Første", starts="2003")
    second = AgreementFactory(partnership=partnership, title="Anden", starts="2013", renews=first)
    third = AgreementFactory(partnership=partnership, title="Tredje", starts="2023", renews=second, stage="proposed")
    AgreementFactory(partnership=partnership, title="Anden sag")
    amendment = AgreementFactory(partnership=partnership, title="Tillæg", amends=second)
    follower = AgreementFactory(
        partnership__owner=partnership.owner, title="Følger", term_kind=TermKind.FIXED, follows=second
    )
    for one in (first, second, third):
        chain = [link.agreement for link in kin_of(one, editor, day=DAY).chain]
        assert chain == [first, second, third]
    kin = kin_of(second, editor, day=DAY)
    assert [one.agreement for one in kin.amendments] == [amendment]
    assert [one.agreement for one in kin.followed_by] == [follower]
    assert [one.agreement for one in kin_of(amendment, editor, day=DAY).amends] == [second]
    assert kin_of(amendment, editor, day=DAY).chain == []


def test_no_agreement_leads_back_to_itself(as_editor: Client, partnership: Partnership) -> None:
    form = {
        "partnership": partnership.pk, "title": "A", "kind": "friendship", "stage": "signed", "term_kind": "fixed",
        "ends_on": "2030-12-31", "notice_unit": "months", "notice_boundary": "day", "version": 1,
    }  # fmt: skip
    fixed = {"partnership": partnership, "term_kind": TermKind.FIXED, "ends_on": date(2030, 12, 31)}
    first = AgreementFactory(**fixed)
    for name in ("follows", "renews", "amends"):
        second = AgreementFactory(**fixed, **{name: first})
        third = AgreementFactory(**fixed, **{name: second})
        response = as_editor.post(f"/agreements/{first.pk}/edit/", form | {name: third.pk})
        assert response.status_code == 422
        assert response.context["form"].errors.keys() == {name}


@pytest.mark.parametrize("ends_on", [None, date(2030, 12, 31)])
def test_a_circle_that_two_saves_closed_together_breaks_no_page_and_can_be_undone(
    ends_on: date | None, as_editor: Client, partnership: Partnership
) -> None:
    first = AgreementFactory(partnership=partnership, term_kind=TermKind.FIXED, ends_on=date(2030, 12, 31))
    second = AgreementFactory(partnership=partnership, term_kind=TermKind.FIXED, follows=first)
    third = AgreementFactory(partnership=partnership, term_kind=TermKind.FIXED, follows=second)
    Agreement.objects.filter(pk=first.pk).update(follows=third, ends_on=ends_on)
    pages = [one.get_absolute_url() for one in (first, second, third)]
    for address in [*pages, partnership.get_absolute_url(), "/agreements/", "/"]:
        assert as_editor.get(address).status_code == 200
    assert list(matters(DAY, agreements=Agreement.objects.all(), partnerships=Partnership.objects.none())) == []
    cell = f"/cells/partnerships.agreement/{second.pk}/"
    assert as_editor.post(f"{cell}title/", {"title": "Ny titel", "version": 1}).status_code == 302
    assert as_editor.post(f"{cell}follows/", {"follows": first.pk, "version": 2}).status_code == 422
    form = {"title": "Ny titel", "ends_on": "2031-12-31", "term_kind": "fixed", "version": 2}
    form |= {"partnership": partnership.pk, "kind": "friendship", "stage": "signed", "notice_unit": "months"}
    response = as_editor.post(f"/agreements/{second.pk}/edit/", form | {"notice_boundary": "day"})
    assert response.status_code == 302


def test_bars_share_one_axis_and_stand_for_what_is_signed(partnership: Partnership) -> None:
    fixed = {"partnership": partnership, "term_kind": TermKind.FIXED}
    old = AgreementFactory(starts="2003", ends_on=date(2012, 12, 31), **fixed)
    still = AgreementFactory(partnership=partnership, starts="2013")
    proposal = AgreementFactory(partnership=partnership, starts="2015", stage="proposed")
    unknown = AgreementFactory(partnership=partnership)
    axis, drawn = bars([standing(one, DAY) for one in (old, still, proposal, unknown)], DAY)
    assert axis is not None
    assert axis.years == [2003, 2009, 2015, 2021, 2027]
    assert drawn.keys() == {old.pk, still.pk}
    assert (drawn[old.pk].x, drawn[old.pk].is_open, drawn[still.pk].is_open) == (0, False, True)
    assert drawn[old.pk].x + drawn[old.pk].width == pytest.approx(drawn[still.pk].x, abs=1)
    assert drawn[still.pk].x + drawn[still.pk].width == 1000
    assert bars([standing(proposal, DAY), standing(unknown, DAY)], DAY) == (None, {})


def test_what_begins_next_year_has_a_bar_from_then_on(as_editor: Client, partnership: Partnership) -> None:
    agreement = AgreementFactory(partnership=partnership, starts=str(DAY.year + 1))
    axis, drawn = bars([standing(agreement, DAY)], DAY)
    assert axis is not None
    assert axis.years[0] == DAY.year
    assert 0 < axis.today < drawn[agreement.pk].x < 1000
    Agreement.objects.update(starts=str(timezone.localdate().year + 1))
    assert as_editor.get(f"/partnerships/{partnership.pk}/").status_code == 200


def test_the_page_takes_as_many_queries_whatever_stands_around_it(
    as_editor: Client, partnership: Partnership, django_assert_max_num_queries: object
) -> None:
    agreement = AgreementFactory(partnership=partnership, term_kind=TermKind.FIXED, ends_on=date(2030, 12, 31))
    for _ in range(5):
        ExtensionFactory(agreement=agreement)
        AgreementFactory(partnership=partnership, renews=agreement, stage="proposed")
        AgreementFactory(partnership=partnership, term_kind=TermKind.FIXED, follows=agreement)
    as_editor.get(f"/agreements/{agreement.pk}/")
    with django_assert_max_num_queries(10):  # type: ignore[operator]
        assert as_editor.get(f"/agreements/{agreement.pk}/").status_code == 200


def test_items_about_it_stand_on_its_page_and_on_that_of_its_partnership(
    as_editor: Client, partnership: Partnership
) -> None:
    agreement = AgreementFactory(partnership=partnership)
    item = AgendaItemFactory(body__owner=partnership.owner, title="Fornyelse af aftalen")
    item.agreements.add(agreement)
    for path in (f"/agreements/{agreement.pk}/", f"/partnerships/{partnership.pk}/"):
        assert "Fornyelse af aftalen" in as_editor.get(path).content.decode()
