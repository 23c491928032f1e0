"""What everybody may see of an owner's partnerships: of the chosen ones that go on, the chosen fields.

Nothing else is read from the database, so nothing else can get onto a page. Notes, persons, proposals and made-up
records are not among what can be chosen.
"""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from partnerships.models import (
    Activity,
    ActivityKind,
    Agreement,
    Partnership,
    PartnershipKind,
    PartnershipStatus,
    PublicField,
    PublicPage,
    Stage,
)
from partnerships.terms import State
from portal.mailing import site_address
from portal.maps.drawing import Dot, drawing
from portal.maps.projection import point
from portal.maps.view import AROUND_EUROPE, fitted
from portal.models import Topic
from portal.records.partial_date import display
from portal.text.danish import slug
from portal.text.sanitise import plain_text

ZOOMS = ("", "europe")
LONGEST_DESCRIPTION = 300  # characters that a search engine shows
MOST_ACTIVITIES = 20
PLACES = {
    PublicField.KIND: "kind",
    PublicField.SINCE: "since",
    PublicField.DESCRIPTION: "description",
    PublicField.ORIGIN: "origin",
    PublicField.WEBSITE: "partner__website",
}


def published(page: PublicPage) -> QuerySet[Partnership]:
    """The partnerships on a page: chosen, real, and neither proposed nor over."""
    return Partnership.objects.filter(
        owner=page.owner_id,
        is_public=True,
        is_illustration=False,
        status__in=[PartnershipStatus.ACTIVE, PartnershipStatus.DORMANT],
        partner__deleted_at=None,
    )


@dataclass(frozen=True, slots=True)
class Entry:
    """A partner as the page knows it; what was not chosen is empty."""

    pk: int
    name: str
    country: str
    url: str
    latitude: float | None
    longitude: float | None
    kind: str
    since: str
    website: str
    description: str
    origin: str


