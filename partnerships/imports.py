from django.utils.translation import gettext_lazy as _

from partnerships.forms import AgreementForm, PartnershipForm
from partnerships.listings import AgreementListing, PartnershipListing
from portal.imports.registry import Importer, register

register(Importer(form=PartnershipForm, listing=PartnershipListing, synonyms={"partner": (_("Twin city"),)}))
register(
    Importer(
        form=AgreementForm,
        listing=AgreementListing,
        synonyms={"partnership": (_("Partner"),), "title": (_("Agreement"),)},
    )
)
