"""What the memo of a review costs: forty partners on paper."""

import time
from collections.abc import Iterator
from statistics import median

from partnerships.models import Partnership
from portal.models import Organisation
from tests.benchmarks.portals import Portal, send_in_process, use_database
from tests.factories import AssessmentFactory, CriterionFactory, ReviewRoundFactory, ScoreFactory

PARTNERS = 40
TEXT = "<p>Der har været besøg, et fælles projekt og en konference i perioden.</p>" * 3


def memo_figures(portal: Portal) -> Iterator[tuple[str, float]]:
    """Seconds for the PDF, from the request to its last byte, the typesetter's own process included."""
    use_database(portal.database)
    owner = Organisation.objects.get(pk=Partnership.objects.earliest("pk").owner_id)
    review = ReviewRoundFactory(owner=owner, introduction=TEXT, direction=TEXT)
    criteria = [CriterionFactory(review=review, number=number) for number in range(1, 6)]
    for position, about in enumerate(Partnership.objects.order_by("pk")[:PARTNERS], start=1):
        texts = dict.fromkeys(("activity", "results", "proposal", "rationale"), TEXT)
        row = AssessmentFactory(about=about, review=review, position=position, recommendation="continue", **texts)
        for criterion in criteria:
            ScoreFactory(assessment=row, criterion=criterion, points=3, reason="Fordi det går godt")
    portal.memo = f"{review.get_absolute_url()}memo.pdf"
    yield "memo.queries", portal.count_queries("memo")
    times = []
    for _ in range(5):
        start = time.perf_counter()
        portal.ask("memo", send_in_process)
        times.append(time.perf_counter() - start)
    yield "memo.pdf_s", median(times)
