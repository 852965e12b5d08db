"""The house counts what is new to whoever holds a conversation, by what they read."""

import uuid

import pytest

from havre.contacts import access, actions, board, reading, together
from havre.contacts.models import Taking
from havre.desk.tests.hand import desk_of
from havre.lib import clock
from tests.hands import begin


@pytest.fixture
def story(house):
    return begin(house, "Allô?", offered=False)


def says(story, *texts: str) -> None:
    contact = story.contact
    public = access.keys.public_of(contact.file, "conversation")
    for text in texts:
        words = actions.Words(text, uuid.uuid4())
        actions.receive(words, contact_id=contact.id, file=contact.file, public=public)


def new(by) -> list[int]:
    return [contact.new_words for contact in board.in_hand(by=by)]


def test_what_the_person_said_is_new_until_it_was_read(story):
    assert new(story.ana) == [1]
    reading.read(story.contact, by=story.ana)
    assert new(story.ana) == [0]
    says(story, "a", "b")
    assert new(story.ana) == [2]
    actions.answer(story.contact, actions.Words("Yes", uuid.uuid4()), by=story.ana)
    assert new(story.ana) == [2]  # answered by another page, and not read yet
    reading.read(story.contact, by=story.ana)
    assert new(story.ana) == [0]


def test_nobody_else_reads_it_for_them(house, story):
    sue = house.on_duty("sue")
    together.sit_beside(story.contact, by=sue)
    reading.read(story.contact, by=sue)
    assert (new(story.ana), new(sue)) == ([1], [])


def test_to_whoever_takes_over_everything_is_new(house, story):
    reading.read(story.contact, by=story.ana)
    asked = together.ask_help("hand_over", by=story.ana, contact=story.contact)
    together.come(asked, by=house.on_duty("sue"))
    assert (new(story.ana), new(house.on_duty("sue"))) == ([], [1])


def test_what_is_read_already_is_not_written_again(story, django_assert_num_queries):
    reading.read(story.contact, by=story.ana)
    contact = access.own(story.contact_id, by=story.ana)
    assert contact.taking.read_until is not None
    with django_assert_num_queries(1):  # one look
        reading.read(contact, by=story.ana)
    before = Taking.objects.get().read_until
    says(story, "late")
    Taking.objects.update(read_until=clock.now())
    reading.read(contact, by=story.ana)  # of a page that knows less: never backwards
    assert Taking.objects.get().read_until > before


@pytest.mark.usefixtures("on_desk")
def test_every_page_says_it_and_only_a_page_in_sight_ends_it(house, story):
    ana, at = desk_of(house, "ana"), f"/talk/{story.contact_id}/"
    one = f'href="{at}" data-contact="{story.contact_id}" data-new-words="1"'
    ana.get(at)
    ana.get(f"{at}messages/")  # fetched by a page that nobody looks at
    for page in ("/", at, "/care/", "/rota/", "/in-hand/"):
        assert one in ana.get(page).content.decode()
    ana.get(f"{at}messages/?seen=yes")
    for page in ("/", at, "/care/", "/in-hand/"):
        assert one not in ana.get(page).content.decode()
    assert one.replace('"1"', '"0"') in ana.get("/in-hand/").content.decode()


@pytest.mark.usefixtures("on_desk")
def test_nobody_elses_page_names_it(house, story):
    for name in ("ben", "ada", "sue"):
        page = desk_of(house, name).get("/audit/" if name == "ada" else "/care/")
        assert (page.status_code, f"in-hand-{story.contact_id}" in page.content.decode()) == (
            200,
            False,
        )
    assert desk_of(house, "ada").get("/in-hand/").status_code == 404
