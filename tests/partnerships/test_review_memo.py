"""The memo of Region Midtjylland's review, against a list of what the document says, item by item."""

import io
import re
import zipfile
from datetime import date
from html import unescape
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from django.core.management import call_command
from django.test import Client, TestCase
from django.utils.translation import override
from pypdf import PdfReader

from partnerships.models import Assessment, Recommendation, ReviewRound, Score
from partnerships.portfolio import portfolio
from portal.access import RoleKind
from portal.models import Organisation
from portal.printing.typst import PrintError
from tests.factories import AssessmentFactory, PartnershipFactory, ReviewRoundFactory, RoleFactory

pytestmark = pytest.mark.django_db

# What the document says, in its order: of what, the recommendation, and every fact about it. Written by hand.
DOCUMENT: list[tuple[str, str, list[str]]] = [
    ("Brasov", "write_off", [
        r"aldrig .* konkret aftale", r"DAROBI-Centret", r"Nupark i Holstebro", r"lukke\w* for to år siden",
        r"skrives ud af strategien",
    ]),
    ("Nedre-Schlesien", "end", [
        r"vanskeligt", r"få ressourcer fra den polske side", r"[Ii]ngen væsentlige resultater",
        r"interessen i regionens egen organisation har været ringe", r"lukkes og skrives ud af strategien",
        r"Polakkerne er varslet",
    ]),
    ("Shanghai", "widen", [
        r"[Aa]ktivt og velfungerende", r"sundhedsområdet", r"handicap- og rehabiliteringsområdet",
        r"virksomhedssamarbejde", r"10-års jubilæet i 2013", r"nyt Memorandum of Understanding",
        r"bygger på den nuværende samarbejdsaftale", r"områder af fælles interesse", r"bekræftet .* fortsætte",
        r"flere områder", r"viceminister Li Xi", r"august 2012", r"[Rr]epræsentationskontoret i Shanghai videreføres",
        r"bedste kobling til byens myndigheder",
    ]),
    *[
        (name, "continue", [
            r"i 2011 forlænget på ubestemt tid", r"seks måneders varsel", r"[Vv]elfungerende",
            r"aktivt på en række områder", r"DBO-kontoret i Budapest omdøbes",
            r"Region Midtjyllands kontor for Øst- og Centraleuropa", r"nabolande\w* har vist stor interesse",
            r"handicap- og rehabiliteringsområdet", r"miljø og energi", r"affaldshåndtering", r"fjernvarmeteknologi",
            r"midtjyske kommuner",
        ])
        for name in ("Győr-Moson-Sopron", "Bács-Kiskun")
    ],
    ("Leningrad Oblast", "extend", [
        r"ikke været særlig aktivt", r"understøtter erhvervssamarbejdet", r"Danish Business Service \(DBS\)",
        r"Petersborg", r"svinefarme og akvakultur", r"BRIK-markederne", r"forlænges til udgangen af 2013",
        r"resultatkontrakten med DBS udløber", r"I 2013 laves et oplæg", r"videreføres eller nedlægges",
    ]),
    ("Conference of Peripheral Maritime Regions", "continue", [
        r"CPMR's bestyrelse", r"fastholdes", r"2007–2013", r"2014", r"2020", r"tydelig nu", r"påvirke",
        r"politisk og administrativt",
    ]),
    ("Nordsøkommissionen", "continue", [r"fastholdes", r"programmer"]),
    ("Østersøkommissionen", "end", [
        r"repræsentant for de danske medlemsregioner", r"ikke levet op", r"svært ved at finde fodfæste",
        r"mange organisationer", r"kæmper om indflydelse", r"østlige side", r"fraværende", r"udtræder",
        r"ressourcerne i CPMR's bestyrelse og i Nordsøkommissionen",
    ]),
    *[
        (name, "continue", [
            r"[Uu]formelt netværk", r"fastholdes", r"prioriterede indsatsområder", r"viden skal udveksles",
            r"nye projekter",
        ])
        for name in ("Districts of Creativity", "ENCORE", "Nordic Transportpolitical Network")
    ],
    ("Central Denmark EU Office", "continue", [
        r"EU-kontoret i Bruxelles", r"koordination", r"færdiggøre en aftale", r"Aarhus Universitet",
        r"Forskningsstøtteenheden", r"tættere samarbejde",
    ]),
    ("Enterprise Europe Network", "continue", [r"allerede et godt samarbejde", r"[Kk]oordination"]),
]  # fmt: skip
DIRECTION = [
    r"ikke brede samarbejdsaftaler", r"nære relationer til attraktive regioner", r"konkrete samarbejder",
    r"Overvågningsudvalget og Styringsudvalget", r"Øresund-Kattegat-Skagerrak fastholdes",
    r"medlemsstaterne forhandler om EU's budgetter", r"mest mulig indflydelse",
    r"ansøgere fra Midtjylland", r"politisk og administrativt", r"størst\w* effekt",
    r"Nordsøprogrammets sekretariat og Interact Contact Point Viborg", r"kommende strukturfondsperiode",
]  # fmt: skip
INTRODUCTION = [r"gavn for begge parter", r"fire bliver tilbage"]


