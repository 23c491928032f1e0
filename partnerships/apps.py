from django.apps import AppConfig


class PartnershipsConfig(AppConfig):
    """Partners, agreements and what goes on with them."""

    name = "partnerships"
    default_auto_field = "django.db.models.BigAutoField"
