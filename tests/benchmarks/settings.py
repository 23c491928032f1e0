"""The portal's own settings, on a database of the benchmark and with one page more."""

import os

from portal.settings import *  # noqa: F403
from portal.settings import DATABASES, STORAGES

DATABASES["default"]["NAME"] = os.environ.get("BENCHMARK_DATABASE", DATABASES["default"]["NAME"])
ROOT_URLCONF = "tests.benchmarks.urls"

# Hashed names as in production; compressing the files would take half a minute, and nobody asks for them.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
STATIC_ROOT = os.environ["BENCHMARK_STATIC_ROOT"]
