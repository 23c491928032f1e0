"""History by database trigger: what `update()`, bulk writes, cascades and raw SQL cannot dodge."""

from typing import Any

import pghistory
import pgtrigger
from django.db import models

from portal.records.stale import stale_trigger

# `append_only` refuses updates and deletes row by row; TRUNCATE would pass it by.
NO_TRUNCATE = pgtrigger.Trigger(
    name="no_truncate",
    level=pgtrigger.Statement,
    when=pgtrigger.Before,
    operation=pgtrigger.Truncate,
    func="RAISE EXCEPTION 'history cannot be truncated: %', TG_TABLE_NAME;",
)


def tracked[M: type[models.Model]](model: M) -> M:
    """Class decorator of every record model: one event per insert, update and delete, none of which can be changed.

    Links to many (topics, networks ...) are tracked in the same way, as rows of their own tables. Search hears of
    every write alike.
    """
    generated = [field.name for field in model._meta.fields if isinstance(field, models.GeneratedField)]
    _keep_events(
        model,
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(condition=pgtrigger.AnyChange(exclude_auto=True)),
        pghistory.DeleteEvent(),
        exclude=generated,
        obj_field=pghistory.ObjForeignKey(related_name="events", related_query_name="events"),
    )
    for field in model._meta.local_many_to_many:
        through = field.remote_field.through
        if isinstance(through, type) and through._meta.auto_created:  # a model of its own is tracked as such
            name = link_name(field)
            link = _proxy_of(through, name=f"{name}Link")
            _keep_events(
                link,
                pghistory.InsertEvent(),
                pghistory.DeleteEvent(),
                app_label=model._meta.app_label,
                model_name=f"{name}Event",
                obj_field=None,
            )
            pgtrigger.register(stale_trigger(model._meta.label_lower, f"{model._meta.model_name}_id"))(link)
    pgtrigger.register(_bump_version(except_for=generated), stale_trigger(model._meta.label_lower))(model)
    return model


def link_name(field: models.ManyToManyField) -> str:
    """What history calls the links of a field: "PartnershipTopics"; their events are kept as "…Event"."""
    return f"{field.model.__name__}{field.name.title().replace('_', '')}"


def _proxy_of(through: type[models.Model], *, name: str) -> type[models.Model]:
    """A model that migrations know of: they pass over triggers of a table that Django made by itself."""
    meta = type("Meta", (), {"proxy": True, "app_label": through._meta.app_label})
    return type(name, (through,), {"__module__": through.__module__, "Meta": meta})


def _bump_version(*, except_for: list[str]) -> pgtrigger.Trigger:
    """Every write, also by SQL or a cascade, moves the version: no form can save over what it never saw."""
    return pgtrigger.Trigger(
        name="bump_version",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        condition=pgtrigger.AnyChange(exclude=except_for),
        func="NEW.version = OLD.version + 1; NEW.updated_at = now(); RETURN NEW;",
    )


def _keep_events(model: type[models.Model], *trackers: pghistory.Tracker, **options: Any) -> None:
    pghistory.track(
        *trackers,
        append_only=True,
        context_field=pghistory.ContextJSONField(),
        context_id_field=pghistory.ContextUUIDField(),
        meta={
            "triggers": [NO_TRUNCATE],
            "indexes": [models.Index(fields=["pgh_created_at"]), models.Index(fields=["pgh_context_id"])],
        },
        **options,
    )(model)
