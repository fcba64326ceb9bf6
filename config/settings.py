"""Every setting, read from the environment. README lists the ones an operator may want."""

from pathlib import Path
from urllib.parse import urlsplit

from django.utils.csp import CSP
from environs import Env

from config import database, secret
from config.version import read_version

env = Env()
BASE_DIR = Path(__file__).resolve().parent.parent
MUSTER_DATA = env.path("MUSTER_DATA", BASE_DIR / "var").absolute()
EMBEDDED = not env.str("DATABASE_URL", "")
VERSION = read_version(BASE_DIR / "CHANGELOG.md")

PORT = env.int("PORT", 8000)
PUBLIC_URL = env.str("PUBLIC_URL", f"http://localhost:{PORT}").rstrip("/")
_public = urlsplit(PUBLIC_URL)
_https = _public.scheme == "https"

SECRET_KEY = env.str("SECRET_KEY", "") or secret.key_kept_in(MUSTER_DATA)
SECRET_KEY_FALLBACKS: list[str] = env.list("SECRET_KEY_FALLBACKS", [])
DEBUG = False
ALLOWED_HOSTS = [_public.hostname or "localhost", *env.list("ALLOWED_HOSTS", [])]
if EMBEDDED:
    ALLOWED_HOSTS += ["localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = [f"{_public.scheme}://{_public.netloc}"]

DATABASES = {"default": database.settings(env.str("DATABASE_URL", ""), MUSTER_DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# The rate limits count in every web process together, so they count in the database.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "django_cache",
        # Beyond this many rows Django drops some unseen: an attacker's way round the limits.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

INSTALLED_APPS = [
    "config.apps.ConfigConfig",
    "common",
    "accounts",
    "teams",
    "oncall",
    "routing",
    "alerts",
    "chatlink",
    "reports",
    "migration",
    "api",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "procrastinate.contrib.django",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "api.door.ApiMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "accounts.middleware.ActorMiddleware",
    "common.middleware.NotAPageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.RefusedFormMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "common.context.shell",
            ],
        },
    }
]

# Sign-in -------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "username"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS = 3
PASSWORD_RESET_TIMEOUT = 3600  # seconds
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60  # seconds
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
SOCIALACCOUNT_ADAPTER = "accounts.adapter.SocialAccountAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_REQUESTS_TIMEOUT = 5  # seconds
# How many proxies of ours write X-Forwarded-For: the rate limits count per address of the client.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", 0)
MFA_ADAPTER = "accounts.adapter.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {
    "add_webauthn": "accounts.forms.passkeys.AddPasskeyForm",
    "login_webauthn": "accounts.forms.passkeys.LoginPasskeyForm",
    "authenticate_webauthn": "accounts.forms.passkeys.SecondStepPasskeyForm",
    "reauthenticate_webauthn": "accounts.forms.passkeys.ConfirmPasskeyForm",
}
MFA_TOTP_ISSUER = "Muster"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not _https

OIDC_ISSUER = env.str("OIDC_ISSUER", "").rstrip("/")
_issuer = urlsplit(OIDC_ISSUER)
# Where the browser may be sent to sign in, when that is not the issuer's own origin.
OIDC_ORIGINS = env.list("OIDC_ORIGINS", [f"{_issuer.scheme}://{_issuer.netloc}"])
SOCIALACCOUNT_PROVIDERS = (
    {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            # Some providers send no email_verified; an operator may vouch for theirs.
            "VERIFIED_EMAIL": env.bool("OIDC_TRUST_EMAIL", False),
            "APPS": [
                {
                    "provider_id": "sso",
                    "name": env.str("OIDC_NAME", "single sign-on"),
                    "client_id": env.str("OIDC_CLIENT_ID"),
                    "secret": env.str("OIDC_CLIENT_SECRET"),
                    "settings": {"server_url": OIDC_ISSUER},
                }
            ],
        }
    }
    if OIDC_ISSUER
    else {}
)

# The move to an Atlassian site -----------------------------------------------------------------
# Docs: docs/migration.md. Where Atlassian is called, and where its sign-in may lead a browser.
ATLASSIAN_AUTH_URL = env.str("ATLASSIAN_AUTH_URL", "https://auth.atlassian.com").rstrip("/")
ATLASSIAN_API_URL = env.str("ATLASSIAN_API_URL", "https://api.atlassian.com").rstrip("/")
# Until a search surely shows what an invitation did; Atlassian says at most 30.
ATLASSIAN_SECONDS_TO_SHOW = env.int("ATLASSIAN_SECONDS_TO_SHOW", 60)
_atlassian = urlsplit(ATLASSIAN_AUTH_URL)
ATLASSIAN_ORIGINS: list[str] = env.list(
    "ATLASSIAN_ORIGINS", [f"{_atlassian.scheme}://{_atlassian.netloc}", "https://*.atlassian.com"]
)

