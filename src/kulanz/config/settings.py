"""Settings, all from the environment. The table with every name is docs/settings.md."""

from __future__ import annotations

from pathlib import Path

from csp.constants import NONE, SELF

from kulanz.core import env
from kulanz.core.rooms import rooms

env.load_env_file(Path(".env"))

SOURCE = Path(__file__).resolve().parent.parent
DATA = env.data_folder()
SECRET_KEY = env.secret_key(DATA)
DEBUG = env.flag("KULANZ_DEBUG")
WEB_ADDRESS = env.host_port("KULANZ_WEB", "127.0.0.1:8000")
SMTP_ADDRESS = env.host_port("KULANZ_SMTP", "127.0.0.1:2525")
QUARANTINE = env.quarantine_mark(DATA).exists()
SMTP_OUT = "" if QUARANTINE else env.server_url("KULANZ_SMTP_OUT", ("smtp", "smtps"))
MAIL_SIZE_LIMIT = env.number("KULANZ_MAIL_MEGABYTES", 35, least=1) * 1024 * 1024
UPLOAD_SIZE_LIMIT = env.number("KULANZ_UPLOAD_MEGABYTES", 20, least=1) * 1024 * 1024
LETTER_SIZE_LIMIT = env.number("KULANZ_LETTER_MEGABYTES", 25, least=1) * 1024 * 1024
LINKED_SIZE_LIMIT = max(env.number("KULANZ_LINKED_MEGABYTES", 100, least=1) * 1024 * 1024, LETTER_SIZE_LIMIT)
ACKNOWLEDGEMENTS_AN_HOUR = env.number("KULANZ_ACKNOWLEDGEMENTS_AN_HOUR", 200)
HOOKS = env.flag("KULANZ_HOOKS")
SMTP_CERTIFICATE = env.text("KULANZ_SMTP_CERT")
SMTP_CERTIFICATE_KEY = env.text("KULANZ_SMTP_KEY")
DKIM_KEY = env.text("KULANZ_DKIM_KEY")
DKIM_SELECTOR = env.text("KULANZ_DKIM_SELECTOR", "kulanz")
TRUSTED_AUTHSERV = tuple(env.text("KULANZ_TRUSTED_AUTHSERV").split())
CHECK_SENDERS = env.flag("KULANZ_CHECK_SENDERS")
INSIDE_HOSTS = tuple(env.text("KULANZ_INSIDE_HOSTS").lower().split())
NAME_SERVERS = tuple(env.text("KULANZ_DNS").split())
PUBLIC_URL = env.server_url("KULANZ_URL", ("http", "https")) or f"http://{WEB_ADDRESS[0]}:{WEB_ADDRESS[1]}"
SOURCE_URL = env.text("KULANZ_SOURCE_URL", "/source/")
WORKER_THREADS = env.number("KULANZ_WORKERS", 2, least=1)
PAGE_THREADS = env.number("KULANZ_PAGE_THREADS", 4, least=1)
TRUSTED_PROXIES = env.text("KULANZ_TRUSTED_PROXIES", "127.0.0.1")
SORT_PREFIXES_APART = not env.flag("KULANZ_SORT_UNDER_VON")
BEHIND_TLS = PUBLIC_URL.startswith("https://")

ALLOWED_HOSTS = [*dict.fromkeys([env.host_of(PUBLIC_URL), "127.0.0.1", "localhost", "[::1]"])]
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",  # pages of allauth use it
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "kulanz.ui",  # before allauth, whose pages it dresses
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    *(f"kulanz.{room}" for room in rooms() if room != "ui"),
    "kulanz.channels.email.apps.EmailConfig",  # every kind of channel is a line here
    "kulanz.channels.form.apps.FormConfig",
    "kulanz.channels.null.apps.NullConfig",
]

MIDDLEWARE = [
    "kulanz.core.nul.NulFreeMiddleware",  # before anything reads query, cookies or fields
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "kulanz.core.private.PrivateMiddleware",  # below WhiteNoise, whose files say themselves how long they may be kept
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "kulanz.people.middleware.PersonMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "kulanz.portal.views.errors.TooLargeMiddleware",  # innermost: its page speaks the language of the person
]

CSRF_FAILURE_VIEW = "kulanz.portal.views.errors.forged"
ROOT_URLCONF = "kulanz.config.urls"
WSGI_APPLICATION = "kulanz.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [("kulanz.ui.fixed.Loader", ["django.template.loaders.app_directories.Loader"])],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

DATABASES = {"default": env.database(DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# What limits strangers is counted where all processes see it; what only saves work stays in each one's memory.
LOCAL_CACHE = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
SHARED_CACHE = {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "kulanz_cache"}
HAS_MANY_PROCESSES = DATABASES["default"]["ENGINE"].endswith("postgresql")
if HAS_MANY_PROCESSES:
    INSTALLED_APPS.append("procrastinate.contrib.django")  # its migrations speak PostgreSQL only
CACHES = {"default": SHARED_CACHE if HAS_MANY_PROCESSES else LOCAL_CACHE, "local": {**LOCAL_CACHE, "LOCATION": "local"}}

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["kulanz.people.backend.PersonBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("name", "service_name", "email")},
    },
    {"NAME": "kulanz.people.passwords.LongEnough"},
    {"NAME": "kulanz.people.passwords.NotUsual"},
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
LOGIN_REDIRECT_URL = "/"
LOGIN_URL = "account_login"
ACCOUNT_ADAPTER = "kulanz.people.sign_in.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""  # else the host of the request, which anybody may choose, stands in the subject
ACCOUNT_LOGOUT_ON_GET = False
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Kulanz"
MFA_ALLOW_UNVERIFIED_EMAIL = True  # the invitation went to the address: whoever is here has read it

LANGUAGE_CODE = "de"
LANGUAGES = [("de", "Deutsch"), ("de-informal", "Deutsch (Du)"), ("en", "English")]
LOCALE_PATHS = [SOURCE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Berlin"

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": DATA / "files"}},
    "attachments": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA / "attachments", "file_permissions_mode": 0o600},
    },
    "staticfiles": {"BACKEND": "kulanz.ui.storage.StaticStorage"},
}
WHITENOISE_USE_FINDERS = DEBUG

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "frame-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_TLS else None
SECURE_HSTS_SECONDS = 31_536_000 if BEHIND_TLS else 0
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_TLS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
# Not Strict: who comes by a link in a mail would be a stranger on the first page.
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME = "kulanz_session"
# No row and no query for a sentence that is shown once.
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

EMAIL_BACKEND = "kulanz.channels.email.system.OutboxBackend"
DEFAULT_FROM_EMAIL = env.text("KULANZ_FROM", "kulanz@localhost")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"discreet": {"()": "kulanz.core.discretion.Discreet"}},
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    # At the handler: a filter of the root logger is not asked about what other loggers hand up to it.
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["discreet"]}},
    "root": {"handlers": ["console"], "level": env.text("KULANZ_LOG", "WARNING")},
}
