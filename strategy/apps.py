from django.apps import AppConfig


class StrategyConfig(AppConfig):
    """Strategies, the bodies that follow them up, and what they decide."""

    name = "strategy"
    default_auto_field = "django.db.models.BigAutoField"
