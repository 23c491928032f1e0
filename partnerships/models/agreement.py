from datetime import date
from typing import Any, ClassVar, Self, cast

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import JSONObject
from django.db.models.lookups import LessThanOrEqual
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from partnerships import terms, terms_in_words
from partnerships.models.partnership import Partnership
from partnerships.terms import Extended, NoticeBoundary, NoticeUnit, State, Term, TermKind
from portal.addresses import address
from portal.models import Organisation, User
from portal.records.history import tracked
from portal.records.partial_date import PartialDateField, first_day
from portal.records.rich_text import RichTextField
from portal.records.versioned import LiveManager, RecordQuerySet, VersionedModel
from portal.text.danish import FirstDay


class AgreementKind(models.TextChoices):
    """What sort of paper was signed."""

    MEMORANDUM = "memorandum", _("Memorandum of understanding")
    FRIENDSHIP = "friendship", _("Friendship agreement")
    COOPERATION = "cooperation", _("Cooperation agreement")
    PERFORMANCE_CONTRACT = "performance", _("Performance contract")


class Stage(models.TextChoices):
    """How far an agreement has come as a paper. Only a signed one binds anybody."""

    PROPOSED = "proposed", _("Proposed")
    APPROVED = "approved", _("Approved")
    SIGNED = "signed", _("Signed")


def default_reminder_months() -> list[int]:
    return [12, 6, 3]


class AgreementQuerySet(RecordQuerySet["Agreement"]):
    """Agreements, which belong to the owner of their partnership."""

    def with_terms(self) -> Self:
        """With what the terms are made of beside the row itself. What an agreement follows takes one query more."""
        return self._with_parts().prefetch_related(_followed())

    def _with_parts(self) -> Self:
        extensions = Agreement.everything().filter(
            pk=OuterRef("pk"), extensions__isnull=False, extensions__deleted_at=None
        )
        successors = Agreement.objects.filter(renews=OuterRef("pk"), stage=Stage.SIGNED).exclude(starts="")
        row = {name: f"extensions__{name}" for name in ("pk", "agreed_on", "ends_on", "note")}
        return self.annotate(
            extended=ArraySubquery(extensions.order_by("extensions__agreed_on").values_list(JSONObject(**row))),
            successor_starts=Subquery(successors.order_by("starts").values("starts")[:1]),
        )

    def known_on(self, day: date) -> Self:
        """Those of which anybody could know on the day, as `Agreement.was_known` says of one."""
        known = [Q(LessThanOrEqual(FirstDay(name), day)) for name in ("signed", "starts")]  # null if not stated
        return self.filter(~Q(stage=Stage.SIGNED) | Q(signed="", starts="") | known[0] | known[1])

    def for_its_page(self) -> Self:
        """With what the page of one shows."""
        around = ["partnership__owner", "partnership__partner", "contractor", "renews", "amends"]
        return self.select_related(*around).with_terms()

    def related_to(self, agreement: "Agreement", partnership: int) -> Self:
        """Those of its partnership, itself among them, and those of others that it renews, amends or follows.

        And those that renew, amend or follow it.
        """
        itself = Agreement.objects.filter(pk=agreement.pk)
        here = [Q(pk__in=itself.values(name)) for name in ("renews", "amends", "follows")]
        return self.filter(
            Q(partnership=partnership) | Q(renews=agreement) | Q(amends=agreement) | Q(follows=agreement)
            | here[0] | here[1] | here[2]
        )  # fmt: skip

    def for_lines(self) -> Self:
        """With what a line about an agreement takes: its title, its stage and its terms."""
        return self.defer("summary", "source").with_terms()


def _followed() -> Any:
    followed: Any = Agreement.everything()
    return Prefetch("follows", followed._with_parts())


def with_followed(agreements: list["Agreement"]) -> list["Agreement"]:
    """Agreements together with what they follow: a query only where one does, which is seldom."""
    if following := [one for one in agreements if one.follows_id]:
        models.prefetch_related_objects(following, _followed())
    return agreements


