from portal.models import Person
from portal.records.forms import VersionedForm
from portal.records.similar import SimilarBy


class PersonForm(VersionedForm):
    """A contact, with the reason why the details are kept."""

    similar_by = SimilarBy(name="name", alone="email", within=("owner",))
    short = ["owner", "name", "email", "phone", "purpose"]

    class Meta:
        model = Person
        fields = ["owner", "name", "email", "phone", "purpose"]
