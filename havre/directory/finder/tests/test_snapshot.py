"""The house reads back what it wrote, whole, or says that it cannot."""

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from havre.directory.finder.index import Index
from havre.directory.finder.snapshot import Refused
from havre.directory.finder.tests import entries as made
from havre.directory.finder.tests.entries import NOW, SUDBURY, entry
from havre.directory.finder.tests.test_exact import wanted
from havre.directory.finder.wanted import Wanted

KEY = b"k" * 32


def filled():
    index = Index()
    index.put(entry(1, "Lantern", points=(SUDBURY,), openings=(made.NOON,)), b'{"a": 1}')
    index.put(entry(2, "Étoile", needs=("medical",)))
    index.drop(UUID(int=2))
    return index


def test_what_was_written_is_read_back_with_its_cards(tmp_path):
    path = tmp_path / "public.index"
    filled().save(path, KEY)
    again = Index.load(path, KEY)
    assert (len(again), again.card(UUID(int=1)), again.card(UUID(int=2))) == (1, b'{"a": 1}', None)
    assert again.find(Wanted(), NOW) == filled().find(Wanted(), NOW)
    assert list(tmp_path.iterdir()) == [path]


def test_an_empty_index_is_read_back(tmp_path):
    Index().save(tmp_path / "x")
    again = Index.load(tmp_path / "x")
    again.put(entry(1, "Lantern", points=(SUDBURY,)))
    assert again.find(Wanted(place="Sudbury"), NOW).total == 1


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(made.entries, max_size=15), st.lists(made.entries, max_size=5), wanted)
def test_an_index_answers_the_same_after_it_was_read_back(tmp_path, before, after, asked):
    index = Index()
    for each in before:
        index.put(each, bytes(each.id.bytes))
    index.save(tmp_path / "x")
    again = Index.load(tmp_path / "x")
    for one in (index, again):
        for each in after:
            one.put(each)
    assert again.find(asked, NOW) == index.find(asked, NOW)
    assert {id: again.card(id) for id in again.ids()} == {id: index.card(id) for id in index.ids()}


def test_a_file_that_is_cut_changed_or_somebody_elses_is_refused_with_a_sentence(tmp_path):
    path = tmp_path / "public.index"
    filled().save(path, KEY)
    whole = path.read_bytes()
    for length in range(0, len(whole), 97):
        path.write_bytes(whole[:length])
        with pytest.raises(Refused, match=r"public\.index .* Build it anew\."):
            Index.load(path, KEY)
    for at in range(0, len(whole), 53):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        with pytest.raises(Refused):
            Index.load(path, KEY)
    path.write_bytes(whole)
    with pytest.raises(Refused):
        Index.load(path, b"another key")
    with pytest.raises(Refused):
        Index.load(path)


def test_the_old_file_stands_if_writing_fails(tmp_path, monkeypatch):
    path = tmp_path / "x"
    filled().save(path)
    old = path.read_bytes()

    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        Index().save(path)
    assert (path.read_bytes(), list(tmp_path.iterdir())) == (old, [path])


def test_a_writer_that_is_killed_leaves_a_whole_file(tmp_path):
    """Killed again and again while it writes without end; what stands there is always whole."""
    path = tmp_path / "x"
    code = (
        "import sys\nfrom pathlib import Path\n"
        "from havre.directory.finder.tests.test_snapshot import filled\n"
        "index = filled()\nprint('go', flush=True)\n"
        "while True:\n    index.save(Path(sys.argv[1]))\n"
    )
    root = Path(__file__).parents[4]
    for _ in range(3):
        writer = subprocess.Popen(
            [sys.executable, "-c", code, str(path)],
            cwd=root,
            stdout=subprocess.PIPE,
            env=os.environ | {"PYTHONPATH": str(root)},
        )
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"go\n"
        while not path.exists():
            pass
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        writer.stdout.close()
        assert len(Index.load(path)) == 1


def test_threads_see_whole_changes():
    """A service that only ever moves is found once, in one place or the other."""
    index = filled()

    def move(turn):
        point = SUDBURY if turn % 2 else made.TORONTO
        index.put(entry(1, "Lantern", points=(point,)))

    def look(_):
        return index.find(Wanted(words="lantern"), NOW).total

    with ThreadPoolExecutor(4) as pool:
        moves = pool.map(move, range(300))
        assert set(pool.map(look, range(300))) == {1}
        assert len(list(moves)) == 300
