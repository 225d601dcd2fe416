"""The settings of the tests: the same house, with cheap passwords and plain static files."""

import os
import tempfile
from pathlib import Path

# Before the settings read it: pytest may load them sooner than the root conftest starts the database there.
os.environ.setdefault("SHTURMAN_TEST_NAME", f"shturman_{os.getpid()}")
os.environ.setdefault("SHTURMAN_DATA", str(Path(tempfile.gettempdir()) / f"shturman-tests-{os.geteuid()}"))

from config.settings import *  # noqa: E402, F403
from config.settings import STORAGES  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_AUTOREFRESH = True
