"""Django's own settings, all derived from `Settings`; nothing is read from elsewhere."""

from pathlib import Path
from typing import Any, Final

from csp.constants import NONE, SELF
from psycopg.conninfo import conninfo_to_dict

from hocba.adapters.database.servers import REPLICA
from hocba.core.compose.sittings import WHOLE
from hocba.wiring.settings import Settings, settings

SETTINGS: Final[Settings] = settings()

_PACKAGE: Final = Path(__file__).resolve().parent.parent
_REPLICA_PATIENCE_S: Final = 2
_FACES: Final = ("web", "accounts", "public", "school", "province", "ministry", "family")


def database(url: str, *, pool_size: int | None) -> dict[str, Any]:
    """
    Translate a PostgreSQL URL into Django's form.

    pool_size: the most connections of the process; None for one connection a thread.
    """
    parts = conninfo_to_dict(url)
    options: dict[str, Any] = {}
    if pool_size is not None:
        options["pool"] = {"min_size": 1, "max_size": pool_size, "timeout": 10}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.get("dbname", "hocba"),
        "USER": parts.get("user", ""),
        "PASSWORD": parts.get("password", ""),
        "HOST": parts.get("host", ""),
        "PORT": str(parts.get("port", "")),
        "OPTIONS": options,
    }


def replica(url: str, pool_size: int | None) -> dict[str, Any]:
    """Translate a replica's URL: one that does not answer is soon given up for the primary."""
    told = database(url, pool_size=pool_size)
    told["OPTIONS"] |= {"connect_timeout": _REPLICA_PATIENCE_S}
    if pool_size is not None:
        told["OPTIONS"]["pool"]["timeout"] = _REPLICA_PATIENCE_S
    return told


# Without an address nothing connects: `hocba.wiring.main` starts the embedded server first.
DATABASES = {
    "default": database(
        SETTINGS.database_url or "postgresql:///hocba", pool_size=SETTINGS.database_pool_size
    )
}
if SETTINGS.database_replica_url is not None:
    DATABASES[REPLICA] = replica(SETTINGS.database_replica_url, SETTINGS.database_pool_size)
DATABASE_ROUTERS = ["hocba.adapters.database.servers.Router"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

SECRET_KEY = SETTINGS.secret_key
DEBUG = False
ALLOWED_HOSTS = list(SETTINGS.hosts)
ROOT_URLCONF = "hocba.wiring.urls"
WSGI_APPLICATION = "hocba.wiring.wsgi.application"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "hocba.adapters.database",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "hocba.faces.web.compressing.PagesCompressed",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "hocba.faces.web.language.language_middleware",
    "hocba.wiring.requests.office_middleware",
    "django.middleware.common.CommonMiddleware",
    "hocba.faces.web.uploads.open_uploads_middleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "hocba.wiring.whole_words.WholeWordsMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "hocba.faces.web.staying.staying_middleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "hocba.faces.web.failures.FailuresMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [_PACKAGE / "faces" / face / "templates" for face in _FACES],
        "APP_DIRS": False,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
            ],
            "libraries": {"hocba": "hocba.faces.web.templatetags.hocba"},
        },
    }
]

# Nothing but our own files, nothing inline: a mark typed into a form can never become a script.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}

_SECURE: Final = SETTINGS.public_url.startswith("https://")
SESSION_COOKIE_SECURE = _SECURE
CSRF_COOKIE_SECURE = _SECURE
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "hocba.faces.web.failures.no_csrf"
SESSION_COOKIE_AGE = int(WHOLE.total_seconds())
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if _SECURE else 0
# The proxy in front ends TLS; it must overwrite this header, see docs/operations.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _SECURE else None
X_FRAME_OPTIONS = "DENY"
CSRF_TRUSTED_ORIGINS = [SETTINGS.public_url] if _SECURE else []

# PBKDF2 needs no library beyond Python's and stands in NIST SP 800-132.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
MFA_ADAPTER = "hocba.adapters.database.sealing.SealingAdapter"
LOGIN_URL = "/dang-nhap"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [_PACKAGE / "faces" / "web" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"

STATIC_URL = "/static/"
STATICFILES_DIRS = [
    folder for face in _FACES if (folder := _PACKAGE / "faces" / face / "static").is_dir()
]
# Served straight from the package: an installation needs no collecting step.
WHITENOISE_USE_FINDERS = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

# A sheet of one class is well below this; what is larger is refused before it is read.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
# A school of 1,200 sends one field a pupil when it carries everybody up.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
