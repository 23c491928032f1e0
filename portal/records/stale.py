"""How the database says which documents of the search are behind: the same way as it keeps history, by triggers."""

import pgtrigger


def stale_trigger(kind: str, key: str = "id") -> pgtrigger.Trigger:
    """For the table of `kind` ("partnerships.agreement"), or of links whose column `key` points to records of it.

    It only adds a row, so a save hardly notices, and writes beside each other never wait; a rolled-back write takes
    its row along. A row for each write, and no unique one: a second writer could not see that the first one's row is
    just being dealt with.
    """
    return pgtrigger.Trigger(
        name="search_stale",
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func=(
            f"INSERT INTO portal_searchstale (kind, record_id, is_spread) SELECT DISTINCT '{kind}', key, false"  # noqa: S608
            f" FROM (VALUES (NEW.{key}), (OLD.{key})) AS rows (key) WHERE key IS NOT NULL; RETURN NULL;"
        ),
    )
