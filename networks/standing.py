"""Where an organisation stands in a network, in words."""

from collections.abc import Sequence

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from networks.models import Membership, MembershipStatus
from portal.models import Organisation

SINCE = {
    MembershipStatus.FOUNDING_MEMBER: gettext_lazy("%(organisation)s has been a founding member since %(since)s."),
    MembershipStatus.MEMBER: gettext_lazy("%(organisation)s has been a member since %(since)s."),
    MembershipStatus.EXIT_RECOMMENDED: gettext_lazy(
        "%(organisation)s has been a member since %(since)s, but is recommended to leave."
    ),
}
PLAIN = {
    MembershipStatus.CONSIDERED: gettext_lazy("%(organisation)s is considering membership."),
    MembershipStatus.APPLIED: gettext_lazy("%(organisation)s has applied for membership."),
    MembershipStatus.FOUNDING_MEMBER: gettext_lazy("%(organisation)s is a founding member."),
    MembershipStatus.MEMBER: gettext_lazy("%(organisation)s is a member."),
    MembershipStatus.EXIT_RECOMMENDED: gettext_lazy("%(organisation)s is a member, but is recommended to leave."),
    MembershipStatus.LEFT: gettext_lazy("%(organisation)s is no longer a member."),
}
LEFT_BETWEEN = gettext_lazy("%(organisation)s was a member from %(since)s to %(until)s.")
LEFT_AT = gettext_lazy("%(organisation)s was a member until %(until)s.")


def sentence(membership: Membership) -> str:
    """One membership as a sentence: "Aalborg Kommune er stiftende medlem siden 2012"."""
    status = MembershipStatus(membership.status)
    if status == MembershipStatus.LEFT and membership.left:
        text = LEFT_BETWEEN if membership.joined else LEFT_AT
    else:
        text = SINCE.get(status, PLAIN[status]) if membership.joined else PLAIN[status]
    return text % {
        "organisation": membership.organisation,
        "since": membership.joined_display(),
        "until": membership.left_display(),
    }


def not_a_member(organisations: Sequence[Organisation]) -> str:
    """What is said of a network that none of `organisations` has, or had, anything to do with."""
    text = ngettext("%(organisations)s is not a member.", "%(organisations)s are not members.", len(organisations))
    return text % {"organisations": get_text_list([str(organisation) for organisation in organisations], _("and"))}
