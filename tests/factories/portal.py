from datetime import date, timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

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


class AboutFactory(DjangoModelFactory):
    """Something about a record: `about=` says which, a partnership by default."""

    class Meta:
        abstract = True
        exclude = ("about",)

    about = factory.SubFactory("tests.factories.partnerships.PartnershipFactory")
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
