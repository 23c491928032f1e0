"""The rules of `terms` in SQL, so that lists can sort and filter by what an agreement is on any day.

The functions are created by a migration. A property test asks them and `terms` the same questions. They are written in
PL/pgSQL, which every PostgreSQL has.
"""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Value

SQL_FUNCTIONS = """
-- As terms.move_end: the end of a month stays the end of a month.
CREATE OR REPLACE FUNCTION partnerships_move_end(period_end date, months int) RETURNS date
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN CASE
    WHEN extract(day FROM period_end + 1) = 1
    THEN (date_trunc('month', period_end + make_interval(months => months + 1)) - interval '1 day')::date
    ELSE (period_end + make_interval(months => months))::date
END;

-- As terms.end_of_period; `months` is the length of the period, 0 for a day.
CREATE OR REPLACE FUNCTION partnerships_period_end(day date, months int) RETURNS date
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN CASE
    WHEN months = 0 THEN day
    ELSE (date_trunc('year', day::timestamp) + make_interval(
        months => (extract(month FROM day)::int + months - 1) / months * months, days => -1
    ))::date
END;

CREATE OR REPLACE FUNCTION partnerships_months_in(boundary text) RETURNS int
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
    CASE boundary WHEN 'month' THEN 1 WHEN 'quarter' THEN 3 WHEN 'half_year' THEN 6 WHEN 'year' THEN 12 ELSE 0 END;

-- As terms._renewals_to_reach; `most` is the limit, NULL for none.
CREATE OR REPLACE FUNCTION partnerships_renewals_to_reach(first_end date, length int, most int, day date) RETURNS int
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    times int := greatest(0, ((extract(year FROM day) - extract(year FROM first_end)) * 12
                              + extract(month FROM day) - extract(month FROM first_end))::int / length);
BEGIN
    IF partnerships_move_end(first_end, length * times) < day THEN
        times := times + 1;
    END IF;
    RETURN least(times, most);
END $$;

-- As terms._notice_runs_out.
CREATE OR REPLACE FUNCTION partnerships_notice_runs_out(given date, count int, unit text, months int) RETURNS date
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN partnerships_period_end(
    CASE unit WHEN 'days' THEN given + count ELSE (given + make_interval(months => count))::date END, months
);

-- As terms._takes_effect.
CREATE OR REPLACE FUNCTION partnerships_takes_effect(
    kind text, ends date, length int, most int, count int, unit text, months int, given date
) RETURNS date LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    runs_out date := partnerships_notice_runs_out(given, count, unit, months);
BEGIN
    IF kind = 'open' THEN
        RETURN runs_out;
    ELSIF kind = 'auto' THEN
        RETURN partnerships_move_end(ends, length * partnerships_renewals_to_reach(ends, length, most, runs_out));
    ELSIF count = 0 THEN
        RETURN ends;
    END IF;
    RETURN least(runs_out, ends);
END $$;

-- As terms.latest_notice_date, of an agreement that renews itself and that nobody has stopped.
CREATE OR REPLACE FUNCTION partnerships_latest_notice(
    ends date, length int, most int, count int, unit text, months int, day date
) RETURNS date LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    times int := partnerships_renewals_to_reach(
        ends, length, most, partnerships_notice_runs_out(day, count, unit, months)
    );
    bound date;
BEGIN
    IF times = most THEN
        RETURN NULL;
    END IF;
    bound := partnerships_move_end(ends, length * times);
    IF months > 0 AND partnerships_period_end(bound, months) <> bound THEN
        bound := partnerships_period_end((bound - make_interval(months => months))::date, months);
    END IF;
    RETURN CASE unit WHEN 'days' THEN bound - count ELSE partnerships_move_end(bound, -count) END;
END $$;

-- Where an agreement stands on a day: all that `terms` answers. One that is not signed has its stage for a state.
CREATE OR REPLACE FUNCTION partnerships_agreement_on(
    agreement bigint, day date, depth int,
    OUT state text, OUT effective_end date, OUT current_end date, OUT latest_notice_date date, OUT renewals int
) LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
    a record;
    kind text;
    ends date;
    agreed date;
    stopped date;
    replaced date;
    effect date;
    is_noticed boolean := false;
    bound date;
BEGIN
    SELECT stage, term_kind, portal_first_day(coalesce(nullif(starts, ''), signed)) AS starts_on, ends_on,
           renewal_months, renewal_limit, coalesce(notice_count, 0) AS count, notice_unit AS unit,
           partnerships_months_in(notice_boundary) AS months,
           coalesce(notice_received_on, notice_given_on) AS given, notice_withdrawn_on AS withdrawn, terminated_on,
           follows_id
    INTO STRICT a FROM partnerships_agreement WHERE id = agreement;
    kind := a.term_kind;
    ends := a.ends_on;
    IF a.follows_id IS NOT NULL AND depth < 20 THEN  -- a circle is refused by the form
        ends := (partnerships_agreement_on(a.follows_id, day, depth + 1)).effective_end;
        kind := CASE WHEN ends IS NULL THEN 'open' ELSE 'fixed' END;
    ELSIF kind = 'fixed' THEN
        SELECT e.ends_on INTO bound FROM partnerships_extension e
        WHERE e.agreement_id = agreement AND e.agreed_on <= day AND e.deleted_at IS NULL
        ORDER BY e.agreed_on DESC LIMIT 1;
        IF FOUND THEN
            ends := bound;
            kind := CASE WHEN ends IS NULL THEN 'open' ELSE 'fixed' END;
        END IF;
    END IF;
    IF kind = 'fixed' THEN
        agreed := ends;
    ELSIF kind = 'auto' AND a.renewal_limit IS NOT NULL THEN
        agreed := partnerships_move_end(ends, a.renewal_months * a.renewal_limit);
    END IF;
    SELECT min(portal_first_day(s.starts)) INTO replaced FROM partnerships_agreement s
    WHERE s.renews_id = agreement AND s.stage = 'signed' AND s.deleted_at IS NULL;
    stopped := least(a.terminated_on, replaced - 1);
    IF a.given <= day THEN
        effect := partnerships_takes_effect(
            kind, ends, a.renewal_months, a.renewal_limit, a.count, a.unit, a.months, a.given
        );
        is_noticed := a.withdrawn IS NULL OR a.withdrawn > day OR a.withdrawn > effect;
    END IF;
    effective_end := least(agreed, stopped, CASE WHEN is_noticed THEN effect END);
    IF kind = 'auto' THEN
        renewals := partnerships_renewals_to_reach(
            ends, a.renewal_months, a.renewal_limit, least(day, effective_end)
        );
        current_end := least(partnerships_move_end(ends, a.renewal_months * renewals), effective_end);
    ELSE
        renewals := 0;
        current_end := effective_end;
    END IF;
    IF effective_end < day THEN
        state := CASE WHEN effective_end = agreed THEN 'expired' WHEN effective_end = replaced - 1 THEN 'superseded'
                 ELSE 'terminated' END;
    ELSIF day < a.starts_on THEN
        state := 'not_started';
    ELSE
        state := CASE WHEN is_noticed THEN 'notice_given' ELSE 'in_force' END;
    END IF;
    IF kind = 'auto' AND NOT is_noticed AND stopped IS NULL THEN
        latest_notice_date := partnerships_latest_notice(
            ends, a.renewal_months, a.renewal_limit, a.count, a.unit, a.months, day
        );
    END IF;
    IF a.stage <> 'signed' AND depth = 0 THEN
        state := a.stage;
        effective_end := NULL;
        current_end := NULL;
        latest_notice_date := NULL;
        renewals := 0;
    END IF;
END $$;
"""

