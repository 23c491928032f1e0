from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules

from portal import remembering


class PortalConfig(AppConfig):
    """The kernel: what every app of the portal stands on."""

    name = "portal"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let every app contribute by modules with fixed names, the way the admin finds its own."""
        remembering.install()
        autodiscover_modules("reviewing")  # before the pages of what can be reviewed: they show what was said of it
        autodiscover_modules("deadlines", "forms", "handover", "imports", "listings", "panels", "related", "search")
        autodiscover_modules("starts")
