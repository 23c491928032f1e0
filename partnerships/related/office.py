from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from partnerships.models import Agreement, Office, Partnership
from portal.addresses import address
from portal.models import Country, Organisation, User
from portal.records.prepared import Prepared
from portal.records.related import Line, Section, section_of


@section_of(Organisation)
def offices_run_by(organisation: Organisation, user: User) -> Section:
    rows = Office.objects.visible_to(user).filter(operator=organisation)
    return _office_section(_("Runs these offices"), rows.values_list(*OFFICE))


@section_of(Agreement)
def offices_under(agreement: Agreement, user: User) -> Section:
    """The offices whose contract the agreement is."""
    rows = Office.objects.visible_to(user).filter(contract=agreement)
    return _office_section(_("Contract of these offices"), rows.values_list(*OFFICE))


OFFICE = ("pk", "name", "country__name_da", "country__name_en", "place", "closed")


@Prepared
def _supporting(partnership: Partnership, user: User) -> QuerySet[Any, Any]:
    return Office.objects.visible_to(user).filter(partnerships=partnership).values_list(*OFFICE)


@section_of(Partnership, rows=_supporting)
def offices_for(_partnership: Partnership, _user: User, rows: list[tuple[Any, ...]]) -> Section:
    """The representations abroad that support the partnership."""
    return _office_section(_("Supported by these offices"), rows)


def _office_section(title: str, rows: Any) -> Section:
    return Section(
        id="offices",
        title=title,
        lines=[
            Line(
                title=name,
                url=address("partnerships:office_detail", pk),
                detail=" · ".join(filter(None, [place, str(Country(name_da=name_da, name_en=name_en))])),
                badge=_("Closed") if closed else "",
            )
            for pk, name, name_da, name_en, place, closed in rows
        ],
    )
