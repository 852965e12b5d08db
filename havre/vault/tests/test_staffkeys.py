"""The house keeps staff keys behind a passphrase, and refuses weak ones cheaply."""

import time
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from havre.staff.models import Member
from havre.vault import staffkeys, suite
from havre.vault.staffkeys import Chest, WeakPassphrase

GOOD = "lantern plover quartz umbrella"
ME = uuid.UUID(int=7)


@pytest.fixture(scope="module")
def chest() -> Chest:
    return staffkeys.make_chest("JBSWY3DPEHPK3PXP")[0]


@pytest.fixture(scope="module")
def locked(chest) -> staffkeys.Locked:
    return staffkeys.lock(chest, GOOD, ME)


def test_a_chest_opens_with_its_passphrase_for_its_member_only(chest, locked):
    assert staffkeys.unlock(locked, GOOD, ME) == chest
    assert staffkeys.unlock(locked, GOOD + "s", ME) is None
    with pytest.raises(suite.CannotOpen):
        staffkeys.unlock(locked, GOOD, uuid.UUID(int=8))


def test_a_chest_never_shows_what_is_in_it(chest):
    assert (repr(chest), str(chest)) == ("Chest", "Chest")


@pytest.mark.hostile(95)
@pytest.mark.parametrize(
    "weak",
    ["", "short", "elevenchars", "x" * 201, "x" * 10_000_000, "aaaaaaaaaaaaaaaa", "abcabcabcabcabc",
     "quartz lantern \0 plover umbrella"],
    ids=["empty", "short", "11", "201", "10 MB", "one letter", "three letters", "NUL"],
)  # fmt: skip
def test_a_weak_passphrase_is_refused_without_a_stretch(chest, weak):
    start = time.perf_counter()
    with pytest.raises(WeakPassphrase):
        staffkeys.lock(chest, weak, ME)
    assert time.perf_counter() - start < 0.1


@pytest.mark.hostile(95)
@pytest.mark.parametrize("odd", ["x" * 10_000_000, "\0" * 20, "\ud800" * 20, ""])
def test_signing_in_with_any_passphrase_costs_one_stretch(locked, odd):
    start = time.perf_counter()
    assert staffkeys.unlock(locked, odd, ME) is None
    assert 0.05 < time.perf_counter() - start < 20


@pytest.mark.parametrize("edge", ["abcdef" * 2, ("abcdef" * 34)[:200]])
def test_the_shortest_and_the_longest_are_welcome(chest, edge):
    assert staffkeys.unlock(staffkeys.lock(chest, edge, ME), edge, ME) == chest


def test_a_passphrase_is_the_same_however_a_keyboard_composes_it(chest):
    composed, loose = "été à la mer, fenêtre", "été à la mer, fenêtre"
    assert staffkeys.unlock(staffkeys.lock(chest, composed, ME), loose, ME) == chest


@pytest.mark.hostile(71)
def test_every_row_has_its_own_salt_and_slow_parameters(house):
    salts = [bytes(salt) for salt in Member.objects.values_list("salt", flat=True)]
    assert [len(salt) for salt in salts] == [suite.SALT] * 8
    assert len(set(salts)) == 8
    assert (suite.STRETCH_MEMORY, suite.STRETCH_PASSES) == (128 * 1024 * 1024, 4)


@pytest.mark.hostile(67)
def test_a_name_nobody_bears_is_stretched_as_a_real_one(locked):
    decoy = staffkeys.decoy("nobody", "house secret")
    assert len(decoy.salt) == suite.SALT
    assert decoy == staffkeys.decoy("nobody", "house secret")
    assert decoy.salt != staffkeys.decoy("somebody", "house secret").salt
    assert decoy.salt != staffkeys.decoy("nobody", "another house").salt
    spent = []
    for tried in (decoy, locked, decoy, locked):
        start = time.thread_time()  # this thread's own work, whatever else runs
        assert staffkeys.unlock(tried, GOOD + "s", ME) is None
        spent.append(time.thread_time() - start)
    assert 0.5 < min(spent[0::2]) / min(spent[1::2]) < 2


@given(st.binary(min_size=32, max_size=32), st.binary(min_size=32, max_size=32))
def test_another_cookie_opens_no_session(token, other):
    made, session = staffkeys.Chest(b"b" * 32, b"s" * 64, "CODE"), uuid.uuid4()
    wrapped = staffkeys.wrap_for_session(made, token, session)
    assert staffkeys.unwrap_for_session(wrapped, token, session) == made
    assert staffkeys.unwrap_for_session(wrapped, token, uuid.uuid4()) is None
    if other != token:
        assert staffkeys.unwrap_for_session(wrapped, other, session) is None
    assert staffkeys.unwrap_for_session(wrapped[:-1], token, session) is None
