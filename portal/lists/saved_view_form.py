"""The form in which a view gets its name, and those whom it is for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.access import Action
from portal.models import Department, Organisation, SavedView, Sharing, User
from portal.models.saved_view import RULING


class SavedViewForm(forms.ModelForm):
    """A view of the list that `instance` names. Sharing takes the right to edit at the owner it is shared at."""

    class Meta:
        model = SavedView
        fields = ["name", "sharing", "owner", "department", "role", "is_default"]

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        owners = [owner.pk for owner in user.owners_where(Action.EDIT)]
        if not owners:  # nobody to share with
            for name in ("sharing", "owner", "department", "role"):
                del self.fields[name]
            return
        owner: Any = self.fields["owner"]
        owner.queryset = Organisation.objects.filter(pk__in=owners)
        department: Any = self.fields["department"]
        department.queryset = Department.objects.filter(owner__in=owners).select_related("owner")
        if len(owners) == 1:
            self.initial["owner"] = owners[0]
            owner.widget = forms.HiddenInput()
        else:
            department.label_from_instance = lambda one: f"{one} · {one.owner}"

    def clean(self) -> dict[str, Any]:
        """Keeps only what the chosen sharing asks for: a department has its owner, a personal view has none."""
        data = super().clean() or self.cleaned_data
        sharing = data.get("sharing", self.instance.sharing)
        if sharing != Sharing.ROLE:
            data["role"] = ""
        if sharing != Sharing.DEPARTMENT:
            data["department"] = None
        elif data.get("department"):
            data["owner"] = data["department"].owner
        if sharing == Sharing.PERSONAL:
            data["owner"] = None
        owner = data.get("owner", self.instance.owner)
        if owner and data.get("is_default") and not self.user.rights.get(owner.pk, frozenset()) & RULING:
            self.add_error("is_default", _("What a list opens with for others is for the secretariat to decide."))
        return data

    def _get_validation_exclusions(self) -> set[str]:
        # The name is once per user and list, which the form does not ask for.
        return super()._get_validation_exclusions() - {"user", "listing"}  # type: ignore[misc]  # not in the stubs

    def save(self, commit: bool = True) -> SavedView:
        """Save the view. A list opens with one view only, so it takes the place of another."""
        view: SavedView = super().save(commit)
        if view.is_default:
            SavedView.objects.beside(view).update(is_default=False)
        return view
