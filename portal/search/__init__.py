"""Search, and what it reads of the kernel's own records. The apps say what it reads of theirs in their `search.py`."""

from portal.models import (
    Affiliation,
    Attachment,
    Contact,
    Department,
    JournalEntry,
    Organisation,
    OrganisationMember,
    Person,
    Population,
)
from portal.search.registry import register

register(
    Organisation,
    names=["name", "local_name", "other_names"],
    text=["place", "country__name_da", "country__name_en", "note", "website", "source"],
    detail="country__name_da",
    aliases="other_names",
    is_shared=True,
)
register(Person, names=["name"], text=["email", "phone", "purpose"], detail="email")
register(Department, names=["name", "short_name"], page="owner", is_minor=True)
register(Affiliation, names=["role"], text=["person__name", "organisation__name"], page="person", is_minor=True)
register(
    OrganisationMember, names=[], text=["partnership__name", "member__name", "note"], is_shared=True, is_minor=True
)
register(Population, names=[], text=["organisation__name", "source"], is_shared=True, is_minor=True)
register(JournalEntry, names=["title"], text=["text", "persons__name"], detail="about", is_minor=True)
register(Attachment, names=["name"], text=["description"], detail="about", is_minor=True)
register(Contact, names=["role"], text=["person__name"], detail="about", is_minor=True)
