from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from networks.models import Membership, Network
from portal import access
from portal.access import Action
from portal.models import Organisation
from portal.records.forms import VersionedForm
from portal.records.similar import SimilarBy


class NetworkForm(VersionedForm):
    """A network: what it is called, what it is for, and who runs it."""

    similar_by = SimilarBy(name="name")
    groups = [
        (_("The network"), ["name", "short_name", "other_names", "kind", "parent", "founded", "size", "website"]),
        (_("What it is for"), ["description", "policy_areas", "topics"]),
        (_("Secretariat"), ["secretariat", "secretariat_note"]),
        (_("Background"), ["source"]),
    ]
    in_bulk = ["kind", "parent", "topics"]

    class Meta:
        model = Network
        fields = [
            "name", "short_name", "other_names", "kind", "parent", "secretariat", "secretariat_note", "founded",
            "size", "policy_areas", "topics", "website", "description", "source",
        ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parent: Any = self.fields["parent"]
        parent.queryset = parent.queryset.order_by("sort_key")
        if self.instance.pk:  # a network is not part of one of its own commissions
            parent.queryset = parent.queryset.exclude(parent=self.instance)


class MembershipForm(VersionedForm):
    """A membership: of the user's own organisations, or of one that keeps no records in the portal."""

    groups = [
        (_("Who in what"), ["network", "organisation", "status", "joined", "left"]),
        (_("Part in the network"), ["role", "policy_areas", "tracks", "tandem_partner"]),
        (_("Why, and what comes of it"), ["reason", "benefit", "outlook"]),
        (_("Responsibility"), ["department", "responsible"]),
        (_("Background"), ["source"]),
    ]
    in_bulk = ["status", "left", "department", "responsible"]

    class Meta:
        model = Membership
        fields = [
            "network", "organisation", "status", "joined", "left", "role", "policy_areas", "tracks", "tandem_partner",
            "reason", "benefit", "outlook", "department", "responsible", "source",
        ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        network: Any = self.fields["network"]
        network.queryset = network.queryset.order_by("sort_key")

    def clean_organisation(self) -> Organisation:
        organisation = self.cleaned_data["organisation"]
        if not access.may(self.user, Action.EDIT, organisation):
            text = _("%(organisation)s keeps its own memberships.") % {"organisation": organisation}
            raise ValidationError(text, code="other_owner")
        return organisation
