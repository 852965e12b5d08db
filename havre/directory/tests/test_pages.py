"""The house searches beside a conversation, side by side, on a map, and on a sheet to hand over."""

import re

import pytest

from havre.desk.tests.hand import desk_of
from havre.directory import actions, drawing
from havre.directory.tests.scenes import BY, location, organization, service

pytestmark = pytest.mark.usefixtures("on_desk")
FOUND, SHEET, COMPARED, MAP = (
    f"/services/{name}/" for name in ("found", "handout", "compared", "map")
)


@pytest.fixture
def shelf(house):
    """Two services, one of them with something that only responders may know."""
    open_house = service(
        "open", names={"en": "Open door", "fr": "Porte ouverte"}, settlement="Montréal",
        province="QC", phones=[{"number": "514-555-0118", "extension": "007"},
                               {"number": "514-555-0119", "purpose": "direct"}],
        facts={"children_welcome": "yes"}, hours={"en": "Always", "fr": "Toujours"},
    )  # fmt: skip
    legal = service("law", names={"en": "Legal clinic", "fr": "Clinique juridique"}, kind="legal",
                    needs=["legal_immigration"], reach="national")  # fmt: skip
    return open_house, legal


def words(answer) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def test_whoever_seeks_finds_alone_too_and_no_other_role_does(house, shelf):
    for name in ("ana", "sue", "dee"):
        desk = desk_of(house, name)
        assert desk.get("/services/").status_code == 200
        told = words(desk.post(FOUND, {"place": "Montréal"}))
        assert "Open door" in told or "Porte ouverte" in told
    assert desk_of(house, "ines").get("/services/").status_code in {403, 404}


def test_what_is_typed_stands_in_no_address(house, shelf):
    desk = desk_of(house, "ana")
    assert desk.get(FOUND, {"words": "x"}).status_code == 405


def test_typed_words_are_taken_for_what_they_mean_and_that_is_said(house, shelf):
    desk = desk_of(house, "ana")
    said = "Take back: “montreal” as Montréal, Quebec"
    assert said in desk.post(FOUND, {"words": "lit Montréal"}).content.decode()
    taken_back = desk.post(FOUND, {"words": "lit Montréal", "alone": "place"})
    assert said not in taken_back.content.decode()


def test_two_are_seen_side_by_side_and_what_differs_is_marked(house, shelf):
    desk = desk_of(house, "ana")
    ids = [str(each.id) for each in shelf]
    page = desk.post(COMPARED, {"service": ids}).content.decode()
    assert page.count('scope="col"') == 2
    row = next(row for row in page.split("<tr")[1:] if "Children welcome?" in row)
    assert "data-differs" in row
    assert "We don’t know" in row
    assert "Tick two or three" in words(desk.post(COMPARED, {"service": ids[:1]}))


@pytest.mark.requirement("000-12")
def test_a_sheet_tells_what_everybody_may_know_in_the_persons_language(house, shelf):
    desk = desk_of(house, "ana")
    ids = [str(each.id) for each in shelf]
    told = words(desk.post(SHEET, {"service": ids, "spoken": "fr"}))
    assert "Porte ouverte" in told
    assert "514-555-0118, poste 007" in told
    assert "514-555-0119" not in told
    assert "Ouvert\u00a0: Toujours" in told.replace("Ouvert : ", "Ouvert\u00a0: ")
    actions.change(shelf[0], {"visibility": "responder"}, by=BY)
    assert "Porte ouverte" not in words(desk.post(SHEET, {"service": ids, "spoken": "fr"}))


@pytest.mark.requirement("000-12")
def test_a_map_shows_a_hidden_house_in_the_middle_of_its_settlement(house):
    owner = organization("house")
    bed = service("safe", of=owner)
    home = location("home", owner, [bed], settlement="Sudbury", lat=46.6, lon=-81.2)
    actions.seal_place(home, {"address_1": "41 Hidden Lane", "lat": 46.61, "lon": -81.21}, by=BY)
    page = desk_of(house, "ana").post(MAP, {"listed": [str(bed.id)]}).content.decode()
    assert "Sudbury" in page
    mark = re.search(r'map-mark"><circle cx="([\d.]+)" cy="([\d.]+)"', page)
    assert mark is not None
    middle = drawing.project(46.49, -81.01)  # of Greater Sudbury, by the gazetteer
    drawn = drawing.drawn([(46.49, -81.01, "Sudbury", 1)])
    assert drawn is not None
    assert (float(mark[1]), float(mark[2])) == pytest.approx((drawn.marks[0].x, drawn.marks[0].y))
    assert middle != pytest.approx(drawing.project(46.61, -81.21), abs=5)


def test_a_map_of_nothing_says_so(house, shelf):
    desk = desk_of(house, "ana")
    assert "None of these has a place to show" in words(
        desk.post(MAP, {"listed": [str(shelf[1].id)]})
    )


@pytest.mark.hostile(7)
def test_hostile_words_of_a_record_stay_words(house):
    bad = "<script>alert(1)</script> {{7*7}} ${x}"
    service("bad", names={"en": bad, "fr": bad}, summaries={"en": bad}, reach="national")
    page = desk_of(house, "ana").post(FOUND, {}).content.decode()
    assert "<script>alert" not in page
    assert "{{7*7}}" in page


def test_marks_that_would_hide_each_other_are_one_with_both_names():
    drawn = drawing.drawn(
        [(45.42, -75.69, "Ottawa", 1), (45.48, -75.65, "Gatineau", 2), (44.39, -79.69, "Barrie", 3)]
    )
    assert drawn is not None
    assert [(mark.label, mark.numbers) for mark in drawn.marks] == [
        ("Ottawa, Gatineau", [1, 2]),
        ("Barrie", [3]),
    ]