# E-mail --------------------------------------------------------------------------------------
# EMAIL_URL is smtp://user:password@host:587/?tls=True; without it mails are kept as files.
MAIL_TO_FILES = not env.str("EMAIL_URL", "")
MAIL_DIRECTORY = MUSTER_DATA / "mail"
if MAIL_TO_FILES:
    MAILERS = {
        "default": {
            "BACKEND": "accounts.mail_files.EmailBackend",
            "OPTIONS": {"file_path": MAIL_DIRECTORY},
        }
    }
else:
    _mail = env.dj_email_url("EMAIL_URL")
    MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {
                "host": _mail["EMAIL_HOST"],
                "port": _mail["EMAIL_PORT"],
                "username": _mail["EMAIL_HOST_USER"],
                "password": _mail["EMAIL_HOST_PASSWORD"],
                "use_tls": _mail["EMAIL_USE_TLS"],
                "use_ssl": _mail["EMAIL_USE_SSL"],
                "timeout": 20,  # seconds
            },
        }
    }
DEFAULT_FROM_EMAIL = env.str("EMAIL_FROM", f"Muster <muster@{_public.hostname}>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# What the browser is told ------------------------------------------------------------------
SECURE_CSP = {
    "default-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
    "form-action": [CSP.SELF, *(OIDC_ORIGINS if OIDC_ISSUER else []), *ATLASSIAN_ORIGINS],
}
SECURE_SSL_REDIRECT = _https
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _https else None
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if _https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _https
SECURE_HSTS_PRELOAD = _https
# The APIs refuse plain http themselves: a redirect would repeat the key of a v1 call.
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^v(1|1\.1|1\.2|2)/"]
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _https
SESSION_ENGINE = "config.sessions"
SESSION_COOKIE_AGE = 14 * 24 * 3600  # seconds
CSRF_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024  # bytes
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

# Words and files -----------------------------------------------------------------------------
LANGUAGE_CODE = "en"
USE_I18N = False
TIME_ZONE = "UTC"
USE_TZ = True
STATIC_URL = "static/"
STATIC_ROOT = MUSTER_DATA / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Routing -------------------------------------------------------------------------------------
ROUTING_RULES_PER_TEAM = env.int("ROUTING_RULES_PER_TEAM", 100)  # beside the default rule

# The APIs -------------------------------------------------------------------------------------
API_CALLS_PER_MINUTE = env.int("API_CALLS_PER_MINUTE", 30_000)  # of each key; 0 is no limit

# Chat ------------------------------------------------------------------------------------------
CHAT_COMMANDS_PER_MINUTE = env.int("CHAT_COMMANDS_PER_MINUTE", 60)  # of each integration
# Where they are called. Mattermost's address belongs to its integration.
SLACK_API_URL = env.str("SLACK_API_URL", "https://slack.com/api").rstrip("/")
SLACK_HOOKS_URL = env.str("SLACK_HOOKS_URL", "https://hooks.slack.com").rstrip("/")
TEAMS_BOT_URL = env.str("TEAMS_BOT_URL", "https://smba.trafficmanager.net/teams").rstrip("/")
TEAMS_LOGIN_URL = env.str("TEAMS_LOGIN_URL", "https://login.microsoftonline.com").rstrip("/")
TEAMS_KEYS_URL = env.str("TEAMS_KEYS_URL", "https://login.botframework.com/v1/.well-known/keys")
HIPCHAT_URL = env.str("HIPCHAT_URL", "https://api.hipchat.com").rstrip("/")
STRIDE_URL = env.str("STRIDE_URL", "https://api.atlassian.com").rstrip("/")

# SMS and voice ---------------------------------------------------------------------------------
# Docs: docs/sms-and-voice.md. Without a URL nothing is sent that way, and the pages say so.
SMS_WEBHOOK_URL = env.str("SMS_WEBHOOK_URL", "")
VOICE_WEBHOOK_URL = env.str("VOICE_WEBHOOK_URL", "")
WEBHOOK_SECRET = env.str("WEBHOOK_SECRET", "")
# Hosts and networks (CIDR) that may be asked although they are private.
OUTGOING_ALLOW: list[str] = env.list("OUTGOING_ALLOW", [])

# Jobs ------------------------------------------------------------------------------------------
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
PROCRASTINATE_ON_APP_READY = "config.job_transactions.join_transactions"
# A worker that has not reported for so many seconds counts as dead: its jobs are done by others.
WORKER_SILENT_SECONDS = env.int("WORKER_SILENT_SECONDS", 30)
PROCRASTINATE_WORKER_DEFAULTS = {
    "concurrency": env.int("WORKER_CONCURRENCY", 4),
    "delete_jobs": "successful",
    "fetch_job_polling_interval": 1,  # seconds: alerts/waking.py
    "update_heartbeat_interval": WORKER_SILENT_SECONDS / 3,
    "stalled_worker_timeout": WORKER_SILENT_SECONDS,
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "class": "common.logs.WithoutTokens",
            "format": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "WARNING").upper()},
    "loggers": {
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        # A page that was not found, or a form that was refused, is the visitor's affair.
        "django.request": {"level": "ERROR"},
        # The names of background jobs and their arguments are nobody's business in a log.
        "procrastinate": {"handlers": ["console"], "level": "WARNING", "propagate": False},
    },
}
