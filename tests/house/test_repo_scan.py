"""The house keeps no key, no second factor and no path of anybody's machine in its files."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SECRETS = {
    "a private key": re.compile(r"-----BEGIN [A-Z ]*PRIVATE" r" KEY-----"),
    "a second factor": re.compile(r"otpauth" r"://[^\s\"']*secret=[A-Z2-7]{16,}"),
    "a cloud key": re.compile(r"\bAKIA" r"[0-9A-Z]{16}\b"),
    "a token": re.compile(r"\b(?:ghp|gho|glpat|xoxb|pypi)[-_]" r"[A-Za-z0-9_-]{20,}"),
    "a machine's path": re.compile(r"(?<![\w.])/(?:home|Users|root|work)" r"/[a-z]\w+"),
}
BINARY = {".png", ".jpg", ".ico", ".woff2", ".mo", ".webp", ".gz"}


def files() -> list[Path]:
    """What git knows or would take in."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout
    paths = [ROOT / name for name in names.decode().split("\0") if name]
    return [path for path in paths if path.is_file() and path.suffix not in BINARY]


@pytest.mark.hostile(80)
def test_no_secret_stands_in_the_repository():
    found = []
    for path in files():
        text = path.read_text(encoding="utf-8", errors="replace")
        for what, pattern in SECRETS.items():
            if pattern.search(text):
                found.append(f"{path.relative_to(ROOT)}: {what}")
    assert found == []


@pytest.mark.hostile(80)
def test_no_database_and_no_data_folder_is_taken_in():
    kept = [p.relative_to(ROOT) for p in files() if ".sqlite3" in p.name or ".data" in p.parts]
    assert kept == []


def test_the_scan_finds_what_it_looks_for(tmp_path):
    bad = "otpauth" + "://totp/x?secret=" + "ABCDEFGHIJKLMNOP"
    assert SECRETS["a second factor"].search(bad)
    assert SECRETS["a machine's path"].search("see /ho" + "me/somebody/x")
