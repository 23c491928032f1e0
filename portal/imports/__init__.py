"""Import: reading, mapping, checking, applying, undoing. Here the kernel declares what can be imported of its own."""

from django.utils.translation import gettext_lazy as _

from portal.forms import (
    AffiliationForm,
    DepartmentForm,
    OrganisationForm,
    OrganisationMemberForm,
    PersonForm,
    PopulationForm,
)
from portal.imports.registry import Importer, register

register(
    Importer(
        form=OrganisationForm, synonyms={"name": (_("City"), "Organisation"), "website": ("Websted", "Website", "URL")}
    )
)
register(Importer(form=PersonForm))
register(Importer(form=AffiliationForm, given=("person",)))
register(Importer(form=PopulationForm, given=("organisation",)))
register(Importer(form=OrganisationMemberForm, given=("partnership",)))
register(Importer(form=DepartmentForm))
