from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from portal.models import Topic
from portal.text.danish import slug


class TopicForm(forms.ModelForm):
    """A topic, by its names; its code comes from the Danish one."""

    class Meta:
        model = Topic
        fields = ["name_da", "name_en"]

    def clean_name_da(self) -> str:
        name = self.cleaned_data["name_da"]
        self.instance.code = slug(name)[:50]
        if not self.instance.code:
            raise ValidationError(_("The name needs letters."))
        return name

    def try_save(self) -> Topic | None:
        """Save the topic. If there is one of the name, also in another spelling, say so in the form: None."""
        try:
            with transaction.atomic():
                return self.save()
        except IntegrityError:
            self.add_error("name_da", _("There is already a topic of this name."))
            return None
