"""Settings, read from the environment in one place. `LIANE_MODE`: demo (default), test, serve."""

import os
from datetime import timedelta
from pathlib import Path

from liane.kit.networks import networks
from liane.kit.postgres.locate import databases, files, journal

MODE = os.environ.get("LIANE_MODE", "demo")
DEMO = MODE == "demo"
PACKAGE = Path(__file__).resolve().parents[1]
ROOT = PACKAGE.parents[1]

SECRET_KEY = os.environ.get("LIANE_SECRET_KEY") or ("only-for-checks-and-tests" if MODE != "serve" else "")
SECRET_KEY_FALLBACKS = os.environ.get(
    "LIANE_SECRET_KEY_FALLBACKS", ""
).split()  # former secrets: see professionals.sealing
DEBUG = False
# In service: TLS ends at the front servers of PROXIES, the only ones believed about who comes and how.
TLS_EXPECTED = MODE == "serve" and os.environ.get("LIANE_TLS", "1") != "0"
PROXIES = networks(os.environ.get("LIANE_PROXIES", ""))
ALLOWED_HOSTS = os.environ.get(
    "LIANE_HOSTS", "127.0.0.1,localhost,[::1]" + (",testserver" if MODE == "test" else "")
).split(",")

ROOMS = [
    "kit", "nomenclatures", "organizations", "journal", "professionals", "access", "people", "timeline", "documents", "stays", "plans", "notes", "steering",
]  # fmt: skip
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "procrastinate.contrib.django",
    *(f"liane.{room}" for room in ROOMS),
    "liane.config",
]
MIDDLEWARE = [
    "liane.kit.middleware.SecurityHeaders",
    "liane.kit.logs.Watch",
    "liane.kit.front.Front",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "liane.access.middleware.ActorMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
ROOT_URLCONF = "liane.config.urls"
WSGI_APPLICATION = "liane.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [PACKAGE / room / "templates" for room in [*ROOMS, "config"]],
        "OPTIONS": {"environment": "liane.kit.jinja.environment"},
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]

TIME_ZONE = os.environ.get("LIANE_TIME_ZONE", "Europe/Paris")
DATABASES = databases(TIME_ZONE)
# The key that seals the journal and the heads of its chains lie outside the database; a second folder may be on another machine.
JOURNAL_FOLDER = journal()
JOURNAL_HEADS_FOLDER = os.environ.get("LIANE_HEADS_FOLDER", "")
DATABASE_ROUTERS: list[str] = []
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "professionals.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "liane.professionals.passwords.LongEnough"},
    {"NAME": "liane.professionals.passwords.HardToGuess"},
]
ACCOUNT_USER_MODEL_USERNAME_FIELD = "login"
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "liane.professionals.adapter.AccountAdapter"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": ""}  # wrong passwords: professionals.limits
MFA_ADAPTER = "liane.professionals.second.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1  # thirty seconds of drift between two clocks
CACHES = {"default": {"BACKEND": "liane.professionals.tries.TriesCache"}}  # holds the tries of a sign-in, nothing else
LOGIN_URL = "/connexion/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/connexion/"

SESSION_ENGINE = "liane.professionals.sessions"
SESSION_IDLE = timedelta(minutes=30)
SESSION_ABSOLUTE = timedelta(hours=12)
STRICT_ADMINISTRATORS = MODE == "serve"  # a second factor always, another password every year (CNIL 2022-100)
SCREEN_LOCK = timedelta(minutes=2)  # a shared device, without a gesture
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
# A demonstration speaks plain HTTP on this machine only; a real house speaks TLS, and the name says it.
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = TLS_EXPECTED
SESSION_COOKIE_NAME = "__Host-liane" if TLS_EXPECTED else "liane"
CSRF_COOKIE_NAME = "__Host-liane-csrf" if TLS_EXPECTED else "liane-csrf"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "liane.kit.errors.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"

# Without a mail server, nothing leaves: messages are only sent when LIANE_SMTP_HOST names one.
EMAIL_HOST = os.environ.get("LIANE_SMTP_HOST", "")
EMAIL_PORT = int(os.environ.get("LIANE_SMTP_PORT", "587"))
EMAIL_HOST_USER = os.environ.get("LIANE_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("LIANE_SMTP_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("LIANE_SMTP_TLS", "1") != "0"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("LIANE_MAIL_FROM", "liane@localhost")
MAIL_IS_SET = bool(EMAIL_HOST)
# What a message links to comes from here, never from what a browser says of itself.
PUBLIC_ADDRESS = os.environ.get("LIANE_WEB_ADDRESS", "").rstrip("/") or f"https://{ALLOWED_HOSTS[0].strip()}"

LANGUAGE_CODE = "fr"
USE_TZ = True
USE_I18N = True

FILES_ROOT = files()  # the documents, outside of the database and of what the web server may show by itself
STATIC_URL = "/static/"
STATIC_ROOT = Path(os.environ.get("LIANE_STATIC", ROOT / ".liane" / "static"))
STATICFILES_DIRS = [(prefix, path) for prefix, path in [("kit/fonts", ROOT / ".venv" / "polices")] if path.is_dir()]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

# One long text is refused by its field, in words, with the text kept; only beyond this is the request itself cut.
DATA_UPLOAD_MAX_MEMORY_SIZE = 32 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 26 * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["liane.kit.uploads.MeasuredUpload"]  # what is heavier is not even written
FILES_QUOTA = int(os.environ.get("LIANE_FILES_QUOTA_GB", "50")) * 1024**3  # for each organisme
CLAMD = os.environ.get("LIANE_CLAMD", "")  # the antivirus of the host, if any: a socket, or host:port
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "discreet": {"()": "liane.kit.logs.DiscreetFormatter"},
        "lines": {"()": "liane.kit.logs.LineFormatter"},
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "lines" if MODE == "serve" else "discreet"}
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    # A mistyped form or a closed door is no fault of the house: the addresses of records stay out of the log.
    "loggers": {
        "django.request": {"level": "ERROR"},
        "liane.requests": {"level": "INFO" if MODE == "serve" else "WARNING"},
    },
}