TEXT = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def words_of_pdf(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def words_of_word(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        body = ElementTree.fromstring(package.read("word/document.xml"))  # noqa: S314 - our own file
    paragraphs = ["".join(text.text or "" for text in one.iter(f"{TEXT}t")) for one in body.iter(f"{TEXT}p")]
    return "\n".join(paragraphs)


def words_of_page(content: bytes) -> str:
    main = content.decode().partition("<main")[2].partition("</main>")[0]
    return unescape(re.sub(r"<[^>]+>", " ", main))


def flat(text: str) -> str:
    """Without hyphens, which stand where lines break, and with one blank for any space."""
    return " ".join(re.sub(r"[-\u00ad\u2010]\s*", "", text).split())


def missing(text: str, patterns: list[str]) -> list[str]:
    """The patterns that the text lacks. Lines may break anywhere."""
    return [one for one in patterns if not re.search(re.sub(r"-?\s+|-", r"\\s*", one), text)]


class TheMemoOfRegionMidtjylland(TestCase):
    """Loaded once for all: the tests only read."""

    @classmethod
    def setUpTestData(cls) -> None:
        call_command("reference", verbosity=0)
        call_command("loaddata", "aalborg", "midtjylland", verbosity=0)
        cls.review = ReviewRound.objects.get(owner__name="Region Midtjylland")
        cls.user = RoleFactory(owner=cls.review.owner, kind=RoleKind.READER).user

    def printed(self) -> dict[str, str]:
        self.client.force_login(self.user)
        base = f"/partnerships/reviews/{self.review.pk}/memo"
        readers = {"/": words_of_page, ".pdf": words_of_pdf, ".docx": words_of_word}
        return {path: flat(read(self.client.get(base + path).content)) for path, read in readers.items()}

    def test_nothing_of_the_document_is_missing_and_it_stands_in_its_order(self) -> None:
        rows = portfolio(self.review, self.user).rows
        assert [(row.picture.title, row.assessment.recommendation) for row in rows] == [
            (name, recommendation) for name, recommendation, _facts in DOCUMENT
        ]
        for path, text in self.printed().items():
            starts, place = [], 0
            for row in rows:
                place = text.index(flat(f"{row.picture.title} {row.picture.detail}"), place)
                starts.append(place)
            parts = [text[start:end] for start, end in pairwise([*starts, None])]
            for part, (name, recommendation, facts) in zip(parts, DOCUMENT, strict=True):
                with override("da"):
                    label = str(Recommendation(recommendation).label)
                assert (path, name, missing(part, [*facts, rf": {label}"])) == (path, name, [])
            assert (path, missing(text[: starts[0]], INTRODUCTION)) == (path, [])
            assert (path, missing(parts[-1], DIRECTION)) == (path, [])

    def test_the_agreements_stand_in_it_as_they_were_on_the_day(self) -> None:
        for text in self.printed().values():
            assert "Samarbejdsaftale med Leningrad Oblast" in text
            assert "31. december 2013" in text

    def test_no_points_are_made_up(self) -> None:
        """The document judges in words: the scores of its review are reasons only."""
        scores = Score.objects.filter(criterion__review=self.review)
        assert scores.exclude(reason="").count() == scores.count() > 0
        assert scores.exclude(points=None).count() == 0


@pytest.fixture
def assessment(owner: Organisation) -> Assessment:
    review = ReviewRoundFactory(owner=owner, title="Gennemgang ærø", day=date(2026, 5, 4))
    return AssessmentFactory(about=PartnershipFactory(owner=owner), review=review)


def test_markup_prints_as_the_words_it_is_made_of(as_editor: Client, assessment: Assessment) -> None:
    evil = '#import "x" $x$ <b>&lt;w:p&gt; \\u{1} \x0b ]]>'
    Assessment.objects.filter(pk=assessment.pk).update(
        told="#eval(1) </w:t>",
        proposal="<p>#panic() <script>x</script></p>",
        rationale=evil,
        results="<ol><li>a</li></ol>",
    )
    base = f"/partnerships/reviews/{assessment.review_id}/memo"
    pdf = as_editor.get(f"{base}.pdf")
    assert pdf["Content-Type"] == "application/pdf"
    assert "#eval(1)" in words_of_pdf(pdf.content)
    word = as_editor.get(f"{base}.docx")
    assert word["Content-Disposition"] == 'attachment; filename="notat-gennemgang-aeroe.docx"'
    assert "#eval(1) </w:t>" in words_of_word(word.content)
    assert word.content == as_editor.get(f"{base}.docx").content


def test_a_review_without_anything_prints(as_editor: Client, owner: Organisation) -> None:
    review = ReviewRoundFactory(owner=owner)
    for path in ("/", ".pdf", ".docx"):
        assert as_editor.get(f"/partnerships/reviews/{review.pk}/memo{path}").status_code == 200


def test_a_memo_that_cannot_be_set_says_so(
    as_editor: Client, assessment: Assessment, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: object) -> bytes:
        raise PrintError("memo: no")

    monkeypatch.setattr("portal.printing.answer.render_pdf", refuse)
    assert as_editor.get(f"/partnerships/reviews/{assessment.review_id}/memo.pdf").status_code == 503


def test_forty_partners_print_within_a_few_seconds(as_editor: Client, assessment: Assessment) -> None:
    for _number in range(39):
        about = PartnershipFactory(owner=assessment.owner)
        AssessmentFactory(
            about=about, review=assessment.review, activity="<p>Ord og tal.</p>" * 10, rationale="<p>Grund</p>"
        )
    answer = as_editor.get(f"/partnerships/reviews/{assessment.review_id}/memo.pdf")
    assert len(PdfReader(io.BytesIO(answer.content)).pages) > 5
