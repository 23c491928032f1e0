"""A record's page asks the database for all that it shows at once: to wait for an answer costs more than it holds."""

from typing import Any

from portal.access import Action
from portal.records.around import keep_around, newest
from portal.records.loading import allowed, by_key
from portal.records.prepared import Prepared, together
from portal.records.related import keep_found, queries_of
from portal.records.versioned import VersionedModel
from portal.requests import PortalRequest


def open_record[M: VersionedModel](request: PortalRequest, model: type[M], pk: int) -> M:
    """The record for its page, with its sections and what stands around it: 404 outside the user's owners."""
    record, _none = open_record_with(request, model, pk)
    return record


def open_record_with[M: VersionedModel](
    request: PortalRequest, model: type[M], pk: int, *beside: Prepared[Any]
) -> tuple[M, list[list[Any]]]:
    """`open_record`, and what each of the queries `beside` has found; they take the record and the user.

    What was found beside a record that is not for this user is thrown away.
    """
    user, key = request.user, model(pk=pk)
    found, around, *rest = together([
        (by_key(model.objects.for_its_page), (user, pk)),
        (newest, (key, user, user.pk)),
        *((query, (key, user)) for query in [*beside, *queries_of(model)]),
    ])  # fmt: skip
    record = allowed(request, found, Action.VIEW)
    keep_around(record, user, around)
    keep_found(record, rest[len(beside) :])
    return record, rest[: len(beside)]
