from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.models import Organisation, User
from strategy.models import Body, Meeting, MeetingState


class PlaceForm(forms.Form):
    """Where a new item shall be treated: in a meeting whose agenda is open, or in the pool of a body."""

    place = forms.ChoiceField(
        label=_("Where"), help_text=_("In the pool of a body it waits until a meeting takes it.")
    )

    def __init__(self, *args: Any, owner: Organisation, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bodies = Body.objects.visible_to(user).filter(owner=owner).order_by("sort_key")
        meetings = Meeting.objects.visible_to(user).filter(state=MeetingState.PLANNED, body__in=bodies)
        self.places: dict[str, tuple[Body, Meeting | None]] = {}
        groups: list[tuple[str, list[tuple[str, str]]]] = []
        planned = list(meetings.select_related("body").order_by("starts_at"))
        for body in bodies:
            options = [(f"body:{body.pk}", _("%(body)s: the pool") % {"body": body})]
            self.places[f"body:{body.pk}"] = (body, None)
            for meeting in planned:
                if meeting.body_id == body.pk:
                    options.append((f"meeting:{meeting.pk}", str(meeting)))
                    self.places[f"meeting:{meeting.pk}"] = (body, meeting)
            groups.append((str(body), options))
        field: Any = self.fields["place"]
        field.choices = groups

    @property
    def chosen(self) -> tuple[Body, Meeting | None]:
        return self.places[self.cleaned_data["place"]]
