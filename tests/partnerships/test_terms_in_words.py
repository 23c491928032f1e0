from dataclasses import replace
from datetime import date

import pytest
from django.utils import translation
from hypothesis import given

from partnerships import terms_in_words
from partnerships.terms import Extended, NoticeBoundary, NoticeUnit, Term, TermKind
from tests.partnerships.any_terms import DAYS, TERMS, examples

DAY = date(2026, 9, 1)
TWO_YEARS_AT_A_TIME = Term(
    kind=TermKind.AUTO_RENEWING,
    starts_on=date(2024, 1, 1),
    ends_on=date(2025, 12, 31),
    renewal_months=24,
    notice_count=6,
)
UNTIL_FURTHER_NOTICE = Term(kind=TermKind.UNTIL_FURTHER_NOTICE, notice_count=6)
FIXED = Term(kind=TermKind.FIXED, ends_on=date(2027, 12, 31))
SENTENCES = [
    (
        TWO_YEARS_AT_A_TIME,
        "Must be terminated by 30 June 2027, otherwise it is renewed for 2 years.",
        "Skal opsiges senest 30. juni 2027, ellers forlænges aftalen 2 år.",
    ),
    (
        replace(TWO_YEARS_AT_A_TIME, ends_on=date(2027, 2, 28), renewal_months=12),
        "Is renewed for 1 year from 1 March 2027; must be terminated by 31 August 2027 to stop the next one.",
        "Forlænges 1 år fra 1. marts 2027; skal opsiges senest 31. august 2027 for at standse den næste forlængelse.",
    ),
    (
        replace(TWO_YEARS_AT_A_TIME, renewal_limit=1),
        "Expires on 31 December 2027.",
        "Udløber 31. december 2027.",
    ),
    (
        UNTIL_FURTHER_NOTICE,
        "Runs until further notice; can be terminated with 6 months' notice.",
        "Gælder indtil videre og kan opsiges med 6 måneders varsel.",
    ),
    (
        replace(UNTIL_FURTHER_NOTICE, notice_boundary=NoticeBoundary.QUARTER),
        "Runs until further notice; can be terminated with 6 months' notice to the end of a quarter.",
        "Gælder indtil videre og kan opsiges med 6 måneders varsel til udgangen af et kvartal.",
    ),
    (
        replace(UNTIL_FURTHER_NOTICE, notice_count=1, notice_boundary=NoticeBoundary.MONTH),
        "Runs until further notice; can be terminated with 1 month's notice to the end of a month.",
        "Gælder indtil videre og kan opsiges med 1 måneds varsel til udgangen af en måned.",
    ),
    (
        replace(UNTIL_FURTHER_NOTICE, notice_count=12, notice_boundary=NoticeBoundary.YEAR),
        "Runs until further notice; can be terminated with 1 year's notice to the end of a year.",
        "Gælder indtil videre og kan opsiges med 1 års varsel til udgangen af et år.",
    ),
    (
        replace(UNTIL_FURTHER_NOTICE, notice_count=None),
        "Runs until further notice.",
        "Gælder indtil videre.",
    ),
    (
        replace(UNTIL_FURTHER_NOTICE, notice_given_on=date(2026, 8, 1)),
        "Notice was given on 1 August 2026; the agreement ends on 1 February 2027.",
        "Opsagt 1. august 2026; aftalen ophører 1. februar 2027.",
    ),
    (
        replace(UNTIL_FURTHER_NOTICE, notice_given_on=date(2026, 2, 1)),
        "Ended on 1 August 2026.",
        "Ophørte 1. august 2026.",
    ),
    (
        replace(UNTIL_FURTHER_NOTICE, terminated_on=date(2026, 12, 31)),
        "Ends on 31 December 2026.",
        "Ophører 31. december 2026.",
    ),
    (
        FIXED,
        "Expires on 31 December 2027.",
        "Udløber 31. december 2027.",
    ),
    (
        replace(FIXED, notice_count=90, notice_unit=NoticeUnit.DAYS),
        "Expires on 31 December 2027; can be terminated before then with 90 days' notice.",
        "Udløber 31. december 2027; kan opsiges inden da med 90 dages varsel.",
    ),
    (
        replace(FIXED, ends_on=date(2013, 12, 31)),
        "Expired on 31 December 2013.",
        "Udløb 31. december 2013.",
    ),
    (
        replace(FIXED, starts_on=date(2027, 1, 1)),
        "Takes effect on 1 January 2027.",
        "Træder i kraft 1. januar 2027.",
    ),
]


@pytest.mark.parametrize(("term", "english", "danish"), SENTENCES)
def test_a_term_is_said_in_one_sentence(term, english, danish):
    with translation.override("en"):
        assert terms_in_words.sentence(term, DAY) == english
    with translation.override("da"):
        assert terms_in_words.sentence(term, DAY) == danish


def test_an_agreement_that_follows_another_names_it():
    extension = Extended(agreed_on=date(2012, 6, 1), ends_on=date(2013, 12, 31))
    contract = Term(kind=TermKind.FIXED, ends_on=date(2012, 12, 31), extensions=(extension,))
    agreement = Term(kind=TermKind.FIXED, follows=contract, follows_title="Resultatkontrakt")
    with translation.override("en"):
        assert terms_in_words.sentence(agreement, date(2012, 10, 1)) == (
            "Ends on 31 December 2013, together with “Resultatkontrakt”."
        )


@examples(1000)
@given(term=TERMS, day=DAYS)
def test_every_term_has_complete_sentences(term, day):
    with translation.override("en"):
        sentences = [terms_in_words.sentence(term, day), terms_in_words.rule(term)]
    for sentence in sentences:
        assert sentence[0].isupper()
        assert sentence.endswith(".")
        assert "%" not in sentence
        assert " 0 " not in sentence