DROP_FUNCTIONS = """
DROP FUNCTION partnerships_agreement_on(bigint, date, int);
DROP FUNCTION partnerships_latest_notice(date, int, int, int, text, int, date);
DROP FUNCTION partnerships_takes_effect(text, date, int, int, int, text, int, date);
DROP FUNCTION partnerships_notice_runs_out(date, int, text, int);
DROP FUNCTION partnerships_renewals_to_reach(date, int, int, date);
DROP FUNCTION partnerships_months_in(text);
DROP FUNCTION partnerships_period_end(date, int);
DROP FUNCTION partnerships_move_end(date, int);
"""


# Of agreements that nothing has happened to, which is most of them, the answer is put together from their own columns:
# that takes a fiftieth of asking the function. `{a}` is the table, each %s the day.
_IS_PLAIN = """
    {a}.stage = 'signed' AND {a}.follows_id IS NULL
    AND {a}.notice_given_on IS NULL AND {a}.notice_received_on IS NULL
    AND NOT EXISTS (SELECT 1 FROM partnerships_agreement s WHERE s.renews_id = {a}.id AND s.renews_id IS NOT NULL)
    AND NOT ({a}.term_kind = 'fixed'
             AND EXISTS (SELECT 1 FROM partnerships_extension e WHERE e.agreement_id = {a}.id))
"""
_AGREED_END = """CASE {a}.term_kind WHEN 'fixed' THEN {a}.ends_on
    WHEN 'auto' THEN partnerships_move_end({a}.ends_on, {a}.renewal_months * {a}.renewal_limit) END"""
