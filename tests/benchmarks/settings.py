"""The portal's own settings, on a database of the benchmark and with one page more."""

import os

from portal.settings import *  # noqa: F403
from portal.settings import DATABASES, STORAGES

DATABASES["default"]["NAME"] = os.environ.get("BENCHMARK_DATABASE", DATABASES["default"]["NAME"])
ROOT_URLCONF = "tests.benchmarks.urls"

# Names with a hash, as in production, but files that nobody asks for need not be compressed.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
STATIC_ROOT = os.environ.get("BENCHMARK_STATIC_ROOT")
