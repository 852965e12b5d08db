"""How many places are free: said in two taps, believed for some hours, then nobody knows."""

import datetime as dt

import pytest

from havre.audit.models import Entry
from havre.desk.tests.hand import desk_of
from havre.directory.access import Wanted, cards_of, search
from havre.directory.capacity import say_beds
from havre.directory.models import Capacity
from havre.directory.shapes import Malformed
from havre.directory.tests.scenes import service
from havre.lib import clock


@pytest.fixture
def at(monkeypatch):
    """Turns the clock so many hours on."""
    start = clock.now()

    def turn(hours: float) -> None:
        monkeypatch.setattr(clock, "now", lambda: start + dt.timedelta(hours=hours))

    return turn


def words(row) -> str:
    return cards_of([str(row.id)])[0].beds


def with_beds(row) -> bool:
    found = search(Wanted(beds=True))
    return "beds" not in found.found.widened and row.id in {each.id for each in found.services}


@pytest.mark.requirement("004-23")
def test_a_free_place_is_found_at_once_and_unknown_after_twelve_hours(house, at):
    bed = service()
    assert not with_beds(bed)
    say_beds(bed, 2, by="ana")
    assert (with_beds(bed), words(bed).startswith("2 places")) == (True, True)
    at(11.9)
    assert with_beds(bed)
    at(12.1)
    assert (with_beds(bed), "Personne n" in words(bed) or "Nobody" in words(bed)) == (False, True)
    assert Entry.objects.filter(verb="beds_said", target=str(bed.id)).count() == 1


def test_the_newest_word_counts_and_the_older_ones_are_kept(house, at):
    bed = service()
    say_beds(bed, 3, by="ana")
    at(1)
    say_beds(bed, 0, by="sue", hours=2)
    assert (with_beds(bed), Capacity.objects.count()) == (False, 2)
    at(4)
    assert "3" not in words(bed)  # the newer one expired; the older one does not come back


@pytest.mark.parametrize(
    "wrong",
    [
        {"available": -1},
        {"available": 1000},
        {"available": 5, "maximum": 4},
        {"available": 1, "hours": 0},
        {"available": 1, "hours": 169},
        {"available": 1, "unit": "castle"},
        {"available": 1, "waiting": -1},
    ],
)
def test_what_cannot_be_is_not_kept(house, wrong):
    bed = service()
    with pytest.raises(Malformed):
        say_beds(bed, wrong.pop("available"), by="ana", **wrong)
    assert Capacity.objects.count() == 0


@pytest.mark.usefixtures("on_desk")
def test_two_taps_say_it_where_somebody_sleeps_and_nowhere_else(house):
    bed, clinic = service(), service("clinic", kind="health", needs=["medical"])
    say_beds(bed, 1, by="dee", maximum=4, unit="room")
    ana = desk_of(house, "ana")
    page = ana.post("/services/found/", {}).content.decode()
    assert (page.count(f"/directory/{bed.id}/beds/") > 0, f"{clinic.id}/beds/" in page) == (
        True,
        False,
    )
    to = f"/directory/{bed.id}/beds/"
    answer = ana.post(to, {"free": "3"}, headers={"HX-Request": "true"})
    assert "Noted" in answer.content.decode()
    newest = Capacity.objects.latest("at")
    assert (newest.available, newest.maximum, newest.unit) == (3, 4, "room")
    ana.post(to, {"free": "8"})
    assert Capacity.objects.latest("at").maximum is None
    for odd in ("7", "-1", "x", "٣", "", "99999"):
        assert ana.post(to, {"free": odd}).status_code == 404
    assert ana.post(f"/directory/{clinic.id}/beds/", {"free": "1"}).status_code == 404
    assert desk_of(house, "ines").post(to, {"free": "1"}).status_code == 404
    assert Capacity.objects.count() == 3
