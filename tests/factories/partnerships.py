from datetime import date, timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from partnerships.models import (
    Activity,
    ActivityKind,
    Agreement,
    AgreementKind,
    Assessment,
    Criterion,
    Enquiry,
    Extension,
    Office,
    OfficeName,
    Partnership,
    PartnershipKind,
    PublicPage,
    Reminder,
    ReviewRound,
    Score,
)
from partnerships.reminders import Occasion
from partnerships.terms import TermKind
from tests.factories.portal import AboutFactory, CountryFactory, OrganisationFactory, OwnerFactory, UserFactory


class PartnershipFactory(DjangoModelFactory):
    class Meta:
        model = Partnership

    owner = factory.SubFactory(OwnerFactory)
    partner = factory.SubFactory(OrganisationFactory)
    kind = PartnershipKind.TWIN_CITY


class AgreementFactory(DjangoModelFactory):
    class Meta:
        model = Agreement

    partnership = factory.SubFactory(PartnershipFactory)
    title = factory.Sequence(lambda number: f"Aftale {number}")
    kind = AgreementKind.FRIENDSHIP
    term_kind = TermKind.UNTIL_FURTHER_NOTICE


class ExtensionFactory(DjangoModelFactory):
    class Meta:
        model = Extension

    agreement = factory.SubFactory(AgreementFactory)
    agreed_on = factory.Sequence(lambda number: date(2020, 1, 1) + timedelta(days=number))


class ReminderFactory(DjangoModelFactory):
    """What a user was told of an agreement's end, three months before."""

    class Meta:
        model = Reminder

    agreement = factory.SubFactory(AgreementFactory)
    occasion = Occasion.EXPIRY
    deadline = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=30))
    step = 3
    user = factory.SubFactory(UserFactory)
    sent_on = factory.LazyFunction(timezone.localdate)


class OfficeFactory(DjangoModelFactory):
    class Meta:
        model = Office

    owner = factory.SubFactory(OwnerFactory)
    name = factory.Sequence(lambda number: f"Kontor {number}")
    country = factory.SubFactory(CountryFactory)


class OfficeNameFactory(DjangoModelFactory):
    class Meta:
        model = OfficeName

    office = factory.SubFactory(OfficeFactory)
    name = factory.Sequence(lambda number: f"Kontorets navn {number}")


class ActivityFactory(DjangoModelFactory):
    class Meta:
        model = Activity

    owner = factory.SubFactory(OwnerFactory)
    kind = ActivityKind.VISIT
    title = factory.Sequence(lambda number: f"Besøg {number}")
    starts_on = date(2026, 5, 4)


class EnquiryFactory(DjangoModelFactory):
    class Meta:
        model = Enquiry

    owner = factory.SubFactory(OwnerFactory)
    received_on = date(2026, 5, 4)
    sender = factory.Sequence(lambda number: f"By {number}")
    country = factory.SubFactory(CountryFactory)


class PublicPageFactory(DjangoModelFactory):
    class Meta:
        model = PublicPage

    owner = factory.SubFactory(OwnerFactory)
    slug = factory.Sequence(lambda number: f"side-{number}")


class ReviewRoundFactory(DjangoModelFactory):
    class Meta:
        model = ReviewRound

    owner = factory.SubFactory(OwnerFactory)
    title = factory.Sequence(lambda number: f"Gennemgang {number}")
    day = date(2026, 5, 4)


class CriterionFactory(DjangoModelFactory):
    class Meta:
        model = Criterion

    review = factory.SubFactory(ReviewRoundFactory)
    name = factory.Sequence(lambda number: f"Kriterium {number}")


class AssessmentFactory(AboutFactory):
    class Meta:
        model = Assessment

    review = factory.SubFactory(ReviewRoundFactory, owner=factory.SelfAttribute("..owner"))


class ScoreFactory(DjangoModelFactory):
    class Meta:
        model = Score

    assessment = factory.SubFactory(AssessmentFactory)
    criterion = factory.SubFactory(CriterionFactory, review=factory.SelfAttribute("..assessment.review"))
