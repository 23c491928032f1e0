# ruff: noqa: S608 - the statements are made of names and conditions from the database's own catalogue
"""The database's own rules, asked of many rows at once before any of them is written.

The rows are laid beside the table, in a temporary one that has no rules, and are held against the conditions of the
real one as PostgreSQL keeps them. So there is no second opinion on what a rule means, and nobody's row is locked.
"""

from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import Any, Self

from django.db import connection, models
from django.utils.translation import gettext as _
from psycopg import sql

from portal.imports.checking import CheckedRow
from portal.records.rich_text import RichTextField
from portal.records.versioned import VersionedModel

CANDIDATES = sql.Identifier("import_candidates")


class Candidates:
    """The rows that an import would write to the table of one model, laid beside it."""

    def __init__(self, model: type[VersionedModel]) -> None:
        self.model = model
        self.table = sql.Identifier(model._meta.db_table)
        # No rule is about a generated column or about formatted text.
        left_out = (models.GeneratedField, RichTextField)
        self.fields = [one for one in model._meta.concrete_fields if not isinstance(one, left_out)]

    def __enter__(self) -> Self:
        self._run("DROP TABLE IF EXISTS {candidates}")
        self._run("CREATE TEMPORARY TABLE {candidates} AS SELECT 0 AS import_row, * FROM {table} WITH NO DATA")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:  # after an error the transaction may be broken; the next run drops it
            self._run("DROP TABLE {candidates}")

    def add(self, rows: Iterable[CheckedRow]) -> None:
        columns = sql.SQL(", ").join(sql.Identifier(str(one.column)) for one in self.fields)
        statement = sql.SQL("COPY {} (import_row, {}) FROM STDIN").format(CANDIDATES, columns)
        with connection.cursor() as cursor, cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row([row.number, *(self._stored(getattr(row.record, one.attname)) for one in self.fields)])

    @staticmethod
    def _stored(value: Any) -> Any:
        """A value for COPY. A default of the database's own (when it was made) is no rule's business."""
        return None if hasattr(value, "resolve_expression") else value

    def remove(self, numbers: Iterable[int]) -> None:
        """Take rows out again that turned out to be refused."""
        self._run("DELETE FROM {candidates} WHERE import_row = ANY(%s)", [list(numbers)])

    def violations(self) -> Iterator[tuple[int, str]]:
        """The number of each row that breaks a rule, with what the rule says of itself."""
        checks = dict(
            self._run(
                "SELECT conname, pg_get_expr(conbin, conrelid) FROM pg_constraint"
                " WHERE conrelid = {name}::regclass AND contype = 'c'"
            )
        )
        conditions = dict(
            self._run(
                "SELECT indexrelid::regclass::text, pg_get_expr(indpred, indrelid) FROM pg_index"
                " WHERE indrelid = {name}::regclass AND indisunique"
            )
        )
        for constraint in self.model._meta.constraints:
            text = str(constraint.violation_error_message)
            if isinstance(constraint, models.UniqueConstraint):
                yield from self._doubles(constraint, conditions[constraint.name] or "true", text)
            else:
                for (number,) in self._run(
                    f"SELECT import_row FROM {{candidates}} WHERE NOT ({_quoted(checks[constraint.name])})"
                ):
                    yield number, text

    def _doubles(self, constraint: models.UniqueConstraint, condition: str, text: str) -> Iterator[tuple[int, str]]:
        """Rows that would stand twice: beside a record that is there already, or beside another row of the file."""
        names = [str(self.model._meta.get_field(name).column) for name in constraint.fields]  # type: ignore[union-attr]
        columns = ", ".join(f'"{name}"' for name in names)
        where = f"WHERE {_quoted(condition)}"
        for (number,) in self._run(
            f"SELECT import_row FROM (SELECT * FROM {{candidates}} {where}) AS new"
            f" JOIN (SELECT id AS taken, {columns} FROM {{table}} {where}) AS old USING ({columns})"
            " WHERE NOT EXISTS (SELECT FROM {candidates} AS itself WHERE itself.id = taken)"
        ):
            yield number, text
        among = f"PARTITION BY {columns}"
        filled = " AND ".join(f'"{name}" IS NOT NULL' for name in names)
        for number, first, last in self._run(
            f"SELECT * FROM (SELECT import_row, min(import_row) OVER ({among}) AS first,"
            f" max(import_row) OVER ({among}) AS last FROM {{candidates}} {where} AND {filled}) AS rows"
            " WHERE first < last"
        ):
            other = last if number == first else first
            yield number, _("%(problem)s So says row %(row)d.") % {"problem": text, "row": other}

    def _run(self, statement: str, parameters: list[Any] | None = None) -> list[tuple[Any, ...]]:
        names = {"candidates": CANDIDATES, "table": self.table, "name": sql.Literal(f'"{self.model._meta.db_table}"')}
        with connection.cursor() as cursor:
            text = sql.SQL(statement).format(**names).as_string()
            cursor.execute(text, parameters)
            return cursor.fetchall() if cursor.description else []


def _quoted(condition: str) -> str:
    """A condition as PostgreSQL writes it, for a statement in which %, { and } have a meaning of their own."""
    return condition.replace("{", "{{").replace("}", "}}")
