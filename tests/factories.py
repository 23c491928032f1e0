"""Records for tests, with only what the model demands; a test adds what it is about."""

from datetime import date, timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from networks.models import Membership, Network, NetworkKind
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
from portal.access import RoleKind
from portal.models import (
    Affiliation,
    Attachment,
    Contact,
    Country,
    Department,
    JournalEntry,
    Organisation,
    OrganisationKind,
    OrganisationMember,
    Person,
    Population,
    Role,
    Topic,
    User,
)
from strategy.models import (
    ActionItem,
    ActionPlan,
    AgendaItem,
    Attendance,
    AttendanceKind,
    Body,
    BodyKind,
    Decision,
    Initiative,
    Meeting,
    Outcome,
    Perspective,
    Progress,
    Seat,
    StatusUpdate,
    Strategy,
)

PASSWORD = "a long enough password"


class CountryFactory(DjangoModelFactory):
    class Meta:
        model = Country
        django_get_or_create = ("code",)

    code = "DK"
    name_da = "Danmark"
    name_en = "Denmark"
    continent = "EU"


class TopicFactory(DjangoModelFactory):
    class Meta:
        model = Topic

    code = factory.Sequence(lambda number: f"topic-{number}")
    name_da = factory.Sequence(lambda number: f"Fagområde {number}")
    name_en = factory.Sequence(lambda number: f"Topic {number}")


class OrganisationFactory(DjangoModelFactory):
    class Meta:
        model = Organisation

    name = factory.Sequence(lambda number: f"By {number}")
    kind = OrganisationKind.CITY
    country = factory.SubFactory(CountryFactory)


class OwnerFactory(OrganisationFactory):
    name = factory.Sequence(lambda number: f"Kommune {number}")
    kind = OrganisationKind.MUNICIPALITY
    is_owner = True


class DepartmentFactory(DjangoModelFactory):
    class Meta:
        model = Department

    owner = factory.SubFactory(OwnerFactory)
    name = factory.Sequence(lambda number: f"Forvaltning {number}")


class PersonFactory(DjangoModelFactory):
    class Meta:
        model = Person

    owner = factory.SubFactory(OwnerFactory)
    name = factory.Sequence(lambda number: f"Person {number}")


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda number: f"user{number}@example.test")
    name = factory.Sequence(lambda number: f"Bruger {number}")


class RoleFactory(DjangoModelFactory):
    class Meta:
        model = Role

    user = factory.SubFactory(UserFactory)
    owner = factory.SubFactory(OwnerFactory)
    kind = RoleKind.EDITOR


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


class NetworkFactory(DjangoModelFactory):
    class Meta:
        model = Network

    name = factory.Sequence(lambda number: f"Netværk {number}")
    kind = NetworkKind.THEMATIC


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = Membership

    network = factory.SubFactory(NetworkFactory)
    organisation = factory.SubFactory(OwnerFactory)


class StrategyFactory(DjangoModelFactory):
    class Meta:
        model = Strategy

    owner = factory.SubFactory(OwnerFactory)
    title = factory.Sequence(lambda number: f"Strategi {number}")
    starts_year = 2026


class PerspectiveFactory(DjangoModelFactory):
    class Meta:
        model = Perspective

    strategy = factory.SubFactory(StrategyFactory)
    number = factory.Sequence(lambda number: number + 1)
    name = factory.Sequence(lambda number: f"Perspektiv {number}")


class InitiativeFactory(DjangoModelFactory):
    class Meta:
        model = Initiative

    perspective = factory.SubFactory(PerspectiveFactory)
    strategy = factory.SelfAttribute("perspective.strategy")
    code = factory.Sequence(lambda number: f"{number}.a")
    title = factory.Sequence(lambda number: f"Indsats {number}")


class ActionPlanFactory(DjangoModelFactory):
    class Meta:
        model = ActionPlan

    strategy = factory.SubFactory(StrategyFactory)
    title = factory.Sequence(lambda number: f"Handlingskatalog {number}")
    starts_year = 2026
    ends_year = 2027


