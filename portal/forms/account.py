from django import forms

from portal.models import User


class AccountForm(forms.ModelForm):
    """What a user decides about the own login."""

    class Meta:
        model = User
        fields = ["wants_digest", "language"]
