"""The house that comes back from a back-up has not learned again what it forgot."""

import sqlite3
from pathlib import Path

import pytest

from havre.prompt.tests.commands import havre


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A house with the demo's night in it."""
    data = tmp_path_factory.mktemp("seeded") / "data"
    done = havre(data, "seed")
    assert done.returncode == 0, done.stderr
    return data


def count(database: Path, table: str) -> int:
    with sqlite3.connect(database) as link:
        return int(link.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def forget_one(data: Path) -> None:
    """Forget the conversation that was closed last, as the desk would."""
    last = "(SELECT contact_id FROM contacts_closure ORDER BY at DESC LIMIT 1)"
    with sqlite3.connect(data / "havre.sqlite3") as link:
        for change in (
            "UPDATE contacts_message SET said_at = '2020-01-01 00:00:00' WHERE contact_id = {}",
            "DELETE FROM statistics_pendingtally WHERE contact_id = {}",
            "UPDATE contacts_closure SET at = '2020-01-01 00:00:00' WHERE contact_id = {}",
        ):
            link.execute(change.format(last))
    done = havre(data, "retention", "run")
    assert done.returncode == 0, done.stderr
    assert "     1  files forgotten" in done.stdout


def test_the_seeded_night_is_the_one_that_was_told(seeded):
    with sqlite3.connect(seeded / "havre.sqlite3") as link:
        waiting = link.execute(
            "SELECT c.language FROM contacts_contact c "
            "LEFT JOIN contacts_taking t ON t.contact_id = c.id WHERE t.id IS NULL"
        ).fetchall()
        partners = link.execute(
            "SELECT count(*) FROM directory_organization WHERE source = 'seed 003' AND is_partner"
        ).fetchone()
        times = [at for (at,) in link.execute("SELECT at FROM audit_entry ORDER BY n")]
    assert waiting == [("fr",)]
    assert partners[0] >= 15
    before = count(seeded / "havre.sqlite3", "statistics_counted")  # nameless, for the forecast
    counts = {
        "contacts_contact": before + 3,
        "contacts_closure": before + 1,
        "consents_consent": 2,
        "consents_withdrawal": 1,
        "disclosures_ending": 1,
        "directory_service": 75,
        "staff_member": 13,  # six of them on the rota alone
    }
    found = {table: count(seeded / "havre.sqlite3", table) for table in counts}
    assert found == counts
    assert times == sorted(times)
    assert havre(seeded, "audit", "verify").returncode == 0


@pytest.mark.hostile(82)
def test_what_was_forgotten_stays_forgotten_after_a_restore(seeded, tmp_path):
    kept = tmp_path / "kept"
    assert havre(seeded, "backup", str(kept)).returncode == 0
    before = count(seeded / "havre.sqlite3", "contacts_contact")
    keys = count(seeded / "keystore.sqlite3", "vault_auditkey")  # and two sealed places, four tips
    assert keys == before + 2 + 4
    forget_one(seeded)
    refused = havre(seeded, "restore", str(kept))
    assert refused.returncode == 1
    assert refused.stderr == "This house is not empty. --replace puts the back-up in its place.\n"
    done = havre(seeded, "restore", str(kept), "--replace")
    assert done.returncode == 0, done.stderr
    assert "1 files that had been forgotten were forgotten again." in done.stdout
    assert count(seeded / "havre.sqlite3", "contacts_contact") == before - 1
    assert count(seeded / "keystore.sqlite3", "vault_auditkey") == keys - 1
    assert count(seeded / "keystore.sqlite3", "vault_tombstone") == 1
    assert havre(seeded, "audit", "verify").returncode == 0


def test_retention_run_twice_does_nothing_twice(seeded):
    havre(seeded, "retention", "run")
    again = havre(seeded, "retention", "run")
    assert again.returncode == 0
    assert {line.split()[0] for line in again.stdout.splitlines()} == {"0"}


@pytest.mark.hostile(81)
def test_a_back_up_of_the_database_alone_opens_nothing(seeded, tmp_path):
    kept = tmp_path / "kept"
    assert havre(seeded, "backup", str(kept)).returncode == 0
    database = (kept / "database" / "havre.sqlite3").read_bytes()
    for words in ("passeport", "Wren", "613-555-0163", "our bench"):
        for encoding in ("utf-8", "utf-16-le"):
            assert words.encode(encoding) not in database
    with sqlite3.connect(seeded / "keystore.sqlite3") as keystore:
        (box,) = keystore.execute("SELECT box FROM vault_sealedsecret LIMIT 1").fetchone()
    assert box not in database
    assert not list((kept / "database").glob("keystore*"))


def test_demo_data_stays_marked_and_at_home(seeded, tmp_path):
    served = havre(seeded, "serve", "--host", "0.0.0.0")
    assert served.returncode == 1
    assert served.stderr.startswith("This is demo data")
    kept, other = tmp_path / "kept", tmp_path / "other"
    havre(seeded, "backup", str(kept))
    assert havre(other, "restore", str(kept)).returncode == 0
    assert havre(other, "serve", "--host", "0.0.0.0").returncode == 1


def test_seed_fills_an_empty_house_only(seeded):
    again = havre(seeded, "seed")
    assert again.returncode == 1
    assert again.stderr == "This house is not empty. Give an empty folder as HAVRE_DATA.\n"


def test_a_damaged_back_up_replaces_nothing(seeded, tmp_path):
    kept = tmp_path / "kept"
    havre(seeded, "backup", str(kept))
    (kept / "keystore" / "keystore.sqlite3").write_bytes(b"no database" * 1_000)
    before = (seeded / "havre.sqlite3").read_bytes()
    done = havre(seeded, "restore", str(kept), "--replace")
    assert done.returncode == 1
    assert "is damaged. Nothing was replaced." in done.stderr
    assert (seeded / "havre.sqlite3").read_bytes() == before
