"""Settings for tests: the product's own, in a throw-away home, with fast password hashing."""

import os
import tempfile

os.environ.setdefault("HENGJIAN_HOME", tempfile.mkdtemp(prefix="hengjian-test-"))
os.environ.setdefault("HENGJIAN_SECRET_KEY", "only-for-tests")

from hengjian.config.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
