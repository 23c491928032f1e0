"""The form of a record: knows which version it was opened on, who is asking, and why the change is made."""

import uuid
from http import HTTPStatus
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.models import Organisation, User
from portal.records.versioned import VersionedModel


class VersionedForm(forms.ModelForm):
    """A model form with the hidden fields that guard against lost and doubled saves, and a reason for the history.

    Choices are limited to what `user` may see, and owners to those at which the user has the right to save.
    """

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    creation_key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    reason = forms.CharField(
        label=_("reason for the change"), max_length=300, required=False, help_text=_("Shown in the history.")
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        is_new = self.instance.pk is None
        if is_new:
            self.fields["creation_key"].initial = uuid.uuid4
        else:
            self.fields["version"].initial = self.instance.version
        del self.fields["version" if is_new else "creation_key"]
        if is_new:
            del self.fields["reason"]
        else:
            self.order_fields([name for name in self.fields if name != "reason"] + ["reason"])
        for name, field in self.fields.items():
            if isinstance(field, forms.ModelChoiceField) and issubclass(field.queryset.model, VersionedModel):
                field.queryset = self._choices(name, field)
            if isinstance(field, forms.DateField):
                field.widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    @property
    def response_status(self) -> HTTPStatus:
        return HTTPStatus.UNPROCESSABLE_ENTITY if self.is_bound and self.errors else HTTPStatus.OK

    def _choices(self, name: str, field: forms.ModelChoiceField) -> Any:
        if name == "owner":
            field.empty_label = None
            needs = self._meta.model.needs
            return Organisation.objects.filter(pk__in=[owner.pk for owner in self.user.owners_where(needs)])
        choices = field.queryset.visible_to(self.user)
        return choices.exclude(pk=self.instance.pk) if field.queryset.model is self._meta.model else choices

    def _get_validation_exclusions(self) -> set[str]:
        # "Once among the live ones" is said with deleted_at; without it the constraint would not be asked at all.
        return super()._get_validation_exclusions() - {"deleted_at"}

    def _post_clean(self) -> None:
        super()._post_clean()
        for name, value in self.cleaned_data.copy().items():
            if isinstance(value, VersionedModel) and value.owner_path and name in self.fields:
                if value.owning_id() not in (None, self.instance.owning_id()):
                    self.add_error(name, _("This belongs to another owner."))
