"""Words of Django that its Danish catalogue puts clumsily. Named here, they stand in ours, which goes before it."""

from django.utils.translation import gettext_noop

BORROWED = [
    gettext_noop("- Select an option -"),
    gettext_noop("Select a valid choice. %(value)s is not one of the available choices."),
    gettext_noop("Select a valid choice. That choice is not one of the available choices."),
]
