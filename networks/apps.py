from django.apps import AppConfig


class NetworksConfig(AppConfig):
    """European networks and who is a member of them."""

    name = "networks"
    default_auto_field = "django.db.models.BigAutoField"
