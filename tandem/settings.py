"""The one settings file. What differs between machines comes from env.py."""

from pathlib import Path

from tandem import env

ENV = env.read()
BASE_DIR = env.ROOT
HOME = ENV.home.resolve()

SECRET_KEY = env.secret(ENV)
DEBUG = ENV.debug
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", *filter(None, ENV.hosts.split(","))]

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_tasks",
    "tandem.ui",
    "tandem.rooms.audit",
    "tandem.rooms.jobs",
    "tandem.rooms.people",
    "tandem.rooms.files",
    "tandem.rooms.courses",
    "tandem.rooms.timetable",
    "tandem.rooms.live",
    "tandem.rooms.lesson",
    "tandem.rooms.home",
]

MIDDLEWARE = [
    "tandem.kit.headers.SecurityHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "tandem.rooms.people.middleware.PersonMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "tandem.kit.problems.ProblemMiddleware",
]

ROOT_URLCONF = "tandem.urls"
WSGI_APPLICATION = "tandem.wsgi.application"
APPEND_SLASH = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "tandem.kit.templatetags.short",
                "tandem.ui.templatetags.ui",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "tandem.rooms.people.context.person",
            ],
        },
    }
]

DATABASES = {"default": env.database(ENV.database_url, HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = ["tandem.rooms.people.backend.AccountBackend"]
PASSWORD_HASHERS = ["tandem.rooms.people.hashing.Argon2id"]
LOGIN_URL = "people:sign-in"

SESSION_ENGINE = "tandem.rooms.people.session_store"
SESSION_COOKIE_NAME = "tandem"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ENV.https
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "tandem.kit.problems.csrf_failure"
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ENV.hosts.split(",") if host]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENV.https else None
SECURE_CONTENT_TYPE_NOSNIFF = True
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"

LANGUAGE_CODE = "en"
LANGUAGES = [("nl", "Nederlands"), ("fr", "Français"), ("de", "Deutsch"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "tandem" / "locale"]
USE_TZ = True
TIME_ZONE = "Europe/Brussels"

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "build" / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # WhiteNoise warns about a folder that is not there
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "tandem.kit.storage.Bundle"},
}
WHITENOISE_USE_FINDERS = True

DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_048_576
FILE_UPLOAD_HANDLERS = [
    "tandem.rooms.files.receive.TooLarge",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
UPLOAD_LIMIT = 50 * 1024 * 1024
"""Bytes of the largest upload; part 2 lifts it with resumable uploads."""

TASKS = {"default": {"BACKEND": "tandem.rooms.jobs.backend.Queue"}}

TIMELINES: Path = HOME / "timelines"
FILES: Path = HOME / "files"

TANDEM_GALLERY = ENV.gallery

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"tandem": {"level": "INFO"}},
}
