"""Of what somebody saw, less may be told, and never more, and each gap shows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from havre.tips.actions import Seen
from havre.tips.shortening import Added, NotOfIt, Span, bare, read, shortened, spans_of

VAN = Seen(what="A white van, every day. No plate.", who="She: short dark hair")


def told(seen: Seen, **typed: str) -> dict[str, str]:
    return shortened(seen, spans_of(seen, typed))


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("A white van, every day. No plate.", "A white van, every day. No plate."),
        ("  A white\nvan, every day. No plate.", "A white van, every day. No plate."),
        ("A van, every day. No plate.", "A […] van, every day. No plate."),
        ("every day.", "[…] every day. […]"),
        ("A white van", "A white van […]"),
        ("plate.", "[…] plate."),
    ],
)
def test_what_is_left_out_is_seen_to_be_left_out(typed, left):
    assert told(VAN, what=typed) == {"what": left}


def test_what_is_emptied_is_not_there_at_all():
    assert told(VAN, what=" ", who="She: short dark hair") == {"who": "She: short dark hair"}
    assert told(VAN) == {}


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("A stolen white van", ["stolen"]),
        ("A white vans", ["vans"]),
        ("a white van", ["a"]),
        ("van white", ["white"]),
        ("A white van! Ana", ["!", "Ana"]),
        ("A white van, every day. No plate. A white van", ["A", "white", "van"]),
        ("no plate", ["no"]),
        ("[…]", ["[", "…", "]"]),
    ],
)
def test_no_word_is_put_into_anybodys_mouth(typed, words):
    with pytest.raises(Added) as refused:
        told(VAN, what=typed)
    assert refused.value.words == words


def test_words_of_one_part_are_no_words_of_another():
    with pytest.raises(Added):
        told(VAN, where="A white van")


@pytest.mark.parametrize(
    "spans",
    [
        "what:2-4",  # inside a word: «wh» of «white»
        "what:0-99",
        "what:0-1 what:0-1",
        "what:8-11 what:0-1",
        "what:5-5",
        "where:0-1",
        "words:0-1",
        "file:0-1",
        "what:2-7 who:0-3 what:0-1",
    ],
)
def test_places_that_are_none_of_it_are_refused(spans):
    with pytest.raises(NotOfIt):
        shortened(VAN, read(spans))


@pytest.mark.parametrize("odd", ["", "what", "what:a-b", "what:-1-3", "<b>", "what:0-1,2", "١:0-1"])
def test_what_is_no_place_is_left_out(odd):
    assert read(odd) == ()
    assert read(f"what:0-1 {odd}") == (Span("what", 0, 1),)


def test_the_nearest_words_are_taken_where_they_stand_twice():
    seen = Seen(what="the van, the car")
    assert told(seen, what="the car") == {"what": "[…] the car"}
    assert told(seen, what="the van") == {"what": "the van […]"}


def test_where_no_spaces_are_written_a_sign_may_go():
    seen = Seen(what="她每天坐白色货车来", where="ห้องสีแดง")
    assert told(seen, what="她每天坐货车来") == {"what": "她每天坐 […] 货车来"}
    with pytest.raises(Added):
        told(seen, what="他每天坐货车来")


letters = st.text(alphabet="ab c.,\n[…]é她", max_size=20)


@given(letters, letters)
def test_whatever_is_typed_no_sign_leaves_that_they_did_not_write(words, typed):
    seen = Seen(what=words.strip())
    try:
        spans = spans_of(seen, {"what": typed})
    except Added:
        return
    left = [seen.what[start:end] for _, start, end in spans]
    assert "".join("".join(left).split()) == "".join(typed.split())
    assert read(" ".join(map(str, spans))) == spans
    if spans:
        assert spans_of(seen, {"what": " ".join(left)}) is not None
        assert shortened(seen, spans)["what"].startswith(("[…] ", left[0]))
        assert bare(seen, spans_of(seen, {"what": seen.what})) == seen or "[…]" in seen.what