class Site:
    """The public page of one owner in the active language, or its preview for those who may turn it on."""

    def __init__(self, page: PublicPage, *, is_preview: bool = False) -> None:
        self.page = page
        self.is_preview = is_preview
        self.chosen = [field for field in PublicField if field in page.fields]

    def home_html(self, zoom: str) -> str:
        dots = [
            Dot(one.pk, f"{one.name}, {one.country}", one.latitude, one.longitude, one.url, "good")
            for one in self.entries
            if one.latitude is not None and one.longitude is not None
        ]
        view = AROUND_EUROPE if zoom == "europe" else fitted([point(dot.latitude, dot.longitude) for dot in dots])
        label = _("Map of the partners; the table below it holds the same.")
        introduction = self.page.introduction_en if get_language() == "en" else self.page.introduction_da
        description = plain_text(introduction) or _("Whom %(owner)s works with.") % {"owner": self.page.owner.name}
        return self._html(
            "public_site",
            title=_("Partners of %(owner)s") % {"owner": self.page.owner.name},
            description=description[:LONGEST_DESCRIPTION],
            address=self.home(),
            introduction=introduction,
            entries=self.entries,
            has_kind=PublicField.KIND in self.chosen,
            has_since=PublicField.SINCE in self.chosen,
            map=drawing(tuple(dots), view, label=label, area_url="#partners").svg if dots else "",
            zooms=[
                (_("All partners"), self.home(), zoom == ""),
                (_("Europe"), self.home(zoom="europe"), zoom == "europe"),
            ],
        )

    def partner_html(self, pk: int) -> str | None:
        """The page of one partner; None for one that is not published."""
        entry = next(iter(self._entries(published(self.page).filter(pk=pk))), None)
        if entry is None:
            return None
        description = plain_text(entry.description) or f"{entry.name}, {entry.country}"
        return self._html(
            "public_partner",
            title=f"{entry.name} · {self.page.owner.name}",
            description=description[:LONGEST_DESCRIPTION],
            address=entry.url,
            entry=entry,
            topics=self._topics(pk) if PublicField.TOPICS in self.chosen else [],
            agreements=self._agreements(pk) if PublicField.AGREEMENTS in self.chosen else [],
            activities=self._activities(pk) if PublicField.ACTIVITIES in self.chosen else [],
        )

    def home(self, **query: str) -> str:
        if self.is_preview:
            return reverse("partnerships:public_page_preview", args=[self.page.pk], query=self._language | query)
        return reverse("partnerships:public_site", args=[self.page.slug], query=self._language | query)

    def address_of(self, pk: int, name: str) -> str:
        if self.is_preview:
            return reverse("partnerships:public_partner_preview", args=[self.page.pk, pk], query=self._language)
        address = [self.page.slug, pk, slug(name) or "partner"]
        return reverse("partnerships:public_partner", args=address, query=self._language)

    @cached_property
    def entries(self) -> list[Entry]:
        return self._entries(published(self.page).order_by("partner__sort_key", "pk"))

    @property
    def _language(self) -> dict[str, str]:
        return {"lang": "en"} if get_language() == "en" else {}

    def _entries(self, partnerships: QuerySet[Partnership]) -> list[Entry]:
        country = f"partner__country__name_{get_language()}"
        always = ("pk", "partner__name", country, "partner__latitude", "partner__longitude")
        chosen = [field for field in self.chosen if field in PLACES]
        rows = partnerships.values_list(*always, *[PLACES[field] for field in chosen])
        found = []
        for pk, name, of, latitude, longitude, *values in rows:
            has: dict[str, Any] = dict(zip(chosen, values, strict=True))
            kind, since = has.get(PublicField.KIND), has.get(PublicField.SINCE, "")
            found.append(
                Entry(
                    pk=pk,
                    name=name,
                    country=of,
                    url=self.address_of(pk, name),
                    latitude=None if latitude is None else float(latitude),
                    longitude=None if longitude is None else float(longitude),
                    kind=str(PartnershipKind(kind).label) if kind else "",
                    since=display(since),
                    website=has.get(PublicField.WEBSITE, ""),
                    description=has.get(PublicField.DESCRIPTION, ""),
                    origin=has.get(PublicField.ORIGIN, ""),
                )
            )
        return found

    def _topics(self, pk: int) -> list[str]:
        return [str(topic) for topic in Topic.objects.filter(partnerships=pk)]

    def _agreements(self, pk: int) -> list[tuple[str, str]]:
        """Title and beginning of the signed agreements that bind both sides today."""
        today = timezone.localdate()
        rows = Agreement.objects.filter(partnership=pk, stage=Stage.SIGNED, is_illustration=False).for_lines()
        in_force = (State.IN_FORCE, State.NOTICE_GIVEN)
        return [(row.title, display(row.starts)) for row in rows.order_by("-starts") if row.state(today) in in_force]

    def _activities(self, pk: int) -> list[tuple[str, str, date]]:
        rows = Activity.objects.filter(partnerships=pk, owner=self.page.owner_id, is_illustration=False)
        latest = rows.values_list("title", "kind", "starts_on")[:MOST_ACTIVITIES]
        return [(title, str(ActivityKind(kind).label), day) for title, kind, day in latest]

    def _html(self, template: str, *, address: str, **context: Any) -> SafeString:
        """A page made without a request: nobody's name, rights or session can be on it."""
        path, _mark, query = address.partition("?")
        kept = query.removeprefix("lang=en").removeprefix("&")
        context |= {
            "owner": self.page.owner.name,
            "theme": self.page.owner.theme,
            "is_preview": self.is_preview,
            "home": self.home(),
            "languages": [
                ("da", "Dansk", f"{path}?{kept}" if kept else path),
                ("en", "English", f"{path}?lang=en"),
            ],
            "canonical": site_address() + address,
            "site_url": site_address(),
        }
        return render_to_string(f"partnerships/{template}.html", context)
