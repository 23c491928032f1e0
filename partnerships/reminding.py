"""Whom to tell of the reminders that are due, and the telling: one mail a user, and each reminder once."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext, ngettext

from partnerships.matters import Matter, matters
from partnerships.models import Agreement, Partnership, Reminder
from partnerships.reminders import Level
from portal.access import RoleKind
from portal.mailing import mail, site_address
from portal.models import Person, Role, User

type Roles = list[Role]  # of an owner's active users


def to_tell(matter: Matter, roles: Roles, day: date) -> dict[User, Level]:
    """Who is to be told on `day`, and as what.

    First whoever it was handed over to, or put it off until now, and those it is for who were not told yet. If there
    are none of these, those of the next level who were not told, once the levels below have had their time.
    """
    if matter.is_handled:
        return {}
    reachable, told = {role.user for role in roles}, {reminder.user for reminder in matter.reminders}
    found = {
        reminder.user: Level(reminder.level)
        for reminder in matter.reminders
        if reminder.is_to_be_sent(day) and reminder.user in reachable
    }
    found |= dict.fromkeys((user for user in _audience(matter, roles) if user not in told), Level.RECIPIENT)
    if found:
        return found
    head, secretariat = _user_of(_head(matter), roles), _secretariat(roles)
    for level, users in ((Level.HEAD, head), (Level.SECRETARIAT, secretariat)):
        if untold := [user for user in users if user not in told]:
            return dict.fromkeys(untold, level) if _is_time_for(level, matter.reminders, day) else {}
    return {}


def _audience(matter: Matter, roles: Roles) -> list[User]:
    """Whom the reminder is for: never somebody without a role at the owner."""
    responsible = _user_of(matter.partnership.responsible, roles)
    if isinstance(matter.record, Partnership):
        return [*responsible, *_secretariat(roles)]
    chosen = set(matter.record.reminder_recipients.all())
    return (
        [role.user for role in roles if role.user in chosen]
        or responsible
        or _user_of(_head(matter), roles)
        or _secretariat(roles)
    )


def _is_time_for(level: Level, reminders: list[Reminder], day: date) -> bool:
    """Whether the level has been reached, or nobody below it has been told or put it off for some days."""
    if any(reminder.level == level for reminder in reminders):
        return True
    since = [each for reminder in reminders for each in (reminder.sent_on, reminder.snoozed_until) if each]
    return not since or max(since) + timedelta(days=settings.REMINDER_ESCALATION_DAYS) <= day


def _head(matter: Matter) -> Person | None:
    department = matter.partnership.department
    return department.head if department else None


def _user_of(person: Person | None, roles: Roles) -> list[User]:
    """The login of a person is the one with the same address; at most one, as a list."""
    email = person.email.casefold() if person else ""
    return [role.user for role in roles if role.user.email.casefold() == email]


def _secretariat(roles: Roles) -> list[User]:
    """The secretariat of an owner; where there is none, its administrators."""
    of_kind = defaultdict(list)
    for role in roles:
        of_kind[role.kind].append(role.user)
    return of_kind[RoleKind.SECRETARIAT] or of_kind[RoleKind.ADMINISTRATOR]


# Telling


def due_by_user(day: date) -> dict[User, list[Matter]]:
    """Everything there is to tell on `day`."""
    found = matters(day, agreements=Agreement.objects.all(), partnerships=Partnership.objects.all())
    by_user = defaultdict(list)
    for matter, users in _with_users(found, day):
        for user in users:
            by_user[user].append(matter)
    return by_user


@transaction.atomic
def tell(user: User, known: list[Matter], *, day: date, by_mail: bool = True) -> bool:
    """Tell the user of what of `known` is still to be told; answers whether there was anything.

    The user's row is held until the mail is out and the reminders stand: of two that run at a time, one passes by. A
    process that dies between the two has told them without a trace, and the next run does so again: rather twice than
    never.
    """
    if not User.objects.select_for_update(skip_locked=True).filter(pk=user.pk, is_active=True).exists():
        return False
    now = matters(
        day,
        agreements=Agreement.objects.visible_to(user).filter(
            pk__in=[matter.record.pk for matter in known if isinstance(matter.record, Agreement)]
        ),
        partnerships=Partnership.objects.visible_to(user).filter(
            pk__in=[matter.record.pk for matter in known if isinstance(matter.record, Partnership)]
        ),
    )
    waiting = [(matter, users[user]) for matter, users in _with_users(now, day) if user in users]
    told = [(matter, _note(matter, user, level, day)) for matter, level in waiting]
    if told and by_mail:
        _mail(user, told, day=day).send()
    return bool(told)


def _with_users(found: Iterator[Matter], day: date) -> Iterator[tuple[Matter, dict[User, Level]]]:
    roles = defaultdict(list)
    for role in Role.objects.filter(user__is_active=True).select_related("user").order_by("pk"):
        roles[role.owner_id].append(role)
    for matter in found:
        yield matter, to_tell(matter, roles[matter.partnership.owner_id], day)


def _note(matter: Matter, user: User, level: Level, day: date) -> Reminder:
    due, record = matter.due, matter.record
    reminder, _created = Reminder.objects.update_or_create(
        agreement=record if isinstance(record, Agreement) else None,
        partnership=record if isinstance(record, Partnership) else None,
        occasion=due.occasion,
        deadline=due.deadline,
        step=due.step,
        user=user,
        defaults={"sent_on": day},
        create_defaults={"sent_on": day, "level": level},
    )
    return reminder


def _mail(user: User, told: list[tuple[Matter, Reminder]], *, day: date) -> EmailMultiAlternatives:
    with translation.override(user.language):
        lines = [(matter, reminder, matter.sentence(day)) for matter, reminder in told]
        if len(told) == 1:
            subject = gettext("Reminder: %(title)s") % {"title": told[0][0].title}
        else:
            subject = ngettext("%(count)d reminder", "%(count)d reminders", len(told)) % {"count": len(told)}
        context = {"lines": lines, "overview": f"{site_address()}{reverse('overview')}"}
        return mail(user, subject, template="partnerships/reminders", context=context)
