import gzip
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack
from statistics import median

from django.core.management import call_command

from tests.benchmarks.files import file_figures
from tests.benchmarks.memo import memo_figures
from tests.benchmarks.portals import Portal, copied_database, migrated_database, send_in_process, use_database
from tests.benchmarks.search import suggestion_p95
from tests.benchmarks.server import Cost, serve

PAGES = ["list", "fragment", "as_at", "suggestions", "record", "save"]
SMALL_PAGES = ["map"]  # of a portal with 1,000 partnerships, which is what they have to manage


def figures(
    sizes: tuple[int, int, int], *, rounds: int, imported: int, template: str | None
) -> Iterator[tuple[str, float]]:
    """Name and value of every figure, at three sizes: small, usual and large.

    `imported` is how many rows the imported file has, `template` an empty database with the portal's tables, if there
    is one.
    """
    call_command("collectstatic", interactive=False, verbosity=0)
    with ExitStack() as stack:
        template = template or stack.enter_context(migrated_database())
        portals = {
            size: Portal(stack.enter_context(copied_database(template, size)), partnerships=partnerships)
            for size, partnerships in zip(("small", "usual", "large"), sizes, strict=True)
        }
        servers = {size: stack.enter_context(serve(portal)) for size, portal in portals.items()}
        turns = [("small", page) for page in ["constant", "list", *SMALL_PAGES]]
        turns += [("large", "list"), *(("usual", page) for page in ["constant", *PAGES])]
        costs: dict[tuple[str, str], list[Cost]] = defaultdict(list)
        for _ in range(rounds):
            for size, page in turns:
                costs[size, page] += [servers[size].cost(page) for _ in range(3)]
        cost = {turn: Cost(*map(median, zip(*costs[turn], strict=True))) for turn in turns}

        constant = cost["usual", "constant"]
        yield "constant.ms", constant.server * 1000
        for page in PAGES:
            yield f"{page}.cpu_ratio", cost["usual", page].server / constant.server
            if constant.database:
                yield f"{page}.database_ms", cost["usual", page].database * 1000
            yield f"{page}.queries", portals["usual"].count_queries(page)
        yield "list.growth", cost["large", "list"].waiting / cost["small", "list"].waiting
        yield "list.kb", len(gzip.compress(portals["usual"].ask("list", send_in_process))) / 1000
        yield from memo_figures(portals["usual"])
        yield from file_figures(portals["usual"], rows=imported)
        for page in SMALL_PAGES:
            yield f"{page}.cpu_ratio", cost["small", page].server / cost["small", "constant"].server
            yield f"{page}.queries", portals["small"].count_queries(page)
        use_database(portals["large"].database)
        yield "suggestions.p95_ms", suggestion_p95(portals["large"].user)
