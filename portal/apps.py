from django.apps import AppConfig
from django.template import defaulttags, loader_tags
from django.templatetags import i18n
from django.utils.module_loading import autodiscover_modules

from portal.fixed_addresses import url
from portal.inheritance import extends
from portal.text.fixed_texts import translate


class PortalConfig(AppConfig):
    """The kernel: what every app of the portal stands on."""

    name = "portal"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let every app contribute by modules with fixed names, the way the admin finds its own.

        And let templates know their fixed texts, addresses and blocks without looking for them each time.
        """
        for name in ("trans", "translate"):
            i18n.register.tag(name, translate)
        loader_tags.register.tag("extends", extends)
        defaulttags.register.tag("url", url)
        autodiscover_modules("reviewing")  # before the pages of what can be reviewed: they show what was said of it
        autodiscover_modules("deadlines", "forms", "handover", "imports", "listings", "panels", "related", "search")
        autodiscover_modules("starts")
