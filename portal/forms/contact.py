from portal.forms.about import AboutForm
from portal.models import Contact


class ContactForm(AboutForm):
    """A person's role in a record."""

    class Meta:
        model = Contact
        fields = ["owner", "person", "role", "starts_on", "ends_on"]
