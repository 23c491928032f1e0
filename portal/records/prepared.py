"""Queries that the ORM writes once per process. Writing one costs ten times what running it does."""

import re
from collections.abc import Callable, Sequence
from copy import copy
from datetime import date
from itertools import count
from typing import Any, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections, models

FIRST_MARK = 9 * 10**18  # keys from here on stand for others while a query is written; no row has one of them
MARK = re.compile(rf"\b({FIRST_MARK // 10**6}\d{{6}})\b")


class Written(NamedTuple):
    """A query as the ORM wrote it, cut where keys are put in: SQL, number of a key, SQL, number of a key, ..., SQL."""

    queryset: models.QuerySet[Any, Any]
    compiler: Any
    pieces: list[Any]

    def sql(self, keys: list[int]) -> str:
        pieces = self.pieces.copy()
        pieces[1::2] = [f"{keys[number]:d}" for number in pieces[1::2]]
        return "".join(pieces)


class Prepared[Row]:
    """A function that answers with a queryset, run with the keys, records and users of each call.

    The function itself is called once for every kind of arguments (models of the records, roles of the users), with
    stand-ins of the same kind whose keys are replaced later. So `visible_to(user)` stays the one gate; but what the
    function answers may depend on nothing else: not on the day or the language, nor on other fields of a record.
    Whoever keeps one for each day says so by `knows_the_day`.
    """

    def __init__(self, make: Callable[..., models.QuerySet[Any, Row]], *, knows_the_day: bool = False) -> None:
        self.make = make
        self.knows_the_day = knows_the_day
        self.__doc__ = make.__doc__
        self._written: dict[tuple[Any, ...], Written | None] = {}

    def __call__(self, *arguments: Any) -> list[Row]:
        """The rows now, as the queryset yields them. Arguments are keys, records and users."""
        (rows,) = together([(self, arguments)])
        return rows

    def written_for(self, arguments: tuple[Any, ...]) -> tuple[Written | None, list[int]]:
        """The query for such arguments, and their keys."""
        keys: list[int] = []
        kinds: list[Any] = []
        for argument in arguments:
            if isinstance(argument, int):
                keys.append(argument)
                kinds.append(int)
            elif (rights := getattr(argument, "rights", None)) is not None:
                keys += rights
                kinds.append(argument.role_kinds)
            else:
                keys.append(argument.pk)
                kinds.append(type(argument))
        if (kind := tuple(kinds)) not in self._written:
            self._written[kind] = self._write(arguments)
        return self._written[kind], keys

    def _write(self, arguments: tuple[Any, ...]) -> Written | None:
        """The query for arguments of these kinds; None if it cannot find anything, as without any rights."""
        marks = count(FIRST_MARK)
        stand_ins: list[Any] = []
        for argument in arguments:
            if isinstance(argument, int):
                stand_ins.append(next(marks))
            elif hasattr(argument, "rights"):
                stand_ins.append(argument.with_owners([next(marks) for _ in argument.rights]))
            else:
                stand_ins.append(type(argument)(pk=next(marks)))
        queryset = self.make(*stand_ins)
        compiler = queryset.query.get_compiler(DEFAULT_DB_ALIAS)
        try:
            sql, parameters = compiler.as_sql()
        except EmptyResultSet:
            return None
        if not self.knows_the_day and any(isinstance(value, date) for value in parameters):
            raise TypeError("A prepared query would stay at the day on which it was written.")
        operations: Any = connections[DEFAULT_DB_ALIAS].ops
        pieces: list[Any] = MARK.split(operations.compose_sql(sql, parameters))
        pieces[1::2] = [int(mark) - FIRST_MARK for mark in pieces[1::2]]
        given = {getattr(one, "pk", one) for one in stand_ins} - {None}
        if not given <= {FIRST_MARK + number for number in pieces[1::2]}:
            raise TypeError("A prepared query must look for every key that it is given.")
        converters = compiler.get_converters([column for column, *_ in compiler.select[: compiler.col_count]])
        compiler.get_converters = lambda _columns: converters
        return Written(queryset, compiler, pieces)


def together(calls: Sequence[tuple[Prepared[Any], tuple[Any, ...]]]) -> list[list[Any]]:
    """The rows of several prepared queries, each with its arguments. They go to the database as one message.

    Small queries cost less than to wait for each.
    """
    asked = [query.written_for(arguments) for query, arguments in calls]
    sql = ";\n".join(written.sql(keys) for written, keys in asked if written)
    if not sql:
        return [[] for _ in asked]
    found: list[list[Any]] = []
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute(sql)
        for written, _keys in asked:
            found.append(cursor.fetchall() if written else [])
            if written:
                cursor.nextset()
    return [
        _objects(written, rows) if written and rows else [] for (written, _), rows in zip(asked, found, strict=True)
    ]


def _objects(written: Any, rows: list[tuple[Any, ...]]) -> list[Any]:
    """What the queryset makes of rows of the database."""
    compiler = copy(written.compiler)
    compiler.connection = connections[DEFAULT_DB_ALIAS]  # that of this thread
    if compiler.has_extra_select:  # what the rows are only ordered by
        rows = [row[: compiler.col_count] for row in rows]
    compiler.execute_sql = lambda *_, **__: [rows]
    queryset: Any = written.queryset._chain()
    queryset.query.get_compiler = lambda *_, **__: compiler
    return list(queryset)
