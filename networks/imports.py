from networks.forms import MembershipForm, NetworkForm
from portal.imports.registry import Importer, register

register(Importer(form=NetworkForm))
register(Importer(form=MembershipForm))
