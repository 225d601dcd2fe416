"""Settings of an installation. What differs between machines comes from the environment: docs/settings.md."""

from typing import Any

from config.environment import database, hosts, secret_key, text, truth
from config.launch.places import REPOSITORY, data_directory
from config.push_key import push_key

VERSION = "0.1.0"
DATA = data_directory()

SECRET_KEY = secret_key(DATA)
DEBUG = truth("SHTURMAN_DEBUG")
PUBLIC_URL = text("SHTURMAN_URL").rstrip("/")
ALLOWED_HOSTS = hosts(PUBLIC_URL)
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL] if PUBLIC_URL else []

# Rooms from the lowest floor to the highest.
ROOMS = [
    "shturman.kit",
    "shturman.journal",
    "shturman.company",
    "shturman.lists",
    "shturman.fields",
    "shturman.goods",
    "shturman.clients",
    "shturman.deals",
    "shturman.tasks",
    "shturman.messaging",
    "shturman.playbooks",
    "shturman.imports",
    "shturman.reports",
    "shturman.dashboards",
    "shturman.world",
    "shturman.web",
]

INSTALLED_APPS = [
    *reversed(ROOMS),
    "config.live",
    "config.care",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_htmx",
    "template_partials.apps.SimpleAppConfig",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "config.headers.SendContentPolicy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "shturman.tasks.internet_calendars.mount.InternetCalendars",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "shturman.web.door.signed_out.AskToSignIn",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "shturman.web.door.second_factor.AskForSecondFactor",
    "shturman.company.middleware.SeeAsMember",
    "shturman.company.middleware.ActivateMemberTimeZone",
    "shturman.web.lost_races.TellLostRaces",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
WIRING = "shturman.wiring"

LOADERS = [
    "django.template.loaders.filesystem.Loader",
    "django.template.loaders.app_directories.Loader",
]
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [("template_partials.loader.Loader", LOADERS if DEBUG else [("django.template.loaders.cached.Loader", LOADERS)])],
            "builtins": [
                "template_partials.templatetags.partials",
                "django.templatetags.cache",
                "django.templatetags.i18n",
                "django.templatetags.static",
                "shturman.kit.templatetags.kit_forms",
                "shturman.kit.templatetags.kit_texts",
                "shturman.web.templatetags.web_ui",
                "shturman.web.templatetags.web_menus",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "shturman.web.shell.shell",
            ],
        },
    }
]

DATABASES = {"default": database(DATA)}
DATABASE_IS_EMBEDDED = not text("DATABASE_URL")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Room for the counters of the door: with the usual 300 a flood of made-up names would wash them away.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_cache",
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    },
    # Menus drawn once, in the memory of each process; the key of each names all that it shows.
    "template_fragments": {"BACKEND": f"django.core.cache.backends.{'dummy.DummyCache' if DEBUG else 'locmem.LocMemCache'}"},
}

AUTH_USER_MODEL = "company.Member"
AUTHENTICATION_BACKENDS = ["shturman.company.backends.MemberBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 8}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "login"
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
# The person decides: «Помнить меня» on the sign-in page.
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_FORMS = {
    "login": "shturman.web.door.sign_in.SignInForm",
    "reset_password": "shturman.web.door.sign_in.ForgottenPasswordForm",
    "reset_password_from_key": "shturman.web.door.sign_in.NewPasswordForm",
    "change_password": "shturman.web.door.factors.OwnPasswordForm",
    "reauthenticate": "shturman.web.door.factors.ConfirmByPasswordForm",
}
ACCOUNT_ADAPTER = "shturman.web.door.adapters.ClosedAdapter"
# Wrong passwords are counted by web/door/wrong_passwords.py; «login_failed» is what is left of it: codes of the second factor.
# A whole office may stand behind one address, so pages of the door are not scarce.
ACCOUNT_RATE_LIMITS = {"login": "300/m/ip", "login_failed": "5/5m/key", "reset_password": "20/m/ip,5/h/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if truth("SHTURMAN_BEHIND_PROXY") else 0
PASSWORD_RESET_TIMEOUT = 60 * 60 * 24

MFA_ADAPTER = "shturman.web.door.adapters.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# A phone's clock may be half a minute off.
MFA_TOTP_TOLERANCE = 1
MFA_ALLOW_UNVERIFIED_EMAIL = True
# A passkey cannot be guessed: the limit only keeps the server from being flooded.
MFA_RATE_LIMITS = {"webauthn_login": "120/m/ip"}
MFA_FORMS = {
    "authenticate": "shturman.web.door.factors.CodeForm",
    "reauthenticate": "shturman.web.door.factors.ConfirmByCodeForm",
    "activate_totp": "shturman.web.door.factors.FirstCodeForm",
    "add_webauthn": "shturman.web.door.factors.PasskeyForm",
    "edit_webauthn": "shturman.web.door.factors.PasskeyNameForm",
}

CSRF_FAILURE_VIEW = "shturman.web.views.csrf_failed"
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PUBLIC_URL.startswith("https://")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if truth("SHTURMAN_BEHIND_PROXY") else None
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
CSRF_COOKIE_HTTPONLY = True
if SESSION_COOKIE_SECURE:
    SECURE_HSTS_SECONDS = 60 * 60 * 24 * 30
    # Only a server in front speaks TLS: that it did is known where it says so; elsewhere the redirect is its own.
    SECURE_SSL_REDIRECT = truth("SHTURMAN_BEHIND_PROXY")
    # Other names of the company's domain are none of our business: no subdomains, no preload list.
    SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021", "security.W008"]

# The longest silence of a mail server that is waited out.
MAIL_PATIENCE_SECONDS = 30
# A worker that has kept silent for as long is dead: its jobs are done by another one.
STALLED_AFTER_SECONDS = int(text("SHTURMAN_STALLED_AFTER_SECONDS", "30"))
PROCRASTINATE_WORKER_DEFAULTS = {"update_heartbeat_interval": STALLED_AFTER_SECONDS / 3, "stalled_worker_timeout": STALLED_AFTER_SECONDS}
# A delivery whose worker has kept silent for as long is taken from it.
DELIVERY_LEASE_SECONDS = int(text("SHTURMAN_DELIVERY_LEASE_SECONDS", "300"))
# Push services and SMS gateways are waited for as long.
GATEWAY_PATIENCE_SECONDS = 10
# Instead of the gateway's own address: a proxy of the company, or a gateway of the tests.
SMS_ADDRESS = text("SHTURMAN_SMS_ADDRESS").rstrip("/")
PUSH_KEY = push_key(DATA)
# A browser names the address that it wants to be reached at: one within our own network is not written to.
PUSH_WITHIN_NETWORK = truth("SHTURMAN_PUSH_WITHIN_NETWORK")

LANGUAGE_CODE = "ru"
LANGUAGES = [("ru", "Русский"), ("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "static/"
STATIC_ROOT = REPOSITORY / "build" / "static"
MEDIA_ROOT = DATA / "files"
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Live events go through a process of their own; a proxy in front of both gives its address here.
LIVE_URL = text("SHTURMAN_LIVE_URL")
LIVE_PORT = text("SHTURMAN_LIVE_PORT", "8001")

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
PROCRASTINATE_ON_APP_READY = "config.care.clock.wind_up"

LOG_LEVEL = text("SHTURMAN_LOG_LEVEL", "INFO")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {"secret_addresses": {"()": "config.secret_addresses.HideSecretAddresses"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["secret_addresses"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"level": LOG_LEVEL},
        "procrastinate": {"level": "WARNING"},
        "shturman": {"level": LOG_LEVEL},
    },
}
