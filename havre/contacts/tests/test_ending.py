"""The house ends a conversation after two warnings or in silence, never by itself or by a count."""

import uuid

import pytest

from havre.audit.models import Entry
from havre.contacts import access, actions, ending, phrases, transport
from havre.contacts.models import Asked, Closure, Message
from havre.desk.tests.hand import desk_of, key_in
from havre.statistics.models import PendingTally
from tests.hands import Story, begin
from tests.people import House

CRUEL = "Zimtstern, tais-toi."


@pytest.fixture
def story(house: House) -> Story:
    return begin(house, "Allô?", offered=False)


def goes_on(house: House, story: Story, text: str = CRUEL) -> None:
    """They write once more."""
    public = actions.keys.public_of(story.contact.file, "conversation")
    words = actions.Words(text, uuid.uuid4())
    actions.receive(words, contact_id=story.contact_id, file=story.contact.file, public=public)


def warn(story: Story, number: int) -> None:
    ending.warn(story.contact, number, by=story.ana, key=uuid.uuid4())


def twice_warned(house: House, story: Story) -> None:
    for number in (1, 2):
        warn(story, number)
        goes_on(house, story)


def end(story: Story, *, pause: bool = False) -> Closure:
    return ending.end_after_warnings(story.contact, by=story.ana, key=uuid.uuid4(), pause=pause)


def ours(story: Story) -> list[tuple[str, str]]:
    said = access.said_in(story.contact, by=story.ana)
    return [(one.kind, one.text) for one in said if one.sender == "staff"]


def test_two_warnings_in_fixed_words_then_the_end_counted_apart(house, story):
    twice_warned(house, story)
    assert end(story).outcome == "abusive"
    first, second, last, _ = phrases.said("warnings", "fr")
    assert ours(story) == [("warning", first), ("warning", second), ("words", last)]
    assert PendingTally.objects.get().apart == "abusive"
    verbs = [entry.verb for entry in Entry.objects.order_by("n")]
    assert [verb for verb in verbs if verb in ("warned", "set_apart", "closed", "paused")] == [
        "warned",
        "warned",
        "set_apart",
        "closed",
    ]


def test_nobody_is_warned_again_who_wrote_nothing_since(house, story):
    warn(story, 1)
    with pytest.raises(ending.NotNow):
        warn(story, 2)
    goes_on(house, story)
    warn(story, 2)
    with pytest.raises(ending.NotNow):
        end(story)
    assert len(ours(story)) == 2


@pytest.mark.parametrize("given", [0, 1])
def test_nothing_ends_before_two_warnings_however_much_was_written(house, story, given):
    for number in range(1, given + 1):
        warn(story, number)
    for _ in range(30):
        goes_on(house, story)
    with pytest.raises(ending.NotNow):
        end(story, pause=True)
    assert Closure.objects.count() == 0


def test_two_tabs_give_one_warning_and_a_double_click_says_it_once(house, story):
    key = uuid.uuid4()
    for _ in range(2):
        ending.warn(story.contact, 1, by=story.ana, key=key)
    goes_on(house, story)
    with pytest.raises(ending.NotNow):
        warn(story, 1)
    assert len(ours(story)) == 1


def test_a_third_warning_does_not_exist(house, story):
    twice_warned(house, story)
    with pytest.raises(ending.NotNow):
        warn(story, 2)
    assert ending.warned(story.contact).next == ending.END


def test_whoever_said_that_they_are_in_danger_is_not_shut_out(house, story):
    Asked.objects.create(contact=story.contact, what="danger")
    twice_warned(house, story)
    with pytest.raises(ending.InDanger):
        end(story, pause=True)
    assert Closure.objects.count() == 0
    assert end(story).outcome == "abusive"


def test_a_supervisor_who_looks_on_warns_nobody(house, story):
    with pytest.raises(transport.NotCleared):
        ending.warn(story.contact, 1, by=house.on_duty("sue"), key=uuid.uuid4())


def test_silence_may_rest_and_is_counted_apart(house):
    story = begin(house, offered=False)
    Message.objects.filter(contact=story.contact).delete()
    assert ending.let_rest(story.contact, by=story.ana).outcome == "silent"
    assert PendingTally.objects.get().apart == "silent"


@pytest.mark.parametrize("kind", ["words", "asked"])
def test_what_was_written_or_asked_for_is_no_silence(house, story, kind):
    Message.objects.filter(contact=story.contact).update(kind=kind)
    with pytest.raises(ending.Wrote):
        ending.let_rest(story.contact, by=story.ana)


def test_a_page_left_without_a_word_may_rest(house, story):
    Message.objects.filter(contact=story.contact).update(kind="left")
    assert ending.let_rest(story.contact, by=story.ana).outcome == "silent"


@pytest.mark.usefixtures("on_desk")
def test_at_the_desk_each_step_stands_alone_and_says_why_not(house, story):
    ana, at = desk_of(house, "ana"), f"/talk/{story.contact_id}/"

    def panel() -> str:
        return ana.get(f"{at}panels/warnings/").content.decode()

    def post(verb: str, **posted: object) -> int:
        key = key_in(ana.get(f"{at}panels/warnings/")) if "value" in panel() else uuid.uuid4()
        return ana.post(f"{at}{verb}/", {"key": key, **posted}).status_code

    assert ("Give the first warning" in panel(), "End the conversation" in panel()) == (True, False)
    assert [post("warnings", number=n) for n in (2, "x", 1)] == [422, 422, 302]
    assert "written nothing since" in panel()
    assert [post("warnings", number=2), post("ending")] == [422, 422]
    goes_on(house, story)
    assert post("warnings", number=2) == 302
    goes_on(house, story)
    assert "End it, and pause that browser" in panel()
    key = key_in(ana.get(f"{at}panels/warnings/"))
    answers = [ana.post(f"{at}ending/", {"key": key}) for _ in range(2)]
    assert [answer["Location"] for answer in answers] == ["/?closed=yes"] * 2
    assert Closure.objects.count() == 1


@pytest.mark.usefixtures("on_desk")
def test_the_silence_panel_leaves_once_they_write(house, story):
    ana, at = desk_of(house, "ana"), f"/talk/{story.contact_id}/"
    assert "Let it rest" not in ana.get(f"{at}panels/silence/").content.decode()
    assert ana.post(f"{at}resting/").status_code == 422
    Message.objects.filter(contact=story.contact).delete()
    page = ana.get(f"{at}panels/silence/").content.decode()
    assert phrases.said("silence", "fr")[0] in page
    assert ana.post(f"{at}resting/")["Location"] == "/?closed=yes"
