"""One settings file, driven by the environment.

Without any variable it is a development and demonstration site: SQLite, file cache, mail
written to files, no network.  With ``PRODUCTION=1`` every secret and every service must be
named, or the site refuses to start.
"""

from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent

PRODUCTION = env.bool("PRODUCTION", False)
DEMO = not PRODUCTION and env.bool("DEMO", True)
DEBUG = not PRODUCTION and env.bool("DEBUG", False)
DATA_DIR = Path(env.str("DATA_DIR", str(BASE_DIR / ".data")))
if not PRODUCTION:
    DATA_DIR.mkdir(parents=True, exist_ok=True)


def required(name: str) -> str:
    """The value of a variable that production cannot do without."""
    value = env.str(name, "")
    if not value:
        raise ImproperlyConfigured(f"PRODUCTION=1 exige la variable d’environnement {name}.")
    return value


def secret(name: str, development: str) -> str:
    return required(name) if PRODUCTION else env.str(name, development)


# --- Site -------------------------------------------------------------------------------------
SECRET_KEY = secret(
    "SECRET_KEY", "cle-de-developpement-sans-valeur-a-ne-jamais-deployer-0123456789"
)
# Keys the digests of survey receipts: outside the database, so that a copy of the database
# alone cannot be used to test guesses.
SURVEY_KEY = secret("SURVEY_KEY", "cle-d-enquete-de-developpement-sans-valeur")
# The key of each edition, which sealing destroys.  Never saved with the database.
SURVEY_KEYS_DIR = Path(env.str("SURVEY_KEYS_DIR", str(DATA_DIR / "cles-enquete")))
# No figure about fewer respondents than this is published: may be raised, never lowered.
SURVEY_MINIMUM = max(11, env.int("SURVEY_MINIMUM", 11))
if PRODUCTION:
    ALLOWED_HOSTS = [host.strip() for host in required("ALLOWED_HOSTS").split(",")]
    SITE_URL = required("SITE_URL").rstrip("/")
else:
    ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
    SITE_URL = env.str("SITE_URL", "http://127.0.0.1:8000").rstrip("/")
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAIL_SITE_NAME = "La Carte des CM"
CSRF_TRUSTED_ORIGINS = [SITE_URL]

INSTALLED_APPS = [
    "cmsite",
    "cmsite.accounts",
    "cmsite.editorial",
    "cmsite.toolbox",
    "directory",
    "surveys",
    "map",
    "wagtail.contrib.redirects",
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "import_export",
    "js_lib_leaflet",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "cmsite.csp.AreaCSPMiddleware",
    # Whatever comes after it is not asked for a page that is kept.
    "cmsite.page_cache.PageCacheMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "cmsite.urls"
WSGI_APPLICATION = "cmsite.wsgi.application"
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
                "cmsite.context.site",
            ],
            "builtins": ["cmsite.templatetags.carte"],
        },
    }
]

# --- Services ---------------------------------------------------------------------------------
if PRODUCTION:
    DATABASES = {"default": env.db_url_config(required("DATABASE_URL"))}
else:
    DATABASES = {
        "default": env.db_url_config(
            env.str("DATABASE_URL", f"sqlite:///{DATA_DIR / 'db.sqlite3'}")
        )
    }
DATABASES["default"]["ATOMIC_REQUESTS"] = False
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # IMMEDIATE: a read-then-write transaction waits for its turn instead of failing with
    # « database is locked »; WAL: readers never wait for a writer.  synchronous=NORMAL can lose
    # the last commits when the power fails (never when a process dies): FULL if that matters.
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": (
            "PRAGMA journal_mode=WAL;"
            f"PRAGMA synchronous={env.str('SQLITE_SYNCHRONOUS', 'NORMAL')};"
            # What is deleted, drafts first of all, leaves zeros behind it.
            "PRAGMA secure_delete=ON;"
            "PRAGMA mmap_size=134217728;PRAGMA cache_size=2000;PRAGMA temp_store=MEMORY;"
        ),
    }