_BEGINS = "coalesce(nullif({a}.starts, ''), nullif({a}.signed, ''))"  # "2013", "2013-05" or a day
_PLAIN = {
    "effective_end": f"least({_AGREED_END}, {{a}}.terminated_on)",
    "latest_notice_date": """CASE WHEN {a}.term_kind = 'auto' AND {a}.terminated_on IS NULL THEN
        partnerships_latest_notice({a}.ends_on, {a}.renewal_months, {a}.renewal_limit, coalesce({a}.notice_count, 0),
                                   {a}.notice_unit, partnerships_months_in({a}.notice_boundary), %s) END""",
    "state": f"""CASE
        WHEN ({_AGREED_END}) < %s AND ({{a}}.terminated_on >= ({_AGREED_END})) IS NOT FALSE THEN 'expired'
        WHEN {{a}}.terminated_on < %s THEN 'terminated'
        WHEN ({_BEGINS} || substr('-01-01', length({_BEGINS}) - 3)) COLLATE "C" > to_char(%s::date, 'YYYY-MM-DD')
        THEN 'not_started'
        ELSE 'in_force' END""",
}


class OnDay(models.Func):
    """One of the answers of `terms` for the agreement in `path` on a day: state, effective_end, current_end ..."""

    def __init__(self, answer: str, day: date, path: str = "pk", **extra: Any) -> None:
        is_date = answer not in ("state", "renewals")
        output = models.DateField() if is_date else models.TextField() if answer == "state" else models.IntegerField()
        super().__init__(F(path), Value(day, models.DateField()), output_field=output)
        self.answer, self.is_row = answer, path == "pk"

    def as_sql(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, Any]:  # type: ignore[override]
        key, day = self.get_source_expressions()
        (column, parameters), (mark, days) = compiler.compile(key), compiler.compile(day)
        sql = f"(partnerships_agreement_on({column}, {mark}, 0)).{self.answer}"
        if not (self.is_row and self.answer in _PLAIN):
            return sql, (*parameters, *days)
        table = column.rpartition(".")[0]
        is_plain, plain = _IS_PLAIN.format(a=table), _PLAIN[self.answer].format(a=table)
        sql = f"CASE WHEN {is_plain} THEN {plain} ELSE {sql} END"
        return sql, (*days * plain.count("%s"), *parameters, *days)
