"""The house hands on what was typed so that whoever finds the address reads nothing."""

import base64

import pytest

from havre.vault import passing, suite


def test_what_is_handed_on_is_taken_up_and_reads_as_noise():
    token = passing.hand_on("place=Zimtstern\nwords=é")
    assert passing.take_up(token) == "place=Zimtstern\nwords=é"
    raw = base64.urlsafe_b64decode(token + "==")
    assert ("Zimtstern" in token, b"Zimtstern" in raw) == (False, False)
    assert token.isascii()
    assert set(token) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


def test_its_length_tells_nothing_of_a_few_words():
    assert len({len(passing.hand_on("x" * n)) for n in (0, 1, 50, 200)}) == 1


def test_it_lasts_for_minutes_by_a_clock_that_nobody_sets(monkeypatch):
    token = passing.hand_on("said")
    now = passing.time.monotonic()
    monkeypatch.setattr(passing.time, "monotonic", lambda: now + passing.LASTS - 1)
    assert passing.take_up(token) == "said"
    monkeypatch.setattr(passing.time, "monotonic", lambda: now + passing.LASTS + 1)
    assert passing.take_up(token) is None


def test_ended_it_opens_nothing_and_another_still_does():
    token, other = passing.hand_on("said"), passing.hand_on("said")
    passing.end(token)
    assert (passing.take_up(token), passing.take_up(other)) == (None, "said")


def test_ended_it_opens_nothing_in_another_spelling_either():
    token = passing.hand_on("said")
    passing.end(token)
    signs = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    spellings = [token[:-1] + sign for sign in signs] + [token + "=", token[:9] + "." + token[9:]]
    assert {passing.take_up(each) for each in spellings} == {None}


def test_only_what_is_ours_is_noted_and_not_for_ever(monkeypatch):
    monkeypatch.setattr(passing, "_ended", {})
    for token in ("", "x", "A" * 503, "é", "=" * 9_000):
        passing.end(token)
    assert passing._ended == {}
    passing.end(passing.hand_on("one"))
    later = passing.time.monotonic() + passing.LASTS + 1
    monkeypatch.setattr(passing.time, "monotonic", lambda: later)
    passing.end(passing.hand_on("two"))
    assert len(passing._ended) == 1


@pytest.mark.parametrize("token", ["", "x", "A" * 503, "é" * 40, "%00", "A" * 9_000, "=" * 7])
def test_what_is_no_token_opens_nothing(token):
    assert passing.take_up(token) is None


def test_another_process_opens_nothing(monkeypatch):
    token = passing.hand_on("said")
    monkeypatch.setattr(passing, "_SECRET", suite.keypair()[1])
    assert passing.take_up(token) is None


def test_a_changed_sign_opens_nothing():
    token = passing.hand_on("said")
    for at in (0, 1, 60, 200, len(token) - 2):
        changed = token[:at] + ("A" if token[at] != "A" else "B") + token[at + 1 :]
        assert passing.take_up(changed) is None