else:
    DATABASES["default"]["ENGINE"] = "cmsite.postgresql"
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
# Opening SQLite, its settings and its tables read again, costs as much as answering.
DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", 60)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Rate limits and page caches only mean something when every worker shares them: never locmem.
# Pages apart, a crowd of them would push the counters out; so is the one word that says what is
# still true of them (cmsite/page_cache.py).  Counters and proofs live in the first: 300 entries,
# Django’s own limit, would drop some while they count.
CACHE_ROOMS = {"default": ("cache", 20_000), "pages": ("pages", 2_000), "edition": ("edition", 300)}
if PRODUCTION or env.str("REDIS_URL", ""):
    CACHES = {
        name: {
            "BACKEND": "cmsite.redis_cache.RedisCache",
            "LOCATION": required("REDIS_URL"),
            "KEY_PREFIX": "" if name == "default" else name,
        }
        for name in CACHE_ROOMS
    }
else:
    CACHES = {
        name: {
            "BACKEND": "cmsite.file_cache.FileCache",
            "LOCATION": str(DATA_DIR / folder),
            "OPTIONS": {"MAX_ENTRIES": most},
        }
        for name, (folder, most) in CACHE_ROOMS.items()
    }
# Parts of pages, in each process: every key carries the word that all of them share, so that what
# is forgotten is forgotten everywhere (cmsite/parts.py).
CACHES["parts"] = {
    "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
    "LOCATION": "parts",
    "OPTIONS": {"MAX_ENTRIES": 500},
}

if not env.bool("PAGE_CACHE", True):
    CACHES["pages"] = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}

TASKS = {
    "default": {
        "BACKEND": "django_tasks_db.DatabaseBackend"
        if PRODUCTION
        else "django_tasks.backends.immediate.ImmediateBackend"
    }
}

if PRODUCTION:
    vars().update(env.email_url_config(required("EMAIL_URL")))
    if EMAIL_BACKEND == "django.core.mail.backends.smtp.EmailBackend":  # noqa: F821
        EMAIL_BACKEND = "cmsite.mailing.SMTPBackend"
    DEFAULT_FROM_EMAIL = required("DEFAULT_FROM_EMAIL")
else:
    EMAIL_BACKEND = "cmsite.mailing.FileBackend"
    EMAIL_FILE_PATH = str(DATA_DIR / "courriels")
    DEFAULT_FROM_EMAIL = "La Carte des CM <bonjour@carte.example>"
EMAIL_SUBJECT_PREFIX = ""
# Who reads what the contact page sends.
CONTACT_EMAIL = env.str("CONTACT_EMAIL", DEFAULT_FROM_EMAIL)
SERVER_EMAIL = DEFAULT_FROM_EMAIL

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # Files that only a view may hand out: CVs and import uploads.
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(DATA_DIR / "private"), "base_url": None},
    },
    "import_export": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(DATA_DIR / "imports"), "base_url": None},
    },
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
# Outside production static files come straight from the apps: nothing to collect, nothing stale.
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = not PRODUCTION
FILE_UPLOAD_PERMISSIONS = 0o644
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