class ActionItemFactory(DjangoModelFactory):
    class Meta:
        model = ActionItem

    plan = factory.SubFactory(ActionPlanFactory)
    title = factory.Sequence(lambda number: f"Handling {number}")


class BodyFactory(DjangoModelFactory):
    class Meta:
        model = Body

    owner = factory.SubFactory(OwnerFactory)
    name = factory.Sequence(lambda number: f"Udvalg {number}")
    kind = BodyKind.BOARD


class SeatFactory(DjangoModelFactory):
    class Meta:
        model = Seat

    body = factory.SubFactory(BodyFactory)
    function = "Formand"


class MeetingFactory(DjangoModelFactory):
    class Meta:
        model = Meeting

    body = factory.SubFactory(BodyFactory)
    starts_at = factory.LazyFunction(timezone.now)


class AgendaItemFactory(DjangoModelFactory):
    class Meta:
        model = AgendaItem

    body = factory.SubFactory(BodyFactory)
    title = factory.Sequence(lambda number: f"Sag {number}")


class DecisionFactory(DjangoModelFactory):
    class Meta:
        model = Decision

    item = factory.SubFactory(AgendaItemFactory)
    outcome = Outcome.APPROVED
    decided_on = factory.LazyFunction(timezone.localdate)


class PopulationFactory(DjangoModelFactory):
    class Meta:
        model = Population

    organisation = factory.SubFactory(OrganisationFactory)
    counted_on = factory.Sequence(lambda number: date(2000, 1, 1) + timedelta(days=number))
    inhabitants = 1000


class OrganisationMemberFactory(DjangoModelFactory):
    class Meta:
        model = OrganisationMember

    partnership = factory.SubFactory(OrganisationFactory)
    member = factory.SubFactory(OrganisationFactory)


class AffiliationFactory(DjangoModelFactory):
    class Meta:
        model = Affiliation

    person = factory.SubFactory(PersonFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    role = "Konsulent"


class AttendanceFactory(DjangoModelFactory):
    class Meta:
        model = Attendance

    meeting = factory.SubFactory(MeetingFactory)
    person = factory.SubFactory(PersonFactory, owner=factory.SelfAttribute("..meeting.body.owner"))
    kind = AttendanceKind.PRESENT


class StatusUpdateFactory(DjangoModelFactory):
    class Meta:
        model = StatusUpdate

    initiative = factory.SubFactory(InitiativeFactory)
    progress = Progress.ON_TRACK
    note = "Går som planlagt"
    made_on = factory.LazyFunction(timezone.localdate)


class AboutFactory(DjangoModelFactory):
    """Something about a record: `about=` says which, a partnership by default."""

    class Meta:
        abstract = True
        exclude = ("about",)

    about = factory.SubFactory(PartnershipFactory)
    about_kind = factory.LazyAttribute(lambda row: row.about.label)
    about_id = factory.SelfAttribute("about.pk")
    owner = factory.LazyAttribute(lambda row: Organisation.objects.get(pk=row.about.owning_id()))


class AttachmentFactory(AboutFactory):
    class Meta:
        model = Attachment

    file = factory.django.FileField(data=b"Indhold")
    name = factory.Sequence(lambda number: f"Bilag {number}.pdf")
    content_type = "application/pdf"
    size = 7
    sha256 = "0" * 64


class ContactFactory(AboutFactory):
    class Meta:
        model = Contact

    person = factory.SubFactory(PersonFactory, owner=factory.SelfAttribute("..owner"))
    role = "Kontaktperson"


class JournalEntryFactory(AboutFactory):
    class Meta:
        model = JournalEntry

    day = factory.LazyFunction(timezone.localdate)
    title = factory.Sequence(lambda number: f"Besøg {number}")


class AssessmentFactory(AboutFactory):
    class Meta:
        model = Assessment

    review = factory.SubFactory(ReviewRoundFactory, owner=factory.SelfAttribute("..owner"))


class ScoreFactory(DjangoModelFactory):
    class Meta:
        model = Score

    assessment = factory.SubFactory(AssessmentFactory)
    criterion = factory.SubFactory(CriterionFactory, review=factory.SelfAttribute("..assessment.review"))