@tracked
class Agreement(VersionedModel):
    """What two parties have signed: how long it binds them, and how it is brought to an end."""

    partnership = models.ForeignKey(
        Partnership, models.PROTECT, related_name="agreements", verbose_name=_("partnership")
    )
    title = models.CharField(_("title"), max_length=300)
    kind = models.CharField(_("kind"), max_length=20, choices=AgreementKind)
    stage = models.CharField(_("stage"), max_length=10, choices=Stage, default=Stage.SIGNED)
    approved_by = models.CharField(
        _("approved by"), max_length=200, blank=True, help_text=_("The body that said yes, before anybody signed.")
    )
    approved_on = models.DateField(_("approved"), null=True, blank=True)
    signed = PartialDateField(_("signed"), blank=True)
    countersigned = PartialDateField(
        _("signed by the partner on"), blank=True, help_text=_("If on another day than ours.")
    )
    signed_by_owner = models.CharField(_("signed by us"), max_length=200, blank=True)
    signed_by_partner = models.CharField(_("signed by the partner"), max_length=200, blank=True)
    term_kind = models.CharField(_("term"), max_length=10, choices=TermKind)
    starts = PartialDateField(_("in force from"), blank=True)
    ends_on = models.DateField(
        _("end of the term"), null=True, blank=True,
        help_text=_("For an agreement that renews itself: the end of the first term."),
    )  # fmt: skip
    renewal_months = models.PositiveSmallIntegerField(
        _("renewed by (months)"), null=True, blank=True, help_text=_("24 is two years."),
        validators=[MinValueValidator(1), MaxValueValidator(600)],
    )  # fmt: skip
    renewal_limit = models.PositiveSmallIntegerField(
        _("greatest number of renewals"), null=True, blank=True, help_text=_("Leave empty if there is none."),
        validators=[MaxValueValidator(100)],
    )  # fmt: skip
    notice_count = models.PositiveSmallIntegerField(
        _("period of notice"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(3650)]
    )
    notice_unit = models.CharField(_("unit"), max_length=10, choices=NoticeUnit, default=NoticeUnit.MONTHS)
    notice_boundary = models.CharField(
        _("runs out on"), max_length=10, choices=NoticeBoundary, default=NoticeBoundary.DAY
    )
    notice_given_on = models.DateField(_("notice given"), null=True, blank=True)
    notice_given_by = models.CharField(_("notice given by"), max_length=200, blank=True)
    notice_received_on = models.DateField(
        _("notice received"), null=True, blank=True, help_text=_("If later than given: the notice counts from then.")
    )
    notice_withdrawn_on = models.DateField(_("notice withdrawn"), null=True, blank=True)
    terminated_on = models.DateField(
        _("ended early"),
        null=True,
        blank=True,
        help_text=_("If both sides agreed on an end other than the term's own."),
    )
    follows = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="followed_by", verbose_name=_("ends together with")
    )
    renews = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="renewed_by", verbose_name=_("renews")
    )
    amends = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="amendments", verbose_name=_("amends")
    )
    contractor = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="contracts", verbose_name=_("signed with"),
        help_text=_("If not with the partner itself."),
    )  # fmt: skip
    review_months = models.PositiveSmallIntegerField(
        _("review every (months)"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(240)],
        help_text=_("Until further notice: how often to ask whether it should go on. Empty: every 24 months."),
    )  # fmt: skip
    reminder_months = ArrayField(
        models.PositiveSmallIntegerField(validators=[MaxValueValidator(120)]), default=default_reminder_months,
        blank=True, verbose_name=_("reminders (months before)"),
        help_text=_("Before the last day to give notice, or before the end. Empty: none."),
    )  # fmt: skip
    reminder_recipients = models.ManyToManyField(
        User, blank=True, related_name="+", verbose_name=_("reminders go to"),
        help_text=_("Nobody chosen: the responsible person of the partnership."),
    )  # fmt: skip
    confirmed_on = models.DateField(_("last confirmed"), null=True, blank=True)
    summary = RichTextField(_("contents"), blank=True)
    source = models.CharField(_("source"), max_length=500, blank=True, help_text=_("Where the facts come from."))
    is_illustration = models.BooleanField(_("illustration"), default=False, editable=False)

    extended: list[dict[str, Any]]  # this and the next only `with_terms`
    successor_starts: str | None

    objects: ClassVar = LiveManager.from_queryset(AgreementQuerySet)()

    owner_path = "partnership__owner"
    responsible_path = "partnership__"
    parts = ("extensions",)
    natural_key_fields = ("partnership__owner__name", "partnership__partner__name", "title")

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        constraints = [
            models.CheckConstraint(
                name="agreement_fixed_or_renewing_has_an_end",
                condition=Q(term_kind=TermKind.UNTIL_FURTHER_NOTICE)
                | Q(ends_on__isnull=False)
                | Q(term_kind=TermKind.FIXED, follows__isnull=False),
                violation_error_message=_("An agreement with a term needs the date on which the term ends."),
            ),
            models.CheckConstraint(
                name="agreement_open_has_no_end",
                condition=~Q(term_kind=TermKind.UNTIL_FURTHER_NOTICE) | Q(ends_on=None),
                violation_error_message=_("An agreement until further notice has no end date."),
            ),
            models.CheckConstraint(
                name="agreement_follows_only_with_a_fixed_term",
                condition=Q(follows=None) | Q(term_kind=TermKind.FIXED),
                violation_error_message=_("Only an agreement of a fixed term can end together with another."),
            ),
            models.CheckConstraint(
                name="agreement_renewing_has_a_length",
                condition=~Q(term_kind=TermKind.AUTO_RENEWING)
                | Q(renewal_months__isnull=False, renewal_months__range=(1, 600)),  # unknown would pass
                violation_error_message=_(
                    "An agreement that renews itself needs the number of months it is renewed by."
                ),
            ),
            models.CheckConstraint(
                name="agreement_ends_after_it_starts",
                condition=Q(starts="") | Q(ends_on=None) | Q(ends_on__gte=FirstDay(F("starts"))),
                violation_error_message=_("The agreement ends before it starts."),
            ),
            models.CheckConstraint(
                name="agreement_follows_and_renews_another",
                condition=~Q(follows=F("id")) & ~Q(renews=F("id")),
                violation_error_message=_("An agreement cannot follow or renew itself."),
            ),
            models.CheckConstraint(
                name="agreement_amends_another",
                condition=~Q(amends=F("id")),
                violation_error_message=_("An agreement cannot amend itself."),
            ),
            models.CheckConstraint(
                name="agreement_notice_in_order",
                condition=(Q(notice_received_on=None) | Q(notice_received_on__gte=F("notice_given_on")))
                & (Q(notice_withdrawn_on=None) | Q(notice_withdrawn_on__gte=F("notice_given_on"))),
                violation_error_message=_("A notice is given before it is received or withdrawn."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return address("partnerships:agreement_detail", self.pk)

    def clean(self) -> None:
        """No agreement leads back to itself, by what it follows, renews or amends."""
        text = _("The other agreement already leads back to this one.")
        circles = {name: text for name in ("follows", "renews", "amends") if self._leads_back(name)}
        if circles:
            raise ValidationError(circles)

    def _leads_back(self, name: str) -> bool:
        passed, other = set[int](), getattr(self, name)
        while other and other.pk not in passed and self.pk:
            if other.pk == self.pk:
                return True
            passed.add(other.pk)
            other = getattr(other, name)
        return False

    @property
    def term(self) -> Term:
        """The terms as the date engine takes them. It looks up what was not asked for `with_terms`."""
        return self._term(frozenset())

    def _term(self, passed: frozenset[int]) -> Term:
        """`passed` are the keys of those that follow it: two people, each of whom saves one half, can make a circle.

        Where it closes, the agreement ends as if it followed nothing.
        """
        passed |= {self.pk}
        follows = None if self.follows_id in passed else self.follows
        is_endless = self.term_kind == TermKind.FIXED and not (follows or self.ends_on)
        kind = TermKind.UNTIL_FURTHER_NOTICE if is_endless else TermKind(self.term_kind)
        parts = self if hasattr(self, "extended") else cast("Any", Agreement.everything()).with_terms().get(pk=self.pk)
        extensions = parts.agreed_extensions if kind == TermKind.FIXED else []
        return Term(
            kind=kind,
            starts_on=first_day(self.starts or self.signed),
            ends_on=self.ends_on,
            extensions=tuple(
                Extended(agreed_on=extension["agreed_on"], ends_on=extension["ends_on"]) for extension in extensions
            ),
            follows=follows._term(passed) if follows else None,
            follows_title=str(follows) if follows else "",
            renewal_months=self.renewal_months,
            renewal_limit=self.renewal_limit,
            notice_count=self.notice_count,
            notice_unit=NoticeUnit(self.notice_unit),
            notice_boundary=NoticeBoundary(self.notice_boundary),
            notice_given_on=self.notice_received_on or self.notice_given_on,
            notice_withdrawn_on=self.notice_withdrawn_on,
            terminated_on=self.terminated_on,
            superseded_on=first_day(parts.successor_starts or ""),
        )

    @property
    def agreed_extensions(self) -> list[dict[str, Any]]:
        """Key, days and note of each extension; of an agreement asked for `with_terms`."""
        return [
            row | {name: row[name] and date.fromisoformat(row[name]) for name in ("agreed_on", "ends_on")}
            for row in self.extended
        ]

    @property
    def is_proposal(self) -> bool:
        """Whether it binds nobody yet."""
        return self.stage != Stage.SIGNED

    def was_known(self, on: date) -> bool:
        """Whether anybody could know of it on the day `on`: it was proposed, signed or in force."""
        days = [known for known in (first_day(self.signed), first_day(self.starts)) if known]
        return self.is_proposal or not days or min(days) <= on

    def state(self, on: date) -> State:
        """Where the agreement stands on the day `on`; asked of a signed one."""
        return terms.state(self.term, on)

    def effective_end(self, on: date) -> date | None:
        """The last day the agreement binds anyone, as far as is known on the day `on`; None if it has no end."""
        return terms.effective_end(self.term, on)

    def latest_notice_date(self, on: date) -> date | None:
        """Last day on which notice still takes effect at the next end of term, or None if there is no such day."""
        return terms.latest_notice_date(self.term, on)

    def sentence(self, on: date) -> str:
        """The state as one plain sentence in the reader's language."""
        if self.stage == Stage.PROPOSED:
            return gettext("Proposed; it binds nobody until both sides have signed.")
        if self.stage == Stage.APPROVED:
            return gettext("Approved; it binds nobody until both sides have signed.")
        return terms_in_words.sentence(self.term, on)
