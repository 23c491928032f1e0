from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from portal.models import Affiliation, Department, Organisation, OrganisationMember, Person, Population, Topic, User
from portal.records.forms import VersionedForm
from portal.records.similar import SimilarBy
from portal.text.danish import slug


class OrganisationForm(VersionedForm):
    """An organisation: its names, where it is, and what it is part of."""

    similar_by = SimilarBy(name="name", first="country")
    short = ["name", "local_name", "kind", "country", "website"]
    in_bulk = ["kind", "country", "parent"]

    class Meta:
        model = Organisation
        fields = [
            "name", "local_name", "other_names", "kind", "country", "place", "latitude", "longitude", "website",
            "parent", "note", "source",
        ]  # fmt: skip


class PopulationForm(VersionedForm):
    """The inhabitants of an organisation, which the address names, on a day."""

    class Meta:
        model = Population
        fields = ["counted_on", "inhabitants", "source"]


class OrganisationMemberForm(VersionedForm):
    """A member of a partnership, which the address names."""

    class Meta:
        model = OrganisationMember
        fields = ["member", "joined_on", "left_on", "note"]


class PersonForm(VersionedForm):
    """A contact, with the reason why the details are kept."""

    similar_by = SimilarBy(name="name", alone="email", within=("owner",))
    short = ["owner", "name", "email", "phone", "purpose"]

    class Meta:
        model = Person
        fields = ["owner", "name", "email", "phone", "purpose"]


class DepartmentForm(VersionedForm):
    """A department of an owner."""

    class Meta:
        model = Department
        fields = ["owner", "name", "short_name", "head"]


class TopicForm(forms.ModelForm):
    """A topic, by its names; its code comes from the Danish one."""

    class Meta:
        model = Topic
        fields = ["name_da", "name_en"]

    def clean_name_da(self) -> str:
        name = self.cleaned_data["name_da"]
        self.instance.code = slug(name)[:50]
        if not self.instance.code:
            raise ValidationError(_("The name needs letters."))
        return name

    def try_save(self) -> Topic | None:
        """Save the topic. If there is one of the name, also in another spelling, say so in the form: None."""
        try:
            with transaction.atomic():
                return self.save()
        except IntegrityError:
            self.add_error("name_da", _("There is already a topic of this name."))
            return None


class AffiliationForm(VersionedForm):
    """A post of a person whom the address names."""

    class Meta:
        model = Affiliation
        fields = ["organisation", "role", "starts_on", "ends_on"]


class AccountForm(forms.ModelForm):
    """What a user decides about the own login."""

    class Meta:
        model = User
        fields = ["wants_digest", "language"]