# --- Accounts: an e-mail address, a code sent to it, no password ------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/compte/"
LOGOUT_REDIRECT_URL = "/"
WAGTAILADMIN_LOGIN_URL = "/compte/connexion/"
ACCOUNT_ADAPTER = "cmsite.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
# By address of the network (shared offices exist) and by electronic address (nobody’s mailbox
# gets flooded).
ACCOUNT_RATE_LIMITS = {
    "request_login_code": "20/m/ip,100/h/ip,3/m/key,12/h/key",
    "prove": "3/m/user,12/h/user",
    "invite": "20/h/user",
    "comment": "6/m/ip,40/h/ip",
    "comment_unproven": "3/h/ip",
    "comment_code": "4/h/key,30/h/ip",
    "comment_report": "10/h/ip",
}
ACCOUNT_FORMS = {
    "request_login_code": "cmsite.accounts.forms.AddressForm",
    "confirm_login_code": "cmsite.accounts.forms.CodeForm",
}
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "La Carte des CM\u00a0: "
ACCOUNT_DEFAULT_HTTP_PROTOCOL = SITE_URL.split(":")[0]
ACCOUNT_EMAIL_NOTIFICATIONS = True
# What cannot be undone, and keys, ask for a proof younger than this, in seconds (proof.py).
ACCOUNT_REAUTHENTICATION_TIMEOUT = 10 * 60
# A passkey is another way in, for who wants one; the code by mail keeps working.
MFA_ADAPTER = "cmsite.accounts.adapter.KeyAdapter"
MFA_SUPPORTED_TYPES = ["webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_RATE_LIMITS = {"webauthn_login": "30/m/ip"}
MFA_REAUTHENTICATION_REQUIRED = False  # ours is asked for instead, for every view of keys
MFA_FORMS = {
    "add_webauthn": "cmsite.accounts.forms.NewKeyForm",
    "edit_webauthn": "cmsite.accounts.forms.KeyNameForm",
    "login_webauthn": "cmsite.accounts.forms.KeySignInForm",
    "reauthenticate_webauthn": "cmsite.accounts.forms.KeyProofForm",
}
# Sessions that know their account, so that erasing it closes every one of them.
SESSION_ENGINE = "cmsite.accounts.sessions"
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", 0)
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# --- Language and time ------------------------------------------------------------------------
LANGUAGE_CODE = "fr"
TIME_ZONE = "Europe/Paris"
USE_I18N = True
USE_TZ = True
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES = [("fr", "français")]
WAGTAILADMIN_PERMITTED_LANGUAGES = [("fr", "français")]

# --- Wagtail ----------------------------------------------------------------------------------
WAGTAILSEARCH_BACKENDS = {
    "default": {"BACKEND": "cmsite.search.SearchBackend", "SEARCH_CONFIG": "french_unaccent"}
}
WAGTAIL_GRAVATAR_PROVIDER_URL = None
TAGGIT_CASE_INSENSITIVE = TAGGIT_STRIP_UNICODE_WHEN_SLUGIFYING = True
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
# The admin has no password either, and an address is changed by the account’s owner alone.
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAILUSERS_PASSWORD_ENABLED = WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILADMIN_RICH_TEXT_EDITORS = {
    "default": {
        "WIDGET": "wagtail.admin.rich_text.DraftailRichTextArea",
        "OPTIONS": {"features": ["bold", "italic", "link", "document-link", "ol", "ul"]},
    }
}
IMPORT_EXPORT_ESCAPE_FORMULAE_ON_EXPORT = True
IMPORT_EXPORT_USE_TRANSACTIONS = True

# --- Security ---------------------------------------------------------------------------------
# Public pages: nothing inline, nothing from elsewhere.  The folium document adds its nonce in
# its own view; the admin gets what Wagtail needs on its path only (cmsite/csp.py).
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
        "object-src": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "cmsite.csrf.refused"
if PRODUCTION:
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", True)
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", 31536000)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("SECURE_HSTS_INCLUDE_SUBDOMAINS", True)
    SECURE_HSTS_PRELOAD = env.bool("SECURE_HSTS_PRELOAD", True)
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "cmsite.discretion.DiscreetFormatter",
            "format": "%(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "WARNING")},
    # Below this, geopy writes the addresses it is asked about.
    "loggers": {
        "geopy": {"level": "WARNING"},
        # Below this, it writes down all that a page was given, a receipt’s words too.
        "django.template": {"level": "WARNING"},
        "cmsite.accounts": {"level": "INFO"},
        "surveys": {"level": "INFO" if PRODUCTION else "WARNING"},
    },
}
DEFAULT_EXCEPTION_REPORTER = "cmsite.discretion.DiscreetReporter"

# --- Map --------------------------------------------------------------------------------------
# Empty: the embedded gazetteer alone answers.  A host (data.geopf.fr/geocodage): the national
# address service is asked about what the gazetteer does not understand.
GEOPLATEFORME_DOMAIN = env.str("GEOPLATEFORME_DOMAIN", "")
# Background of the interactive map.  Empty: our own outlines, nothing from elsewhere.
MAP_TILES = env.str("MAP_TILES", "")
if MAP_TILES not in ("", "ign", "osm-fr"):
    raise ImproperlyConfigured("MAP_TILES vaut « ign », « osm-fr », ou rien.")
