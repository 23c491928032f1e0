from networks.forms import MembershipForm, NetworkForm
from networks.listings import MembershipListing, NetworkListing
from portal.imports.registry import Importer, register

register(Importer(form=NetworkForm, listing=NetworkListing))
register(Importer(form=MembershipForm, listing=MembershipListing))
