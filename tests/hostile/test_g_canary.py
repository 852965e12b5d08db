"""The house keeps no word of anybody in the clear: in no table, log, queue or temporary file.

Register 74, at the level of actions: a word in every input, the whole story, then every byte of
every file is searched, in every form a word may take.
"""

import sqlite3

import pytest

from tests.canary import INPUTS, forms_of, found_in, word_for
from tests.throwaway import Throwaway, throwaway

pytestmark = pytest.mark.hostile(74)
WORDS = {name: word_for(name).encode() for name in INPUTS}


@pytest.fixture(scope="module")
def sung(founded, tmp_path_factory):
    """A house in which the whole story was played, its processes killed; and the keys then open."""
    with throwaway(tmp_path_factory.mktemp("canary") / "house", founded) as house:
        (house.data / "temporary").mkdir()
        house.env |= {"TMPDIR": str(house.data / "temporary")}
        keys = {name: bytes.fromhex(key) for name, key in house.play("sing").items()}
        yield house, keys


def test_the_search_finds_what_lies_open_in_any_form(tmp_path):
    forms = forms_of(WORDS["wish"])
    assert len(forms) == 16
    for number, form in enumerate(forms.values()):
        (tmp_path / f"{number}").write_bytes(b"\0" * 999 + form + b"\xff" * 999)
    assert found_in(tmp_path, WORDS) >= {("wish", how) for how in forms}
    assert {name for name, _ in found_in(tmp_path, WORDS)} == {"wish"}


def test_the_search_finds_a_word_in_a_table_and_in_its_write_ahead_log(tmp_path):
    table = sqlite3.connect(tmp_path / "leak.sqlite3", isolation_level=None)
    for pragma in ("journal_mode=WAL", "wal_autocheckpoint=0"):
        table.execute(f"PRAGMA {pragma}")
    table.execute("CREATE TABLE leak (a TEXT, b BLOB)")
    table.execute("INSERT INTO leak VALUES (?, ?)", [word_for("note"), WORDS["called"]])
    assert (tmp_path / "leak.sqlite3-wal").exists()
    assert found_in(tmp_path, WORDS) >= {("note", "raw"), ("called", "raw")}
    table.close()


def test_no_word_lies_open_on_the_disk(sung):
    house, _ = sung
    files = {path.name for path in house.data.rglob("*") if path.is_file()}
    assert "log" in files
    assert [name for name in files if "keystore" in name] != []
    assert found_in(house.data, WORDS) == set()
    log = (house.data / "log").read_text()
    assert ("TooLong" in log, "Refused" in log, "Error" in log) == (True, True, True)


@pytest.mark.hostile(91)
def test_no_open_key_lies_on_the_disk(sung):
    house, keys = sung
    assert {len(key) for name, key in keys.items() if "key" in name} == {32, 64}
    found = {name for name, how in found_in(house.data, keys) if not how.startswith("latin")}
    assert found == set()


def test_what_was_forgotten_leaves_no_key_behind(sung):
    """The sealed keys themselves are gone from the files, not only from the tables."""
    house, _ = sung
    before = _raw(house)
    boxes = {name: bytes.fromhex(box) for name, box in house.play("forget_everybody").items()}
    assert len(boxes) == 13
    assert [name for name, box in boxes.items() if box not in before] == []
    assert [name for name, box in boxes.items() if box in _raw(house)] == []
    assert found_in(house.data, WORDS) == set()


def _raw(house: Throwaway) -> bytes:
    return b"".join(path.read_bytes() for path in house.data.rglob("*") if path.is_file())
