from django.utils.translation import gettext_lazy as _

from partnerships.forms import AgreementForm, PartnershipForm
from portal.imports.registry import Importer, register

register(Importer(form=PartnershipForm, synonyms={"partner": (_("Twin city"),)}))
register(
    Importer(
        form=AgreementForm,
        synonyms={"partnership": (_("Partner"),), "title": (_("Agreement"),)},
    )
)
