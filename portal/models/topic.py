import pgtrigger
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portal.records.stale import stale_trigger
from portal.text.danish import SortKey


class TopicManager(models.Manager["Topic"]):
    """Finds a topic by its code."""

    def in_use(self) -> models.QuerySet["Topic"]:
        """What a list can be narrowed to: every topic, for there are few."""
        return self.all()

    def get_by_natural_key(self, code: str) -> "Topic":
        return self.get(code=code)


@pgtrigger.register(stale_trigger("portal.topic"))
class Topic(models.Model):
    """A field of work (fagområde): health, environment, culture; shared by partnerships, networks and initiatives."""

    code = models.SlugField(_("code"), unique=True)
    name_da = models.CharField(_("Danish name"), max_length=100)
    name_en = models.CharField(_("English name"), max_length=100)
    sort_key = models.GeneratedField(
        expression=SortKey("name_da"), output_field=models.TextField(db_collation="C"), db_persist=True
    )

    objects = TopicManager()

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["sort_key"]

    def __str__(self) -> str:
        return self.name_en if get_language() == "en" else self.name_da

    def natural_key(self) -> tuple[str]:
        return (self.code,)
