"""Settings for the test run: the project's own, in trying-out mode, with what tests must not share or wait for."""

import os
import tempfile

os.environ.setdefault("DEBUG", "true")

from finsam.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MEDIA_ROOT = tempfile.mkdtemp(prefix="finsam-test-media-")
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
ACCOUNT_RATE_LIMITS = False
LOGGING = {"version": 1, "disable_existing_loggers": False}
