"""Settings: the environment and nothing else. With none set it starts on SQLite."""

import os
from pathlib import Path

from havre.lib import env, page_languages

PACKAGE = Path(__file__).parent
FACE = os.environ.get("HAVRE_FACE", "prompt")  # front | desk | prompt; each entry point says so
DATA = env.folder("DATA", PACKAGE.parent / ".data")
DEBUG = False
SECRET_KEY = env.kept_secret("SECRET_KEY", DATA / f"{FACE}.secret")

FRONT_URL = env.text("FRONT_URL", "http://127.0.0.1:8000").rstrip("/")
DESK_URL = env.text("DESK_URL", "http://localhost:8001").rstrip("/")
EXIT_URL = env.text("EXIT_URL", "/calendar/")
LINE_PHONE = env.text("LINE_PHONE", "1-833-900-1010")
LINE_NAME = env.text("LINE_NAME", "Havre")
EMERGENCY_PHONE = env.text("EMERGENCY_PHONE", "9-1-1")
SMTP_URL = env.text("SMTP_URL")
MAIL_FROM = env.text("MAIL_FROM", "line@localhost")
OFFICE_EMAIL = env.text("OFFICE_EMAIL")
LINE_EMAIL = env.text("LINE_EMAIL")
PRIVACY_OFFICE = env.text("PRIVACY_OFFICE")
IS_DEMO = env.text("DEMO") == "yes"
OFFER_SECONDS = env.number("OFFER_SECONDS", 20)
OFFER_ALL_SECONDS = env.number("OFFER_ALL_SECONDS", 40)
OFFER_SUPERVISOR_SECONDS = env.number("OFFER_SUPERVISOR_SECONDS", 40)
FIRST_ANSWER_MINUTES = env.number("FIRST_ANSWER_MINUTES", 5)
TALKS_A_MINUTE = env.number("TALKS_A_MINUTE", 60)
ALONE_MINUTES = env.number("ALONE_MINUTES", 60)
ALONE_ANSWER_MINUTES = env.number("ALONE_ANSWER_MINUTES", 10)
CALL_SECONDS = env.number("CALL_SECONDS", 180)
CALL_QUIET_MINUTES = env.number("CALL_QUIET_MINUTES", 30)
HANDOVER_MINUTES = env.number("HANDOVER_MINUTES", 30)
BREAK_HOURS = env.number("BREAK_HOURS", 4)
PHONE_ENGINE = env.folder("PHONE_ENGINE", PACKAGE.parent / ".engine")
PHONE_HOST = env.text("PHONE_HOST", "127.0.0.1")
PHONE_SIP_PORT = env.number("PHONE_SIP_PORT", 5060)
PHONE_PROGRAM_PORT = env.number("PHONE_PROGRAM_PORT", 8088)
PHONE_SOUND_PORTS = env.number("PHONE_SOUND_PORTS", 20_000)
PHONE_KEYS = env.pairs("PHONE_KEYS") or {"1": "fr", "2": "en"}
PHONE_RELAY = env.text("PHONE_RELAY").split()
PHONE_CHOOSE_SECONDS = env.number("PHONE_CHOOSE_SECONDS", 6)
PHONE_COMFORT_SECONDS = env.number("PHONE_COMFORT_SECONDS", 40)
PHONE_SOCKET = env.socket("PHONE_SOCKET")
PHONE_CERTIFICATE = env.file("PHONE_CERTIFICATE")
PHONE_CERTIFICATE_KEY = env.file("PHONE_CERTIFICATE_KEY")
PHONE_TURN_SECRET = env.text("PHONE_TURN_SECRET")
PHONE_TURN = env.turn("PHONE_TURN", PHONE_TURN_SECRET)
PHONE_CARRIER = env.text("PHONE_CARRIER")
PHONE_CARRIER_FROM = env.text("PHONE_CARRIER_FROM").split()
PHONE_CARRIER_USER = env.text("PHONE_CARRIER_USER")
PHONE_CARRIER_PASSWORD = env.text("PHONE_CARRIER_PASSWORD")
PHONE_CARRIER_AUTHORITY = env.file("PHONE_CARRIER_AUTHORITY")
PHONE_CARRIER_SRTP = env.text("PHONE_CARRIER_SRTP", "sdes")
PHONE_TLS_PORT = env.number("PHONE_TLS_PORT", 5061)
PHONE_PUBLIC_ADDRESS = env.text("PHONE_PUBLIC_ADDRESS")
PHONE_INSIDE = env.text("PHONE_INSIDE", "10.0.0.0/8 172.16.0.0/12 192.168.0.0/16").split()
PHONE_SHOWN = env.text("PHONE_SHOWN")
PHONE_TRIAL_PORT = env.number("PHONE_TRIAL_PORT", 0)
PHONE_OUTWARD = env.pairs("PHONE_OUTWARD")
PHONE_OUTWARD_AT_ONCE = env.number("PHONE_OUTWARD_AT_ONCE", 4)
PHONE_OUTWARD_HOUR = env.number("PHONE_OUTWARD_HOUR", 30)
PHONE_OUTWARD_COST = env.number("PHONE_OUTWARD_COST", 500)
PHONE_OUTWARD_MINUTES = env.number("PHONE_OUTWARD_MINUTES", 120)
QUEUE_PACE = env.paces("QUEUE_PACE")
QUEUE_SKILLS = env.pairs("QUEUE_SKILLS")
WISHES = env.text("WISHES", "woman indigenous youth labour").split()
ALLOWED_HOSTS = env.hosts("ALLOWED_HOSTS", FRONT_URL, DESK_URL)

