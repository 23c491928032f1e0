from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class PortalConfig(AppConfig):
    """The kernel: what every app of the portal stands on."""

    name = "portal"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let every app contribute by modules with fixed names, the way the admin finds its own."""
        autodiscover_modules("deadlines", "imports", "listings", "panels", "related", "search", "starts")
