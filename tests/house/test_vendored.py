"""What others wrote and we ship is what its table says, byte for byte, with its licence."""

import hashlib
import re
from pathlib import Path

import pytest

HAVRE = Path(__file__).resolve().parents[2] / "havre"
FOLDERS = sorted(path for path in HAVRE.rglob("vendor") if path.is_dir())
_ROW = re.compile(r"^\| (\S+) \| \S+ [\d.]+ \| \S+ \((\S+)\) \| ([0-9a-f]{64}) \|$", re.MULTILINE)


def table(folder: Path) -> dict[str, tuple[str, str]]:
    """File → its licence's file and its hash, as the folder's README says."""
    rows = _ROW.findall((folder / "README.md").read_text(encoding="utf-8"))
    return {file: (licence, digest) for file, licence, digest in rows}


def hashes(folder: Path) -> dict[str, str]:
    """File → hash, of every script that lies there."""
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.glob("*.js")
    }


def test_we_know_where_others_works_are():
    assert [str(folder.relative_to(HAVRE)) for folder in FOLDERS] == [
        "channels/phone/static/phone/vendor",
        "desk/static/desk/vendor",
    ]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.parent.name)
def test_each_file_is_what_its_table_says(folder: Path):
    told = table(folder)
    assert {file: digest for file, (_, digest) in told.items()} == hashes(folder)
    for licence, _ in told.values():
        assert (folder / licence).stat().st_size > 500


def test_one_changed_byte_is_seen(tmp_path: Path):
    (tmp_path / "x.min.js").write_text("let a")
    before = hashes(tmp_path)
    (tmp_path / "x.min.js").write_text("let b")
    assert hashes(tmp_path) != before


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.parent.name)
def test_no_file_of_others_needs_what_our_pages_forbid(folder: Path):
    for script in folder.glob("jssip*.js"):
        found = re.findall(r"\beval\(|new Function\b|importScripts", script.read_text("utf-8"))
        assert found == []
