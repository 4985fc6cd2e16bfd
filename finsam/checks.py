"""Django system checks: what an installation should be told before it serves anyone."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register


@register(Tags.security, deploy=True)
def shared_cache(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """A cache of one process cannot count sign-in attempts over all processes."""
    if "locmem" in settings.CACHES["default"]["BACKEND"]:
        return [
            Warning(
                "CACHE_URL is not set: sign-in rate limits are counted per process.",
                hint="Set CACHE_URL, for example dbcache://finsam_cache (and run manage.py createcachetable).",
                id="finsam.W001",
            )
        ]
    return []
