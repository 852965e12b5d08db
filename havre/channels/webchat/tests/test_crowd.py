"""The house says when nobody can begin to write, gives the number first, and loses no word."""

import re

import pytest

from havre.channels.webchat import crowd
from havre.channels.webchat.models import Session
from havre.channels.webchat.tests.hand import say, start, told
from havre.contacts.models import Contact
from tests.crowds import carried
from tests.faces import Browser
from tests.hands import clock_at, later
from tests.people import House

NUMBER = 'href="tel:18339001010"'


@pytest.fixture(autouse=True)
def _quiet_before() -> None:
    crowd._crowd.cache_clear()
    crowd._reserve.cache_clear()


def starts(count: int, **more: str) -> list:
    """So many strangers press Start, each with words of their own."""
    pressed = [(Browser(), {"key": f"{n:03}" + "k" * 40, "text": f"hello {n}"} | more)
               for n in range(count)]  # fmt: skip
    return [browser.post("/en/talk/", said) for browser, said in pressed]


@pytest.mark.hostile(101)
def test_a_flood_is_told_to_wait_with_the_number_and_its_words(
    house: House, front: Browser, settings
) -> None:
    settings.TALKS_A_MINUTE = 1
    answers = starts(9)
    assert [a.status_code for a in answers] == [303] * 3 + [429] * 6
    page = answers[-1].content.decode()
    assert 1 <= int(answers[-1]["Retry-After"]) <= 60
    assert (NUMBER in page, "hello 8</textarea>" in page) == (True, True)
    assert page.index(NUMBER) < page.index("Very many people write") < page.index("<textarea")
    assert Contact.objects.count() == 3


def test_whoever_is_in_already_is_not_slowed_down(house: House, front: Browser, settings) -> None:
    settings.TALKS_A_MINUTE = 1
    start(front, "Hello")
    starts(9)
    for n in range(9):
        assert say(front, f"still here {n}").status_code == 303
    assert len(told(front)) == 10


def test_whoever_says_that_they_are_in_danger_draws_on_a_reserve(
    house: House, front: Browser, settings
) -> None:
    settings.TALKS_A_MINUTE = 1
    starts(9)
    answer = front.post("/en/talk/", {"key": "d" * 43, "text": "", "danger": "yes"})
    assert (answer.status_code, Session.objects.count()) == (303, 4)


def press_again(front: Browser, page, **other: str):
    """Start, on the page that asked to wait."""
    hidden = re.findall(r'type="hidden" name="(key|place)" value="([^"]+)"', page.content.decode())
    assert len(hidden) == 2
    return front.post("/en/talk/", dict(hidden) | {"text": "Zimtstern"} | other)


@pytest.mark.hostile(101)
def test_what_was_said_of_seconds_is_kept_however_many_press(
    house: House, front: Browser, settings
) -> None:
    settings.TALKS_A_MINUTE = 1
    starts(9)
    full = start(front, "Zimtstern")
    impatient = press_again(front, full)
    assert (full["Retry-After"], impatient.status_code) == ("10", 429)
    starts(9)
    with clock_at(later(seconds=11)):
        starts(9)
        answer = press_again(front, impatient)  # it kept the place of the first
    assert (answer.status_code, told(front)) == (303, [("person", "Zimtstern")])


def test_a_place_is_held_for_one_page_a_while_and_cannot_be_made_up(
    house: House, front: Browser, settings
) -> None:
    settings.TALKS_A_MINUTE = 1
    full = starts(9)[-1]
    assert press_again(front, full, key="x" * 43).status_code == 429  # of another page
    with clock_at(later(seconds=11)):
        for made_up in ("x", "WyJr" * 9, "a:b:c"):
            assert press_again(front, full, place=made_up).status_code == 429
    with clock_at(later(seconds=700)):
        assert press_again(front, full).status_code == 429
    with clock_at(later(hours=-1)):
        assert press_again(front, full)["Retry-After"] == "10"
    assert Contact.objects.count() == 3


def test_a_place_begins_one_conversation(house: House, front: Browser, settings) -> None:
    settings.TALKS_A_MINUTE = 1
    full = starts(9)[-1]
    with clock_at(later(seconds=11)):
        assert [press_again(front, full).status_code for _ in range(3)] == [303] * 3
    assert Contact.objects.count() == 4


