"""The house is founded once, by many hands, and keeps none of the secrets it shows."""

import re
import sqlite3
import stat
from pathlib import Path

import pytest

from havre.prompt import membership, said
from havre.prompt.said import Refused
from havre.prompt.tests.commands import MEMBERS, havre
from havre.staff.actions import Newcomer
from havre.vault.keys import ROLES


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A folder with a founded house, and what was shown."""
    folder = tmp_path_factory.mktemp("founded")
    members = folder / "members.toml"
    members.write_text(MEMBERS, encoding="utf-8")
    done = havre(folder / "data", "init", "--members", str(members))
    assert done.returncode == 0, done.stderr
    return folder / "data", done.stdout


def test_everything_that_opens_is_shown_once_and_kept_nowhere(founded):
    data, shown = founded
    secrets = re.findall(
        r"^  (?:passphrase|secret|\w+ {2,})\s*((?:[a-z]+ ){5}[a-z]+|(?:[A-Z2-7]{2,4} ?){13,})$",
        shown,
        re.MULTILINE,
    )
    assert len(secrets) == 2 + len(ROLES) + 1  # passphrases, recovery keys, the root
    seconds = re.findall(r"secret=([A-Z2-7]{32})", shown)
    assert len(seconds) == 2
    stored = b"".join(file.read_bytes() for file in data.rglob("*") if file.is_file())
    for secret in [*secrets, *(s.replace(" ", "") for s in secrets), *seconds]:
        assert secret.encode() not in stored


def test_every_role_is_held_by_two_members_and_one_printed_key(founded):
    data, _ = founded
    with sqlite3.connect(data / "keystore.sqlite3") as keystore:
        rows = keystore.execute(
            "SELECT role, sum(NOT recovery), sum(recovery) FROM vault_rolegrant GROUP BY role"
        ).fetchall()
    assert sorted(rows) == [(r, 2, 1) for r in sorted(ROLES)]


def test_the_folder_is_closed_to_others(founded):
    data, _ = founded
    assert stat.S_IMODE(data.stat().st_mode) == 0o700
    files = [f for f in data.iterdir() if f.suffix in {".sqlite3", ".secret", ".pub"}]
    assert len(files) >= 4
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}


def test_a_house_is_founded_once(founded, tmp_path):
    data, _ = founded
    members = tmp_path / "members.toml"
    members.write_text(MEMBERS, encoding="utf-8")
    again = havre(data, "init", "--members", str(members))
    assert again.returncode == 1
    assert again.stderr == "This house has members already. `havre init` only founds a new one.\n"


def test_nobody_is_asked_where_nobody_sits(tmp_path):
    done = havre(tmp_path / "data", "init")
    assert done.returncode == 1
    assert done.stderr.startswith("Nobody can answer here")


def test_doctor_and_audit_find_it_whole(founded):
    data, _ = founded
    proved = havre(data, "audit", "verify")
    assert (proved.returncode, proved.stdout) == (0, "The chain is whole: 3 rows.\n")
    looked = havre(data, "doctor", HAVRE_SMTP_URL="smtps://mail.example")
    assert looked.returncode == 0, looked.stdout


@pytest.mark.hostile(96)
def test_the_first_bad_row_is_named(founded, tmp_path):
    data, _ = founded
    head = havre(data, "audit", "head").stdout.strip()
    copy = tmp_path / "data"
    copy.mkdir()
    for file in data.glob("*.sqlite3"):
        (copy / file.name).write_bytes(file.read_bytes())
    with sqlite3.connect(copy / "havre.sqlite3") as database:
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            database.execute("UPDATE audit_entry SET actor = 'x' WHERE n = 2")
        for act in ("update", "delete"):
            database.execute(f"DROP TRIGGER audit_entry_no_{act}")
        database.execute("UPDATE audit_entry SET actor = 'x' WHERE n = 2")
    found = havre(copy, "audit", "verify")
    assert (found.returncode, found.stdout) == (
        1,
        "Row 2 is bad: it was changed. The 1 rows before it are whole.\n",
    )
    with sqlite3.connect(copy / "havre.sqlite3") as database:
        database.execute("DELETE FROM audit_entry WHERE n > 1")
    assert havre(copy, "audit", "verify").returncode == 0
    cut = havre(copy, "audit", "verify", "--head", head)
    assert cut.returncode == 1
    assert "the end of the chain was cut off" in cut.stdout


def test_a_single_holder_is_refused():
    one = Newcomer("rose", "Rose", ("responder", "supervisor", "legal", "directory"))
    other = Newcomer("zoe", "Zoe", ("responder", "supervisor", "legal"))
    with pytest.raises(Refused, match=r"Too few: directory \(1\)"):
        membership.refuse_single_holders([one, other])


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "names nobody"),
        ("members = [", "is no TOML"),
        ("[[members]]\nroles = ['legal']", "has no name"),
        ("[[members]]\nname = 'a'\nroles = ['king']", "roles takes a list"),
        ("[[members]]\nname = 'a'\nroles = ['legal']\nstatus = 1", "nobody knows status"),
        ("[[members]]\nname = 'a'\nroles = ['legal']\nlanguage = 'xx'", "language is one of"),
        ("[[members]]\nname='É'\nroles=['legal']\n[[members]]\nname='e'\nroles=['legal']", "twice"),
    ],
)
def test_a_wrong_file_is_refused_with_a_sentence(tmp_path, text, sentence):
    file = tmp_path / "members.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(Refused, match=sentence):
        membership.from_file(file)


def test_a_passphrase_is_drawn_from_words_enough():
    words = (Path(said.__file__).parent / "words.txt").read_text(encoding="utf-8").split()
    assert len(set(words)) == len(words) >= 512
    assert len(said.passphrase().split()) == 6
    assert said.passphrase() != said.passphrase()
