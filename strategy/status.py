"""What the annual status says: put together from the records, nothing written twice and nothing averaged."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Prefetch, Q
from django.db.models.functions import Coalesce, ExtractYear
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from networks.models import Membership, MembershipStatus
from partnerships.models import Agreement, Partnership, Priority
from partnerships.terms import State
from portal.models import Organisation, User
from portal.records.versioned import RecordQuerySet
from strategy.fixed_items import FIXED
from strategy.listings import PROGRESS_TONES
from strategy.models import ActionItem, ActionPlan, Decision, Initiative, Perspective, Progress, StatusUpdate, Strategy

REPORTED: list[Progress] = [progress for progress in Progress if progress != Progress.NOT_REPORTED]
PRIORITIES = [*Priority, ""]


@dataclass(frozen=True, slots=True)
class Count:
    """How many initiatives are in one state."""

    label: str
    count: int
    tone: str


@dataclass(frozen=True, slots=True)
class Result:
    """An initiative, and the last that was said of it in the year; nothing if nobody reported."""

    initiative: Initiative
    update: StatusUpdate | None

    @property
    def progress(self) -> str:
        return self.update.progress if self.update else Progress.NOT_REPORTED

    @property
    def label(self) -> str:
        return self.update.get_progress_display() if self.update else _("No report this year")

    @property
    def tone(self) -> str:
        return PROGRESS_TONES[self.progress]


@dataclass(frozen=True, slots=True)
class Partner:
    """A partnership with what binds it, as it stood at the end of the year or stands today."""

    partnership: Partnership
    agreements: list[tuple[Agreement, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnualStatus:
    """The status of an owner's international work in a year, in the order in which a board reads it."""

    owner: Organisation
    year: int
    today: date
    strategy: Strategy | None
    unadopted: Strategy | None  # the latest one that was only proposed, where none was adopted
    adopted_by: Decision | None
    action_plans: list[ActionPlan]
    perspectives: list[tuple[Perspective, list[Result]]]
    memberships: list[Membership]
    partners: list[Partner]
    actions: list[ActionItem]
    decisions: list[Decision]

    @property
    def not_covered(self) -> str:
        """That no adopted strategy covers the year, and which one came closest; "" if one does."""
        if self.strategy and not self.strategy.has_run_out(self.year):
            return ""
        sentences = [_("No adopted strategy covers this year.")]
        if self.strategy:
            names = {"strategy": self.strategy, "period": self.strategy.period}
            sentences.append(_("The latest, %(strategy)s, ran %(period)s and has run out.") % names)
        elif draft := self.unadopted:
            names = {"strategy": draft, "period": draft.period, "status": draft.get_status_display()}
            sentences.append(_("%(strategy)s, %(period)s, has not been adopted (%(status)s).") % names)
        return " ".join(sentences)

    @property
    def results(self) -> list[Result]:
        return [result for _perspective, results in self.perspectives for result in results]

    @property
    def reported(self) -> int:
        """How many initiatives somebody has reported on in the year."""
        return sum(result.update is not None for result in self.results)

    @property
    def unreported(self) -> int:
        return len(self.results) - self.reported

    @property
    def overdue(self) -> int:
        return sum(action.is_late(self.today) for action in self.actions)

    @property
    def counts(self) -> list[Count]:
        return counts(result.progress for result in self.results)

    @property
    def in_brief(self) -> list[str]:
        """The year in a few sentences of figures."""
        total = len(self.results)
        sentences = []
        if total and not self.reported:
            sentences.append(_("Nothing has been reported in %(year)s.") % {"year": self.year})
        elif total:
            sentences.append(
                _("%(reported)s of %(total)s initiatives have been reported on in %(year)s.")
                % {"reported": self.reported, "total": total, "year": self.year}
            )
        if self.unreported:
            sentences.append(
                _("%(missing)s of %(total)s have no report this year.") % {"missing": self.unreported, "total": total}
            )
        if self.actions:
            open_actions = ngettext("%(count)s action is open", "%(count)s actions are open", len(self.actions))
            overdue = _("%(overdue)s of them overdue") % {"overdue": self.overdue}
            sentences.append(f"{open_actions % {'count': len(self.actions)}}, {overdue}.")
        if self.decisions:
            sentences.append(
                ngettext("%(count)s decision was made.", "%(count)s decisions were made.", len(self.decisions))
                % {"count": len(self.decisions)}
            )
        return sentences


def annual_status(*, owner: Organisation, year: int, user: User, today: date) -> AnnualStatus:
    """The status of `owner` in `year` as `user` may read it on the day `today`. A fixed number of queries."""
    strategies = Strategy.objects.visible_to(user).filter(owner=owner)
    strategy = strategies.guiding_in(year).first()
    begun = strategies.filter(starts_year__lte=year).order_by("-starts_year", "-pk")
    return AnnualStatus(
        owner=owner,
        year=year,
        today=today,
        strategy=strategy,
        unadopted=None if strategy else begun.first(),
        adopted_by=_decisions(user).filter(adopted_strategies=strategy).first() if strategy else None,
        action_plans=_action_plans(user, strategy, year),
        perspectives=_perspectives(user, strategy, year),
        memberships=_memberships(user, owner, year),
        partners=_partners(user, owner, year, today),
        actions=_open_actions(user, owner, year),
        decisions=_decisions_of_year(user, owner, year),
    )


