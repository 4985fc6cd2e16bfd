"""Settings for the test run: the project's own, in trying-out mode, with what tests must not share or wait for."""

import hashlib
import os
import tempfile
from pathlib import Path

os.environ.setdefault("DEBUG", "true")

from finsam.settings import *  # noqa: F403
from finsam.settings import DATABASES, REST_FRAMEWORK

_SCRATCH = Path(tempfile.mkdtemp(prefix="finsam-test-"))
MEDIA_ROOT = _SCRATCH / "media"
STATIC_ROOT = _SCRATCH / "static"
STATIC_ROOT.mkdir()
# Threads that write (the PDF clerk, the live server) need a database of their own kind: a file, not SQLite's shared
# memory, and connections that end with the thread.
DATABASES["default"]["CONN_MAX_AGE"] = 0
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": str(_SCRATCH / "test.sqlite3")}
else:
    # Two checkouts may be tested on one server at once: each has a database named after its folder.
    _CHECKOUT = hashlib.sha256(str(Path(__file__).resolve()).encode()).hexdigest()[:8]
    DATABASES["default"]["TEST"] = {"NAME": f"test_finsam_{_CHECKOUT}"}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
ACCOUNT_RATE_LIMITS = False
REST_FRAMEWORK = {**REST_FRAMEWORK, "DEFAULT_THROTTLE_RATES": {"anon": None, "user": None}}
LOGGING = {"version": 1, "disable_existing_loggers": False}