def test_while_few_begin_the_page_asks_for_nothing(house: House, front: Browser, settings) -> None:
    settings.TALKS_A_MINUTE = 2
    quiet = front.get("/en/talk/").content.decode()
    starts(4)
    busy = front.get("/en/talk/").content.decode()
    for part in ('name="place"', 'name="work"', "data-preparing"):
        assert (part in quiet, part in busy) == (False, True), part
    assert len(busy) - len(quiet) < 600
    shown = [re.sub(r"<p[^>]* hidden>.*?</p>|<[^>]*>", "", page) for page in (quiet, busy)]
    assert shown[0].split() == shown[1].split()


@pytest.mark.hostile(101)
def test_a_device_that_did_its_work_begins_while_a_flood_stands(
    house: House, front: Browser, settings
) -> None:
    settings.TALKS_A_MINUTE = 1
    starts(9)
    said = carried(front.get("/en/talk/").content.decode())
    answer = front.post("/en/talk/", said | {"text": "Zimtstern"})
    assert (answer.status_code, told(front)) == (303, [("person", "Zimtstern")])


@pytest.mark.hostile(101)
@pytest.mark.parametrize(
    "bent", [{"work": "0" * 9}, {"place": "x"}, {"key": "d" * 43}, {"work": "<b>"}, {"work": ""}]
)
def test_work_that_is_none_keeps_the_words_and_the_number_and_may_try_again(
    house: House, front: Browser, settings, bent: dict[str, str]
) -> None:
    settings.TALKS_A_MINUTE = 1
    starts(9)
    said = carried(front.get("/en/talk/").content.decode()) | {"text": "Zimtstern"} | bent
    answer = front.post("/en/talk/", said)
    page = answer.content.decode()
    assert (answer.status_code, NUMBER in page, "Zimtstern</textarea>" in page) == (429, True, True)
    assert "Very many people write" in page
    again = front.post("/en/talk/", carried(page) | {"text": "Zimtstern"})
    assert (again.status_code, told(front)) == (303, [("person", "Zimtstern")])


def test_the_same_work_twice_is_one_conversation_and_the_words_are_kept(
    house: House, front: Browser, settings
) -> None:
    settings.TALKS_A_MINUTE = 1
    starts(9)
    said = carried(front.get("/en/talk/").content.decode()) | {"text": "Zimtstern"}
    first, second = (Browser().post("/en/talk/", said) for _ in range(2))
    assert (first.status_code, second.status_code) == (303, 429)
    again = front.post("/en/talk/", carried(second.content.decode()) | {"text": "Zimtstern"})
    assert (again.status_code, Contact.objects.count()) == (303, 4)
    assert told(front) == [("person", "Zimtstern")]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_closed_line_says_so_before_anybody_writes(
    house: House, front: Browser, settings, language: str
) -> None:
    settings.TALKS_A_MINUTE = 0
    sentence = {"en": "answers by phone alone", "fr": "répond seulement par téléphone"}[language]
    for at in ("", "talk/"):
        page = front.get(f"/{language}/{at}").content.decode()
        assert (sentence in page, NUMBER in page, "<textarea" in page) == (True, True, False)
        assert re.findall("at the keyboard|au clavier", page) == []


def test_a_line_that_closed_meanwhile_gives_the_words_back(
    house: House, front: Browser, settings
) -> None:
    settings.TALKS_A_MINUTE = 0
    answer = start(front, "Zimtstern")
    page = answer.content.decode()
    assert (answer.status_code, "Zimtstern</textarea>" in page, NUMBER in page) == (503, True, True)
    assert "was not sent" in page
    assert Contact.objects.count() == 0


def test_who_talks_when_it_closes_goes_on(house: House, front: Browser, settings) -> None:
    start(front, "Hello")
    settings.TALKS_A_MINUTE = 0
    assert say(front, "and on").status_code == 303
    assert told(front) == [("person", "Hello"), ("person", "and on")]


def test_no_page_ever_tells_a_place_in_the_queue(house: House, front: Browser, settings) -> None:
    settings.TALKS_A_MINUTE = 1
    start(front, "Hello")
    pages = [front.get("/en/talk/"), front.get("/fr/talk/messages/"), *starts(5)]
    text = " ".join(re.sub(r"<[^>]*>", " ", page.content.decode()) for page in pages)
    found = re.findall(r"\d+ (?:people|personnes|gens)|position|ahead of|avant vous|place \d", text)
    assert found == []
