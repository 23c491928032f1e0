from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.addresses import address
from portal.models.person import Person
from portal.records.about import AboutRecord
from portal.records.history import tracked
from portal.records.rich_text import RichTextField


class EntryKind(models.TextChoices):
    """What there is to note."""

    VISIT = "visit", _("Visit")
    CALL = "call", _("Call")
    EVENT = "event", _("Event")
    RESULT = "result", _("Result")
    NOTE = "note", _("Note")


@tracked
class JournalEntry(AboutRecord):
    """A dated note on a record: a visit, a call, an event, what came of it."""

    kind = models.CharField(_("kind"), max_length=10, choices=EntryKind, default=EntryKind.NOTE)
    day = models.DateField(_("date"))
    title = models.CharField(_("title"), max_length=300)
    text = RichTextField(_("text"), blank=True)
    persons = models.ManyToManyField(
        Person, blank=True, related_name="journal_entries", verbose_name=_("people who took part")
    )

    section = "journal"
    keeps = ("attachments",)

    class Meta(AboutRecord.Meta):
        verbose_name = _("journal entry")
        verbose_name_plural = _("journal entries")
        ordering = ["-day", "-pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return address("journal_entry_detail", self.pk)
