from django.utils.translation import gettext_lazy as _

from partnerships.forms import (
    ActivityForm,
    AgreementForm,
    CriterionForm,
    EnquiryForm,
    ExtensionForm,
    OfficeForm,
    OfficeNameForm,
    PartnershipForm,
    ReviewRoundForm,
)
from portal.imports.registry import Importer, register

register(Importer(form=PartnershipForm, synonyms={"partner": (_("Twin city"),)}))
register(
    Importer(
        form=AgreementForm,
        synonyms={"partnership": (_("Partner"),), "title": (_("Agreement"),)},
    )
)
register(Importer(form=ActivityForm, synonyms={"title": (_("Activity"),)}))
register(Importer(form=OfficeForm, synonyms={"name": (_("Office"),)}))
register(Importer(form=OfficeNameForm, given=("office",), synonyms={"name": (_("Former name"),)}))
register(Importer(form=EnquiryForm))
register(Importer(form=ReviewRoundForm))
register(Importer(form=CriterionForm, given=("review",)))
register(Importer(form=ExtensionForm, given=("agreement",)))
