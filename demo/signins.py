"""The demo's sign-ins: drawn anew for every data folder, kept in it, worth nothing elsewhere."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

import pyotp


@dataclass(frozen=True, slots=True)
class SignIn:
    """How one of the demo people comes in."""

    name: str
    role: str
    passphrase: str
    code: str  # base32, the second factor's secret


def mark(data: Path) -> Path:
    """The folder whose presence says: this is demo data."""
    return data / "demo"


def keep(data: Path, signins: list[SignIn]) -> None:
    """Store them, readable by this user alone."""
    file = mark(data) / "sign-ins.json"
    file.touch(mode=0o600)
    file.write_text(json.dumps([asdict(each) for each in signins], indent=1), encoding="utf-8")


def kept(data: Path) -> list[SignIn]:
    """What was kept; nothing if the demo was never seeded here."""
    file = mark(data) / "sign-ins.json"
    if not file.exists():
        return []
    return [SignIn(**each) for each in json.loads(file.read_text(encoding="utf-8"))]


def table(signins: list[SignIn]) -> str:
    """Names, roles, passphrases and the codes of this moment."""
    rows = [("name", "role", "passphrase", "code now")]
    rows += [(s.name, s.role, s.passphrase, pyotp.TOTP(s.code).now()) for s in signins]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    return "\n".join(
        "  "
        + "  ".join(word.ljust(width) for word, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )
