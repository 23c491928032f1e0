"""The facts of the three documents are in the records, complete, in our own words."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import models
from django.test import TestCase
from django.utils import translation

from networks.models import Membership, MembershipStatus, Network
from partnerships.models import Agreement, AgreementKind, Partnership, PartnershipKind, PartnershipStatus
from partnerships.terms import State, TermKind, notice_takes_effect
from portal.access import RoleKind
from portal.models import Country, Organisation, Population, Topic
from portal.records.versioned import VersionedModel
from portal.text.sanitise import clean_html, plain_text
from strategy.models import AgendaItem, Attendance, AttendanceKind, Body, Decision, Perspective, Seat, Strategy
from tests.copying import copied
from tests.factories import RoleFactory

FIXTURES = settings.BASE_DIR / "fixtures"
LOADED = ["aalborg", "midtjylland", "kulturregion"]
AALBORG, MIDTJYLLAND, KULTURREGION = "Aalborg Kommune", "Region Midtjylland", "Europæisk Kulturregion"


def record_models() -> list[type[VersionedModel]]:
    return [model for model in apps.get_models() if issubclass(model, VersionedModel)]


def words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


def told(*, owner: str) -> str:
    """All that the records of an owner say, with the organisations and networks that are shared."""
    pk = Organisation.objects.get(name=owner).pk
    texts = []
    for model in record_models():
        for record in model.objects.all():
            if record.owning_id() in (pk, None):
                values = [field.value_from_object(record) for field in record._meta.fields]
                texts += [plain_text(str(value)) for value in values if value]
    return words(" ".join(texts))


def strings(value: Any) -> Iterator[str]:
    match value:
        case str():
            yield value
        case list():
            for element in value:
                yield from strings(element)
        case dict():
            yield from strings(list(value.values()))


FACTS = {
    AALBORG: """
        13. januar 2014 | PK-gruppen | 2014–2017 | Velkomstcentret | International Citizen Service
        International House | International Community | STAY – jobskabelse i partnerskab | 1994 til 2004
        hvert tredje år | Brasilien, Canada og FN | Sustainablecities.eu | kommunalreformen | lobbyarbejde
        Projektledelse og administration | tre indsatsområder | efteråret 2013 | maj 2014 | marts 2015
        Energivision 2050 | CIVITAS | tre fyrtårnsbyer | tre følgebyer | CO2-neutral | Aalborg Øst
        Delfts borgmester | kritiske venner | studieboliger | EU-programdelen
        Aachen, Lausanne, Linköping/Norrköping, Brno, Lviv, Lublin, Magdeburg
        130 af de største byer og 40 partnerbyer | 130 mio. indbyggere | otte politikområder | 125 mio. euro
        Øresund-Kattegat-Skagerrak | vedvarende energi | tiltrækning af arbejdskraft | marts 2013
        mere end 40 år | North Denmark Arctic Dialogue | Videnshus i Grønland | repræsentation i Grønland
        basishavnsaftalen | sælskindsprodukter | Europas arktiske hovedstad | Grønlandshavnen | 1951
        33 venskabsbyer | Afrika | mindst en gang om året | budgetdrøftelserne for 2015–2018 | Juli–august
        November–december
    """,
    MIDTJYLLAND: """
        DAROBI-Centret | Nupark | varslet | brede samarbejdsaftaler | 10-års jubilæet i 2013 | Li Xi
        august 2012 | seks måneders varsel | DBO-kontoret i Budapest | kontor for Øst- og Centraleuropa
        affaldshåndtering og fjernvarmeteknologi | svinefarme og akvakultur | BRIK | udgangen af 2013 | oplæg
        Overvågningsudvalget og Styringsudvalget | 2007–2013 | 2014–2020 | EU's kommende budgetter
        danske medlemsregioner | Østersøens østlige side | Districts of Creativity | ENCORE
        Nordic Transportpolitical Network | EU-kontoret i Bruxelles | Enterprise Europe Network
        Forskningsstøtteenheden | Nordsøprogrammets sekretariat | Interact Contact Point Viborg
    """,
    KULTURREGION: """
        Kulturhovedstad | 19 kommuner | CDEU | mere og bedre kultur til flere | Genvej til Europa
        Europæisk Kulturbooster | Kulturmødet Mors | viden til at vandre | kulturchef | kulturkonsulent
        to digitale og to fysiske | på skift | Værten leder mødet | Udvalg for regional udvikling
        kommunaldirektørnetværket | udviklingsdirektør | forpersonerne | flere hastigheder
        temagrupper og interessegrupper | 1 kr. pr. indbygger | 2,6 mio. kr. | 1,3 mio. kr. | 1.304.253
        cirka 1 % | oktober 2017 | første kvartal | Midtjysk Kulturakademi | EU-midler | 2020–2023
        regionale kulturaftaler | strategi handleplan budget | kulturdirektør eller fagchef
    """,
}


TWIN_CITIES = """
    Almere | Antibes | Büdelsdorf | Edinburgh | Fredrikstad | Fuglafjørður | Galway | Gdynia | Haifa | Hefei
    Innsbruck | Karlskoga | Lancaster | Lerum | Liperi | Mykolaiv | Norðurþing | Orsa | Orust | Ośno Lubuskie
    Racine | Rapperswil-Jona | Rendalen | Rendsburg | Riga | Riihimäki | Sermersooq | Solvang | Tulcea | Tumakuru
    Varna | Vilnius | Wismar