def counts(progresses: Iterable[str]) -> list[Count]:
    """How many there are in each state that occurs; what nobody reported on comes last, as a state of its own."""
    found = Counter(progresses)
    states = [(progress, str(progress.label)) for progress in REPORTED]
    states.append((Progress.NOT_REPORTED, _("No report this year")))
    return [Count(label, found[state], PROGRESS_TONES[state]) for state, label in states if found[state]]


def results_by_strategy(*, owners: list[Organisation], year: int, user: User) -> dict[Strategy, list[Result]]:
    """By the guiding strategy of each owner, its initiatives with what was last said of them in `year`."""
    strategies = Strategy.objects.visible_to(user).filter(owner__in=owners).guiding_in(year).select_related("owner")
    initiatives = Prefetch("initiatives", Initiative.objects.visible_to(user).select_related("responsible"))
    said = _said_in(user, year)
    return {
        strategy: [Result(effort, said.get(effort.pk)) for effort in strategy.initiatives.all()]
        for strategy in strategies.prefetch_related(initiatives)
    }


def reported_years(user: User) -> dict[int, list[int]]:
    """By owner, the years in which something was reported."""
    rows = (
        StatusUpdate.objects.visible_to(user)
        .order_by()
        .values_list(Coalesce("initiative__strategy__owner", "action_item__plan__strategy__owner"))
        .annotate(year=ExtractYear("made_on"))
        .distinct()
    )
    found = defaultdict(list)
    for owner_id, year in rows:
        found[owner_id].append(year)
    return found


def _said_in(user: User, year: int) -> dict[int | None, StatusUpdate]:
    """By initiative, the last that was said of it in the year."""
    said = StatusUpdate.objects.visible_to(user).filter(made_on__year=year, action_item=None)
    return {update.initiative_id: update for update in said.newest_of_each()}


def _perspectives(user: User, strategy: Strategy | None, year: int) -> list[tuple[Perspective, list[Result]]]:
    initiatives = Initiative.objects.visible_to(user).select_related("department", "responsible")
    perspectives = Perspective.objects.visible_to(user).filter(strategy=strategy)
    said = _said_in(user, year)
    return [
        (perspective, [Result(effort, said.get(effort.pk)) for effort in perspective.initiatives.all()])
        for perspective in perspectives.prefetch_related(Prefetch("initiatives", initiatives))
    ]


def _action_plans(user: User, strategy: Strategy | None, year: int) -> list[ActionPlan]:
    plans = ActionPlan.objects.visible_to(user).filter(strategy=strategy, starts_year__lte=year)
    return list(plans)


def _memberships(user: User, owner: Organisation, year: int) -> list[Membership]:
    """The owner's memberships that lasted, or were considered, in the year."""
    memberships = (
        Membership.objects.visible_to(user).filter(organisation=owner).filter(_lasted_in("joined", "left", year))
    )
    left_some_day = Q(status=MembershipStatus.LEFT, left="")
    return list(memberships.exclude(left_some_day).select_related("network").order_by("network__sort_key"))


def _partners(user: User, owner: Organisation, year: int, today: date) -> list[Partner]:
    """The owner's partnerships of the year, those of high priority first, with the agreements that were in force."""
    day = min(today, date(year, 12, 31))
    partnerships = (
        Partnership.objects.visible_to(user)
        .ongoing()
        .with_last_activity()
        .filter(_lasted_in("since", "ended", year), owner=owner)
        .select_related("partner__country")
        .prefetch_related(Prefetch("agreements", Agreement.objects.visible_to(user).for_lines()))
    )
    partners = [
        Partner(
            partnership,
            [(paper, paper.sentence(day)) for paper in partnership.agreements.all() if _concerns(paper, year, day)],
        )
        for partnership in partnerships.order_by("partner__sort_key")
    ]
    return sorted(partners, key=lambda partner: PRIORITIES.index(partner.partnership.priority))


def _concerns(agreement: Agreement, year: int, day: date) -> bool:
    """Whether an agreement was in force in the year, or is on its way."""
    if agreement.is_proposal:
        return True
    end = agreement.effective_end(day)
    return agreement.state(day) != State.NOT_STARTED and (end is None or end.year >= year)


def _lasted_in(start: str, end: str, year: int) -> Q:
    """Partial dates are text that sorts as time: "1987-08" lies before "1988"."""
    return Q(**{f"{start}__lt": str(year + 1)}) & (Q(**{end: ""}) | Q(**{f"{end}__gte": str(year)}))


def _open_actions(user: User, owner: Organisation, year: int) -> list[ActionItem]:
    """What is still to be done from the plans begun by the year, the most urgent first."""
    actions = ActionItem.objects.visible_to(user).unfinished()
    return list(
        actions.filter(plan__strategy__owner=owner, plan__starts_year__lte=year)
        .select_related("initiative", "responsible", "department")
        .order_by(F("due_on").asc(nulls_last=True), "pk")
    )


def _decisions_of_year(user: User, owner: Organisation, year: int) -> list[Decision]:
    """What the owner's bodies decided on cases; to approve an agenda is none."""
    decisions = _decisions(user).filter(item__body__owner=owner, decided_on__year=year)
    return list(decisions.exclude(item__title__iregex=FIXED).order_by("decided_on"))


def _decisions(user: User) -> RecordQuerySet[Decision]:
    """Decisions on open items only, whoever asks: a status is passed on."""
    return Decision.objects.visible_to(user).filter(item__is_closed=False).select_related("item__body")
