"""The kernel as a Django app: template tags and system checks, no models."""

from django.apps import AppConfig


class FinsamConfig(AppConfig):
    """Loads the system checks."""

    name = "finsam"

    def ready(self) -> None:
        from finsam import checks  # noqa: F401
