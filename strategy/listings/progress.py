from collections.abc import Mapping

from strategy.models import Progress

PROGRESS_TONES: Mapping[str, str] = {
    Progress.NOT_REPORTED: "neutral",
    Progress.NOT_STARTED: "info",
    Progress.ON_TRACK: "good",
    Progress.NEEDS_ATTENTION: "warning",
    Progress.OFF_TRACK: "danger",
    Progress.DONE: "good",
    Progress.STOPPED: "neutral",
}
