"""The long parts of an import beside the request that starts them, with their progress for everybody to see."""

import logging
from collections.abc import Callable
from datetime import timedelta
from threading import Thread
from time import monotonic
from types import TracebackType
from typing import Self

from django.db import connection
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from portal.imports.applying import ImportStoppedError, apply
from portal.imports.preview import Tell, preview
from portal.imports.registry import Importer
from portal.imports.undoing import undo
from portal.models import ImportRun, RunState, User
from portal.search.index import drain

logger = logging.getLogger(__name__)

STALLED_AFTER = timedelta(seconds=60)  # without a word of progress, the process at work is taken for dead
SECONDS_BETWEEN_WORDS = 0.5

type Work = Callable[[Importer, ImportRun, User], None]


class Progress:
    """Tells how many rows are done over a connection of its own, since others see nothing of an open transaction."""

    def __init__(self, run: ImportRun) -> None:
        self.run = run
        self.told = 0.0

    def __enter__(self) -> Self:
        self.connection = connection.copy()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.connection.close()

    def tell(self, done: int) -> None:
        if monotonic() - self.told < SECONDS_BETWEEN_WORDS:
            return
        self.told = monotonic()
        with self.connection.cursor() as cursor:
            statement = "UPDATE portal_importrun SET progress = %s, moved_at = now() WHERE id = %s"
            cursor.execute(statement, [done, self.run.pk])


def claim(run: ImportRun, state: RunState, *, after: list[RunState]) -> bool:
    """Whether the run is now in `state` by this call alone: it was in one of `after`, or has stalled in `state`."""
    stalled = Q(state=state, moved_at__lt=timezone.now() - STALLED_AFTER)
    may_start = ImportRun.objects.filter(Q(state__in=after) | stalled, pk=run.pk)
    is_ours = bool(may_start.update(state=state, progress=0, message="", moved_at=timezone.now()))
    run.refresh_from_db()
    return is_ours


def has_stalled(run: ImportRun) -> bool:
    """Whether the process at work seems to be dead, so that the work may be started again."""
    return run.state in (RunState.CHECKING, RunState.RUNNING) and run.moved_at < timezone.now() - STALLED_AFTER


def claim_check(run: ImportRun) -> bool:
    return claim(run, RunState.CHECKING, after=[RunState.MAPPING, RunState.CHECKED, RunState.FAILED, RunState.UNDONE])


def claim_apply(run: ImportRun) -> bool:
    return run.context_id is None and claim(run, RunState.RUNNING, after=[RunState.CHECKED])


def claim_undo(run: ImportRun) -> bool:
    return run.context_id is not None and claim(run, RunState.RUNNING, after=[RunState.DONE])


def check_run(importer: Importer, run: ImportRun, user: User) -> None:
    _work(run, lambda tell: preview(importer, run, user, tell=tell), back_to=RunState.FAILED)
    ImportRun.objects.filter(pk=run.pk, state=RunState.CHECKING).update(state=RunState.CHECKED)
    run.refresh_from_db()


def apply_run(importer: Importer, run: ImportRun, user: User) -> None:
    _work(run, lambda tell: apply(importer, run, user, tell=tell), back_to=RunState.FAILED)
    drain()


def undo_run(importer: Importer, run: ImportRun, user: User) -> None:
    _work(run, lambda tell: undo(importer, run, user, tell=tell), back_to=RunState.DONE)
    drain()


def _work(run: ImportRun, work: Callable[[Tell], None], *, back_to: RunState) -> None:
    """Do it; if it stops, keep why, in the state that people can go on from."""
    message = ""
    try:
        with Progress(run) as progress:
            work(progress.tell)
    except ImportStoppedError as error:
        message = str(error)
    except Exception:
        logger.exception("Import %s broke off", run.pk)
        message = _("Something went wrong that nobody had foreseen. Nothing was written; try again.")
    if message:
        at_work = ImportRun.objects.filter(pk=run.pk, state__in=[RunState.CHECKING, RunState.RUNNING])
        at_work.update(state=back_to, message=message)
    run.refresh_from_db()


def start(work: Work, importer: Importer, run: ImportRun, user: User) -> None:
    """Do the work in a thread that ends with the process; a run that it leaves behind is seen to have stalled."""
    language = translation.get_language()

    def target() -> None:
        try:
            with translation.override(language):
                work(importer, run, user)
        finally:
            connection.close()

    Thread(target=target, name=f"import-{run.pk}", daemon=True).start()