"""
KNOWN_YEARS = {
    "Edinburgh": "1991",
    "Fredrikstad": "1951",
    "Gdynia": "1987-08-04",
    "Innsbruck": "1982",
    "Wismar": "1961",
}


def listed(text: str) -> list[str]:
    return [each.strip() for line in text.strip().splitlines() for each in line.split("|")]


class FixturesTest(TestCase):
    """Loaded once for all: the tests only read."""

    @classmethod
    def setUpTestData(cls) -> None:
        call_command("reference", verbosity=0)
        call_command("loaddata", *LOADED, verbosity=0)

    # What is in place

    def test_every_country_and_kosovo_has_names_and_a_continent(self) -> None:
        assert Country.objects.count() == 250
        assert Country.objects.get(code="XK").name_da == "Kosovo"
        assert str(Country.objects.get(code="HU").name_da) == "Ungarn"
        assert not Country.objects.filter(
            models.Q(name_da="") | models.Q(name_en="") | models.Q(continent="")
        ).exists()

    def test_reference_data_can_be_loaded_again_and_leaves_renamed_topics_alone(self) -> None:
        Topic.objects.filter(code="culture").update(name_da="Kultur og fritid")
        Country.objects.filter(code="DK").update(name_da="Danmarken")
        before = Topic.objects.count()
        call_command("reference", verbosity=0)
        assert Topic.objects.get(code="culture").name_da == "Kultur og fritid"
        assert Topic.objects.count() == before
        assert Country.objects.get(code="DK").name_da == "Danmark"

    def test_three_owners_each_with_a_look_of_its_own(self) -> None:
        themes = dict(Organisation.objects.owners().values_list("name", "theme"))
        assert themes == {AALBORG: "aalborg", MIDTJYLLAND: "midtjylland", KULTURREGION: "kulturregion"}

    def test_natural_keys_are_unique(self) -> None:
        for model in record_models():
            keys = Counter(record.natural_key() for record in model.objects.all() if model.natural_key_fields)
            assert [key for key, count in keys.items() if count > 1] == [], model

    def test_every_record_is_valid_and_its_text_is_clean(self) -> None:
        records = [record for model in record_models() for record in model.objects.all()]
        assert len(records) > 400
        for record in records:
            record.full_clean()
        for name in LOADED:
            for text in strings(json.loads((FIXTURES / f"{name}.json").read_text())):
                assert not text.startswith("<") or clean_html(text) == text

    def test_facts_say_where_they_come_from(self) -> None:
        for model in record_models():
            if any(field.name == "source" for field in model._meta.fields):
                assert not model.objects.filter(source="").exists(), model

    # Aalborg Kommune

    def test_aalborg_has_33_twin_cities_of_which_fredrikstad_is_the_first(self) -> None:
        twins = Partnership.objects.filter(owner__name=AALBORG, kind=PartnershipKind.TWIN_CITY)
        assert twins.count() == 33
        assert twins.exclude(since="").order_by("since").values_list("partner__name", "since")[0] == (
            "Fredrikstad",
            "1951",
        )
        countries = dict(twins.values_list("partner__name", "partner__country"))
        assert (countries["Edinburgh"], countries["Fuglafjørður"], countries["Sermersooq"]) == ("GB", "FO", "GL")
        assert not twins.filter(partner__latitude=None).exists()

    def test_the_twin_cities_are_those_of_the_public_lists(self) -> None:
        known, names_listed = {}, set(listed(TWIN_CITIES))
        for twin in Partnership.objects.filter(owner__name=AALBORG, kind=PartnershipKind.TWIN_CITY):
            names = {twin.partner.name, *twin.partner.other_names.splitlines()}
            known[next(iter(names & names_listed))] = twin.since
        assert known == {name: KNOWN_YEARS.get(name, "") for name in names_listed}

    def test_the_strategy_has_five_perspectives_and_nine_initiatives(self) -> None:
        strategy = Strategy.objects.get(owner__name=AALBORG)
        assert (strategy.period, strategy.status) == ("2014–2017", "adopted")
        assert list(strategy.perspectives.values_list("name", flat=True)) == [
            "Det globale perspektiv",
            "EU-perspektivet",
            "Det nordiske perspektiv",
            "Det arktiske perspektiv",
            "Venskabsbyperspektivet",
        ]
        codes = list(strategy.initiatives.order_by("sort_key").values_list("code", flat=True))
        assert codes == ["1.a", "1.b", "2.a", "2.b", "2.c", "2.d", "3.a", "4.a", "5"]
        assert strategy.action_plans.get().title == "Handlingskatalog 2014–2015"

    def test_the_case_can_be_read_from_recommendation_to_decision(self) -> None:
        item = AgendaItem.objects.get(case_number="2014-26443")
        assert (item.position, len(item.recommendations), len(item.annexes)) == (6, 5, 2)
        assert item.recommender.startswith("Borgmesterens Forvaltning")
        assert item.initiatives.count() == 9
        assert item.decisions.get().outcome == "approved"
        assert Strategy.objects.get(owner__name=AALBORG).adopted_by.item == item
        absent = Attendance.objects.get(meeting=item.meeting, kind=AttendanceKind.ABSENT)
        assert absent.person.name == "Mads Duedahl"
        assert Decision.objects.order_by("decided_on").first().decided_on == date(2014, 1, 13)

    def test_the_cross_departmental_group_has_five_tasks_and_a_seat_for_every_department(self) -> None:
        group = Body.objects.get(owner__name=AALBORG, kind="cross_departmental", name__startswith="Tværgående")
        assert group.tasks.count("<li>") == 5
        assert group.seats.count() == Organisation.objects.get(name=AALBORG).departments.count()

    def test_aalborgs_memberships_are_past_present_applied_for_and_considered(self) -> None:
        own = Membership.objects.filter(organisation__name=AALBORG)
        assert dict(own.values_list("network__name", "status")) == {
            "EUniverCities": MembershipStatus.FOUNDING_MEMBER,
            "EuroCities": MembershipStatus.CONSIDERED,
            "European Innovation Partnership on Smart Cities and Communities": MembershipStatus.APPLIED,
            "Union of the Baltic Cities": MembershipStatus.LEFT,
        }
        assert own.get(status=MembershipStatus.FOUNDING_MEMBER).tandem_partner.name == "Aalborg Universitet"
        assert len(Network.objects.get(name="EuroCities").policy_areas.splitlines()) == 7

    # Region Midtjylland

    def test_the_region_has_six_partner_regions_where_the_review_left_them(self) -> None:
        regions = Partnership.objects.filter(owner__name=MIDTJYLLAND, kind=PartnershipKind.PARTNER_REGION)
        assert dict(regions.values_list("partner__name", "status")) == {
            "Brasov": PartnershipStatus.NEVER_REALISED,
            "Nedre-Schlesien": PartnershipStatus.DORMANT,
            "Shanghai": PartnershipStatus.ACTIVE,
            "Győr-Moson-Sopron": PartnershipStatus.ACTIVE,
            "Bács-Kiskun": PartnershipStatus.ACTIVE,
            "Leningrad Oblast": PartnershipStatus.ACTIVE,
        }
        assert all("Anbefaling" in region.outlook for region in regions)

    def test_the_hungarian_agreements_run_until_further_notice_with_six_months_notice(self) -> None:
        hungarian = Agreement.objects.filter(partnership__partner__country_id="HU")
        rules = set(hungarian.values_list("term_kind", "starts", "notice_count", "notice_unit"))
        assert (len(hungarian), rules) == (2, {(TermKind.UNTIL_FURTHER_NOTICE, "2011", 6, "months")})

    def test_the_agreement_with_leningrad_oblast_ends_with_the_performance_contract(self) -> None:
        contract = Agreement.objects.get(kind=AgreementKind.PERFORMANCE_CONTRACT)
        agreement = contract.followed_by.get()
        assert agreement.partnership.partner.name == "Leningrad Oblast"
        assert (contract.contractor.name, contract.contractor.kind) == ("Danish Business Service", "office")
        assert (
            agreement.effective_end(date(2013, 1, 1)) == contract.effective_end(date(2013, 1, 1)) == date(2013, 12, 31)
        )
        assert agreement.state(date(2014, 1, 1)) == State.EXPIRED

    def test_on_1_october_2012_the_agreements_stand_as_the_document_tells(self) -> None:
        """Written from the document: what is in force, what is only proposed, and when what ends."""
        reader = RoleFactory(kind=RoleKind.READER, owner=Organisation.objects.get(name=MIDTJYLLAND)).user
        self.client.force_login(reader)

        def shown(query: str) -> dict[str, tuple[str, str, str]]:
            listing = self.client.get(f"/agreements/?on=2012-10-01&{query}").context["listing"]
            cells = listing.every_row(lambda column: column.text)
            return {title: (state, notice, end) for title, _partner, state, notice, end, *_rest in cells}

        with translation.override("da"):
            assert shown("") == {
                "Samarbejdsaftale med Shanghai": ("I kraft", "", ""),
                "Nyt Memorandum of Understanding (2013)": ("Foreslået", "", ""),
                "Samarbejdsaftale med Győr-Moson-Sopron": ("I kraft", "", ""),
                "Samarbejdsaftale med Bács-Kiskun": ("I kraft", "", ""),
                "Resultatkontrakt med Danish Business Service": ("I kraft", "", "31. december 2013"),
                "Samarbejdsaftale med Leningrad Oblast": ("I kraft", "", "31. december 2013"),
                "EU-kontorets aftale med Aarhus Universitet": ("Foreslået", "", ""),
            }
        assert len(shown("state=in_force")) == 5
        assert len(shown("ends_by=2013-12-31")) == 2
        for agreement in Agreement.objects.filter(partnership__partner__country_id="HU"):
            assert notice_takes_effect(agreement.term, date(2012, 10, 1)) == date(2013, 4, 1)

    def test_the_new_memorandum_with_shanghai_renews_the_agreement_of_2003(self) -> None:
        memorandum = Agreement.objects.get(kind=AgreementKind.MEMORANDUM)
        assert (memorandum.starts, memorandum.renews.signed, memorandum.signed) == ("2013", "2003", "")

    def test_an_office_is_found_under_its_old_and_its_new_name(self) -> None:
        for name in ("dbo kontoret", "midtjyllands kontor for"):
            assert Organisation.objects.get(folded__contains=name).place == "Budapest"

    def test_the_regions_networks(self) -> None:
        own = Membership.objects.filter(organisation__name=MIDTJYLLAND)
        assert own.get(status=MembershipStatus.EXIT_RECOMMENDED).network.name == "Østersøkommissionen"
        assert set(own.filter(network__parent__short_name="CPMR").values_list("network__name", flat=True)) == {
            "Nordsøkommissionen",
            "Østersøkommissionen",
        }
        assert own.filter(network__kind="informal").count() == 3

    # Europæisk Kulturregion

    def test_the_partnership_has_21_members_and_a_seat_with_mandate_for_each(self) -> None:
        members = Organisation.objects.get(name=KULTURREGION).members
        assert members.count() == 21
        assert members.filter(kind="municipality").count() == 19
        seats = Seat.objects.filter(body__name="Fællessekretariatet", has_mandate=True)
        assert set(seats.values_list("organisation", flat=True)) == set(members.values_list("pk", flat=True))

    def test_inhabitants_add_up_to_the_region(self) -> None:
        municipal = Population.objects.filter(organisation__kind="municipality")
        total = dict(
            Population.objects.filter(organisation__name=MIDTJYLLAND).values_list("counted_on", "inhabitants")
        )
        for day, missing in [(date(2021, 1, 1), 0), (date(2019, 1, 1), 0), (date(2013, 1, 1), 270)]:
            figures = municipal.filter(counted_on=day).values_list("inhabitants", flat=True)
            assert (len(figures), sum(figures)) == (19, total[day] - missing)
        assert total[date(2017, 1, 1)] == 1_304_253

    def test_strategi_2024_revises_strategi_2020_and_has_every_element_of_the_figure(self) -> None:
        strategy = Strategy.objects.get(owner__name=KULTURREGION, status="adopted")
        assert (strategy.title, strategy.revises.title, strategy.revises.period) == (
            "Strategi 2024",
            "Strategi 2020",
            "2020–2023",
        )
        kinds = Counter(Perspective.objects.filter(strategy=strategy).values_list("kind", flat=True))
        assert kinds == {"perspective": 1, "focus_area": 3, "track": 3, "cross_cutting": 1}
        assert (
            Perspective.objects.get(kind="cross_cutting").target_groups
            == "Kulturaktører, kommuner, regionen og interessenter"
        )

    def test_how_often_the_bodies_of_the_partnership_meet(self) -> None:
        bodies = Body.objects.filter(owner__name=KULTURREGION).values_list("name", "meetings_a_year")
        assert dict(bodies) == {"Fællessekretariatet": 4, "Direktørmødet": 2, "Kulturforum": 1}

    # Nothing missing, nothing copied

    def test_no_fact_of_the_documents_is_missing(self) -> None:
        for owner, facts in FACTS.items():
            text = told(owner=owner)
            assert [fact for fact in listed(facts) if words(fact) not in text] == [], owner

    def test_no_sentence_is_copied_from_the_documents(self) -> None:
        texts = [text for path in FIXTURES.glob("*.json") for text in strings(json.loads(path.read_text()))]
        sentences = [sentence for text in texts for sentence in re.split(r"(?<=[.:;?!])\s|\n", plain_text(text))]
        assert copied(sentences) == []


def test_what_stands_in_a_document_word_for_word_is_recognised() -> None:
    title = "Samarbejde om erhvervsudvikling mellem de nordjyske kommuner og Region Nordjylland"
    assert copied([title, f"{title} m.fl.", "Kort og godt"]) == [title]
