from django.db import models
from django.utils.translation import gettext_lazy as _


class Progress(models.TextChoices):
    """How a piece of work goes. Nothing reported is a state of its own, never a good one."""

    NOT_REPORTED = "not_reported", _("Not reported")
    NOT_STARTED = "not_started", _("Not started")
    ON_TRACK = "on_track", _("On track")
    NEEDS_ATTENTION = "attention", _("Needs attention")
    OFF_TRACK = "off_track", _("Off track")
    DONE = "done", _("Done")
    STOPPED = "stopped", _("Stopped")


FINISHED = [Progress.DONE, Progress.STOPPED]
