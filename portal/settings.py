"""All settings, read from the environment once. Production mode refuses to start on a missing or doubtful value."""

import os
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _
from environs import Env

from portal.database import database_settings

BASE_DIR = Path(__file__).resolve().parent.parent


def _one_of(value: str, *allowed: str) -> None:
    if value not in allowed:
        raise ImproperlyConfigured(f"Got {value!r}; expected one of {', '.join(allowed)}.")


def _filled(value: str) -> None:
    if not value:
        raise ImproperlyConfigured("A setting that production needs is empty.")


env = Env()
env.read_env(BASE_DIR / ".env", recurse=False)

# --- mode ------------------------------------------------------------------------------------------------------------
ENVIRONMENT = env.str("PORTAL_ENV", "development", validate=lambda value: _one_of(value, "development", "production"))
IS_PRODUCTION = ENVIRONMENT == "production"
IS_DEMO = env.bool("PORTAL_DEMO", False)
if IS_DEMO and IS_PRODUCTION:
    raise ImproperlyConfigured("PORTAL_DEMO opens well-known passwords and is refused with PORTAL_ENV=production.")

DEBUG = env.bool("DEBUG", False)
if DEBUG and IS_PRODUCTION:
    raise ImproperlyConfigured("DEBUG is refused with PORTAL_ENV=production.")

SECRET_KEY = (
    env.str("SECRET_KEY", validate=_filled)
    if IS_PRODUCTION
    else env.str("SECRET_KEY", "only-for-development-" + "x" * 40)
)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS") if IS_PRODUCTION else ["localhost", "127.0.0.1", "[::1]", "testserver"]
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", [])
SITE_URL = env.str("SITE_URL", f"https://{ALLOWED_HOSTS[0]}" if IS_PRODUCTION else "http://localhost:8000")  # in mails

# --- what the portal is made of --------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "django_filters",
    "django_htmx",
    "pgtrigger",
    "pghistory",
    "portal",
    "partnerships",
    "networks",
    "strategy",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "portal.middleware.CrossOriginIsolationMiddleware",
    "portal.middleware.BrowserCacheMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "portal.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "portal.middleware.UserMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "portal.middleware.HtmxLoginMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "pghistory.middleware.HistoryMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.middleware.page_context",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"  # widgets may have templates of ours
if DEBUG:
    del TEMPLATES[0]["OPTIONS"]["loaders"]
    TEMPLATES[0]["APP_DIRS"] = True

# --- data ------------------------------------------------------------------------------------------------------------
DATABASES = {
    "default": database_settings(
        env.str("DATABASE_URL", validate=_filled) if IS_PRODUCTION else env.str("DATABASE_URL", None),
        data_dir=BASE_DIR / ".data" / "postgres",
        serving=env.bool("PORTAL_SERVING", False),
        pool_size=env.int("DATABASE_POOL_SIZE", 8),
    )
}
CACHES = {
    # Shared by all processes: the count of failed logins must be.
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "portal_cache"},
    # Each process by itself: what rarely changes and costs a query, such as the options of a filter.
    "process": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    # Public pages as they were written last. How many there are, those who ask decide.
    "public": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "public"},
    # What `{% cache %}` keeps of templates.
    "template_fragments": {
        "BACKEND": f"django.core.cache.backends.{'dummy.DummyCache' if DEBUG else 'locmem.LocMemCache'}",
        "LOCATION": "fragments",
    },
}
FIXTURE_DIRS = [BASE_DIR / "fixtures"]

# --- people ----------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "portal.User"
AUTHENTICATION_BACKENDS = ["portal.accounts.RoleBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 15}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
ACCOUNT_ADAPTER = "portal.accounts.ClosedAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # such a mail would invite to sign up
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "overview"
SESSION_COOKIE_AGE = 60 * 60 * 12
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = True

MAILERS = {
    "default": {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": env.str("EMAIL_HOST"),
            "port": env.int("EMAIL_PORT", 587),
            "username": env.str("EMAIL_USER", ""),
            "password": env.str("EMAIL_PASSWORD", ""),
            "use_tls": env.bool("EMAIL_TLS", True),
        },
    }
    if IS_PRODUCTION or env.str("EMAIL_HOST", "")
    else {"BACKEND": "django.core.mail.backends.console.EmailBackend"}
}
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "portal@localhost")
REMINDER_ESCALATION_DAYS = env.int("REMINDER_ESCALATION_DAYS", 14)  # unhandled, until the next level is told

# --- language and time -----------------------------------------------------------------------------------------------
LANGUAGE_CODE = "da"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGES = [("da", _("Danish")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "portal" / "locale"]
FORMAT_MODULE_PATH = ["portal.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Copenhagen"
USE_THOUSAND_SEPARATOR = True

# --- files -----------------------------------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / ".data" / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = env.path("FILES_DIR", BASE_DIR / ".data" / "files")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = DEBUG
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 20
FILE_SIZE_LIMIT = 25 * 1024 * 1024  # of one file that is attached or imported
UPLOAD_SIZE_LIMIT = 100 * 1024 * 1024  # of all files of a request together
FILE_UPLOAD_HANDLERS = [
    "portal.files.limits.LimitedUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_SCANNER = env.str("FILE_SCANNER", "portal.files.scanning.eicar")
# openpyxl reads workbooks with defusedxml, which refuses entities, only while it keeps off the lxml of python-docx.
os.environ["OPENPYXL_LXML"] = "False"

# --- log: to the standard error of the process -----------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "level": "WARNING"}},
    "root": {"handlers": ["stderr"]},
    "loggers": {
        "django": {"handlers": []},
        "django.request": {"level": "ERROR"},  # without the pages that are not there and what may not be done
    },
}

# --- safety ----------------------------------------------------------------------------------------------------------
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
    "base-uri": [CSP.NONE],
}
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if IS_PRODUCTION:
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", True)
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_PROXY", False) else None
    SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
    SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    LANGUAGE_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"

# --- history ---------------------------------------------------------------------------------------------------------
PGHISTORY_MIDDLEWARE_METHODS = ("POST", "PUT", "PATCH", "DELETE")
