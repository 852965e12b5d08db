"""The house seals so that only a held key opens, and every sealing is another one."""

import os
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nacl.exceptions import CryptoError

from havre.lib import lang
from havre.vault import suite
from havre.vault.suite import CannotOpen

PUBLIC, SECRET = suite.keypair()
OVERHEAD = 1 + 80 + 24 + 16  # suite, the sealed key, nonce, tag
EDGES = [256, 1_024, 4_096, 16_384, 65_536, 262_144]


@given(st.binary(max_size=3_000), st.binary(max_size=100))
def test_what_was_sealed_opens_again(text, place):
    assert suite.unseal(suite.seal(text, PUBLIC, place), SECRET, place) == text


@pytest.mark.parametrize("edge", EDGES)
def test_sizes_tell_only_the_bucket(edge):
    just_fits = suite.seal(b"x" * (edge - 1), PUBLIC, b"")
    assert len(just_fits) == edge + OVERHEAD
    assert suite.unseal(just_fits, SECRET, b"") == b"x" * (edge - 1)


@pytest.mark.parametrize(("edge", "next_one"), list(pairwise(EDGES)))
def test_one_byte_more_takes_the_next_bucket(edge, next_one):
    assert len(suite.seal(b"x" * edge, PUBLIC, b"")) == next_one + OVERHEAD


def test_what_is_larger_than_the_largest_bucket_is_refused():
    with pytest.raises(ValueError, match="262144 bytes do not fit"):
        suite.seal(b"x" * 262_144, PUBLIC, b"")


@pytest.mark.hostile(2)
def test_a_longest_message_fits_the_fourth_bucket_even_signed():
    longest = 1 + 16 + 64 + lang.LONGEST * len("🌻".encode())
    assert len(suite.seal(b"x" * longest, PUBLIC, b"")) == 16_384 + OVERHEAD


@pytest.mark.hostile(88)
def test_no_two_sealings_are_alike():
    """10^5 here, not the register's 10^7: nonces are 24 random bytes, keys 32 fresh ones."""
    key, nonces, boxes = suite.new_key(), set(), set()
    for _ in range(100_000):
        nonces.add(suite.encrypt(key, b"the same", b"")[:24])
    for _ in range(5_000):
        boxes.add(suite.seal(b"the same", PUBLIC, b"the same"))
    assert (len(nonces), len(boxes)) == (100_000, 5_000)


@pytest.mark.hostile(88)
@settings(max_examples=50)
@given(st.binary(max_size=300))
def test_two_sealings_share_no_block(text):
    one, other = (suite.seal(text, PUBLIC, b"")[1:] for _ in range(2))
    blocks = [{box[i : i + 16] for i in range(0, len(box) - 15)} for box in (one, other)]
    assert blocks[0] & blocks[1] == set()


@pytest.mark.hostile(86)
@pytest.mark.parametrize("size", [0, 1, 300])
def test_what_this_house_did_not_pad_is_refused(size):
    """Whoever has the public key can seal anything to it: it must not break a page."""
    key = suite.new_key()
    box = bytes([suite.SUITE]) + suite.seal_key(key, PUBLIC) + suite.encrypt(key, b"\0" * size, b"")
    with pytest.raises(CannotOpen, match="not sealed by this house"):
        suite.unseal(box, SECRET, b"")


@pytest.mark.hostile(86)
def test_a_padding_without_an_end_is_refused():
    key = suite.new_key()
    box = bytes([suite.SUITE]) + suite.seal_key(key, PUBLIC) + suite.encrypt(key, b"\0" * 256, b"")
    with pytest.raises(CannotOpen, match="not sealed by this house"):
        suite.unseal(box, SECRET, b"")


def test_another_key_opens_nothing():
    box = suite.seal(b"words", PUBLIC, b"")
    with pytest.raises(CannotOpen):
        suite.unseal(box, suite.keypair()[1], b"")


def test_a_signature_is_its_author_s_alone():
    public, secret = suite.signing_pair()
    signature = suite.sign(b"words", secret)
    other, _ = suite.signing_pair()
    assert [
        suite.is_signed(b"words", signature, public),
        suite.is_signed(b"other", signature, public),
        suite.is_signed(b"words", signature, other),
        suite.is_signed(b"words", signature[:-1], public),
        suite.is_signed(b"words", b"", b""),
    ] == [True, False, False, False, False]


def test_keys_of_two_purposes_have_nothing_in_common():
    master = os.urandom(32)
    purposes = ("verifier", "kek-passphrase", "desk-session", "session-box", "session-id")
    assert len({suite.derive(master, purpose) for purpose in purposes}) == len(purposes)


def test_a_broken_public_key_seals_nothing():
    with pytest.raises((CryptoError, ValueError, TypeError)):
        suite.seal(b"words", b"short", b"")


def test_a_purpose_that_would_be_cut_short_is_refused():
    with pytest.raises(ValueError, match="at most 16 bytes"):
        suite.derive(b"k" * 32, "asked indigenous?")
