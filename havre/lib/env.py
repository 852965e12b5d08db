"""Settings come from the environment and nowhere else: typed readers with one prefix.

Every reader also looks at `<NAME>_FILE`, so that a secret can be handed over as a file.
"""

import os
import re
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

PREFIX = "HAVRE_"
_KEPT_OPEN = 300  # seconds a thread keeps a database connection, from one request to the next
_HERE = {"127.0.0.1", "localhost"}
_TURN = re.compile(r"turns?:[A-Za-z0-9.-]+(:\d{1,5})?(\?transport=(udp|tcp))?")
# Nothing else: the address stands in a header of pages, which has its own signs.
_SOCKET = re.compile(r"ws(?P<tls>s)?://(?P<host>[A-Za-z0-9.-]+)(:\d{1,5})?(/[\w./-]*)?")


class WrongSetting(Exception):
    """A setting cannot be used; the sentence names it and the remedy."""


def text(name: str, default: str = "") -> str:
    """The setting as text, stripped; `default` when neither it nor its file is given."""
    value = os.environ.get(PREFIX + name)
    file = os.environ.get(f"{PREFIX}{name}_FILE")
    if value is None and file:
        try:
            value = Path(file).read_text(encoding="utf-8")
        except OSError as error:
            raise WrongSetting(f"{PREFIX}{name}_FILE cannot be read: {error.strerror}.") from error
    return default if value is None else value.strip()


def number(name: str, default: int) -> int:
    """The setting as a whole number."""
    value = text(name)
    try:
        return int(value) if value else default
    except ValueError as error:
        raise WrongSetting(f"{PREFIX}{name} takes a whole number.") from error


def paces(name: str) -> dict[str, float]:
    """`phone=2 webchat:fr=1.5`: how fast waiting counts, by channel, language or both."""
    found: dict[str, float] = {}
    for word in text(name).split():
        where, _, much = word.partition("=")
        try:
            found[where] = float(much)
        except ValueError as error:
            raise WrongSetting(
                f"{PREFIX}{name} takes words like phone=2 webchat:fr=1.5."
            ) from error
        if not 0 < found[where] <= 100:
            raise WrongSetting(f"{PREFIX}{name} takes paces above 0 and up to 100.")
    return found


def pairs(name: str) -> dict[str, str]:
    """`tip_form=tips`: one word for another, separated by spaces."""
    found = dict(word.partition("=")[::2] for word in text(name).split())
    if not all(found) or not all(found.values()):
        raise WrongSetting(f"{PREFIX}{name} takes words like tip_form=tips.")
    return found


def socket(name: str) -> str:
    """The address of a web socket; without TLS only on this machine. Empty when not given."""
    value = text(name)
    found = _SOCKET.fullmatch(value)
    if value and (found is None or (found["tls"] is None and found["host"] not in _HERE)):
        raise WrongSetting(
            f"{PREFIX}{name} takes wss://host:port/path, or ws:// to 127.0.0.1 or localhost alone."
        )
    return value


def turn(name: str, secret: str) -> list[str]:
    """Where a TURN server is, several separated by spaces; none when not given."""
    found = text(name).split()
    if not all(_TURN.fullmatch(each) for each in found):
        raise WrongSetting(
            f"{PREFIX}{name} takes words like turns:turn.line.example:443?transport=tcp."
        )
    if found and not secret:
        raise WrongSetting(f"{PREFIX}{name} goes with {PREFIX}{name}_SECRET.")
    return found


def file(name: str) -> Path | None:
    """The setting as a file's absolute path, whether or not it is there; None when not given."""
    value = text(name)
    return Path(value).expanduser().resolve() if value else None


def folder(name: str, default: Path) -> Path:
    """The setting as a folder's absolute path; it need not exist yet."""
    value = text(name)
    return (Path(value) if value else default).expanduser().resolve()


def kept_secret(name: str, file: Path) -> str:
    """A secret from the environment, or from `file`, made there once if it is missing."""
    if value := text(name):
        return value
    if not file.exists():
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = file.with_suffix(f".{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(48), encoding="utf-8")
        try:
            os.link(draft, file)  # fails if another process was first: theirs counts
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return file.read_text(encoding="utf-8").strip()


def database(url: str, name: str) -> dict[str, Any]:
    """Django's settings for `sqlite:///path` or `postgresql://user:word@host:port/name`."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "havre.lib.sqlite",
            "NAME": unquote(parts.path),
            "CONN_MAX_AGE": _KEPT_OPEN,
            "OPTIONS": {
                "timeout": 0.008,  # then our cursor asks again, for 20 s: lib/sqlite/base.py
                "transaction_mode": "IMMEDIATE",  # a writer waits at the start, never half-way
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;"
                ),
            },
        }
    if parts.scheme in {"postgresql", "postgres"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or "",
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": _KEPT_OPEN,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": dict(parse_qsl(parts.query)),
        }
    raise WrongSetting(f"{PREFIX}{name} starts with sqlite:/// or postgresql://.")


def databases(face: str, data: Path) -> dict[str, dict[str, Any]]:
    """The main database of this face, and the keystore, which lives and is backed up apart."""
    main = text(f"{face.upper()}_DATABASE_URL") or text("DATABASE_URL")
    main = main or f"sqlite://{data / 'havre.sqlite3'}"
    keystore = text(f"{face.upper()}_KEYSTORE_URL") or text("KEYSTORE_URL")
    if not keystore and not main.startswith("sqlite"):
        raise WrongSetting(f"{PREFIX}KEYSTORE_URL is required with PostgreSQL: keys live apart.")
    keystore = keystore or f"sqlite://{data / 'keystore.sqlite3'}"
    return {
        "default": database(main, "DATABASE_URL"),
        "keystore": database(keystore, "KEYSTORE_URL"),
    }


def hosts(name: str, *urls: str) -> list[str]:
    """Which host names are answered: the two faces' own, and what the setting adds."""
    own = [urlsplit(url).hostname or "" for url in urls]
    return [*own, *text(name).split()]


def line_of(file: Path) -> str:
    """The text of a small file, or nothing."""
    return file.read_text(encoding="utf-8").strip() if file.exists() else ""