DATABASES = env.databases(FACE, DATA)
DATABASE_ROUTERS = ["havre.vault.router.KeystoreRouter"]
DOORBELL = DATA / "doorbell.sqlite3"
ROOT_KEY = env.text("ROOT_KEY") or env.line_of(DATA / "root.pub")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

ROOMS = [
    "audit",
    "vault",
    "staff",
    "contacts",
    "safety",
    "directory",
    "tips",
    "returning",
    "consents",
    "disclosures",
    "referrals",
    "onward",
    "handover",
    "statistics",
    "retention",
]
CHANNELS = sorted(p.parent.name for p in (PACKAGE / "channels").glob("*/apps.py"))
NOT_LIVE = {"offline"} if env.text("PHONE") == "yes" else {"offline", "phone"}
LIVE_CHANNELS = [each for each in CHANNELS if each not in NOT_LIVE]  # somebody waits on these
INSTALLED_APPS = [
    "django.contrib.staticfiles",
    "havre.lib",
    *(f"havre.{room}" for room in ROOMS),
    *(f"havre.channels.{channel}" for channel in CHANNELS),
    "havre.front",
    "havre.desk",
]
MIDDLEWARE = [
    "havre.lib.headers.headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "havre.lib.headers.origin_guard",
]
if FACE == "front":
    MIDDLEWARE.append("havre.front.middleware.token_where_a_cookie_is")
    MIDDLEWARE.append("havre.front.middleware.honest_errors")
    CSRF_FAILURE_VIEW = "havre.front.middleware.too_old"
    ROOT_URLCONF = "havre.front.urls"
else:
    MIDDLEWARE.append("django.middleware.csrf.CsrfViewMiddleware")
    MIDDLEWARE.append("havre.desk.middleware.signed_in_only")
    CSRF_FAILURE_VIEW = "havre.lib.pages.refused"
    ROOT_URLCONF = "havre.desk.urls"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "havre.lib.pages.line",
            ]
        },
    }
]

LANGUAGE_CODE = "en"
LANGUAGES = [(each.code, each.name) for each in page_languages.offered()]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.text("TIME_ZONE", "America/Toronto")
LANGUAGE_COOKIE_NAME = "unused"  # the address says the language; no cookie before a talk

STATIC_URL = "/static/"
STATIC_ROOT = env.folder("STATIC", DATA / "static")
WHITENOISE_MAX_AGE = 600
STORAGES = {
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}

# Cookies carry their face's name, live as long as the browser is open, and travel nowhere else.
CSRF_COOKIE_NAME = f"__Host-{FACE}-form"
CSRF_COOKIE_AGE = None
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200
DATA_UPLOAD_MAX_NUMBER_FILES = 0

# Logs hold the name of what failed and where, never what was said, by whom or from where.
LOGGING_CONFIG = "havre.lib.logs.set_up"
LOGGING = {"is": "ours"}  # Django calls the set-up only when this is not empty (register 75)
