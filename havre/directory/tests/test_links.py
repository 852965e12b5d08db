"""The house asks web pages whether they are there; a curator sees which are not."""

import datetime as dt
from collections.abc import Iterator

import pytest

from havre.desk.tests.hand import desk_of
from havre.directory import actions, links
from havre.directory.models import LinkCheck
from havre.directory.tests.scenes import BY, organization, service
from havre.lib import clock
from tests.web import PUBLIC, Web, answer, small_web

pytestmark = pytest.mark.usefixtures("on_desk")
PAGE = "http://page.example/"


@pytest.fixture
def web(monkeypatch) -> Iterator[Web]:
    with small_web(monkeypatch) as made:
        yield made


@pytest.mark.parametrize(
    ("said", "outcome"),
    [
        ([answer("200 OK")], "well"),
        ([answer("403 Forbidden")], "well"),  # who lets no program in is there
        ([answer("404 Not Found")], "gone"),
        ([answer("410 Gone")], "gone"),
        ([answer("503 Later")], "unreached"),
        ([b""], "unreached"),
        ([answer("301 x", "Location: http://www.page.example"), answer("200 OK")], "well"),
        ([answer("301 x", "Location: /new"), answer("200 OK")], "moved"),
        ([answer("302 x", "Location: /today"), answer("200 OK")], "well"),
        ([answer("301 x", "Location: /new"), answer("404 No")], "gone"),
        ([answer("302 x", "Location: http://inside.example/")], "forbidden"),
    ],
)
def test_what_a_page_answers_is_one_of_five_words(web, said, outcome):
    web.names |= {"www.page.example": [[PUBLIC]], "inside.example": [["10.0.0.1"]]}
    web.answers = said
    assert links.asked(PAGE) == outcome


def test_each_address_is_asked_once_a_month_however_many_name_it(house, web):
    owner = organization("o", website=PAGE)
    bed = service("s", of=owner, website=PAGE)
    gone = service("g", of=owner, website=PAGE)
    actions.change(gone, {"status": "defunct"}, by=BY)
    web.answers = [answer("404 x")]
    assert links.check(10) == {"gone": 1}
    assert len(web.heard) == 1
    assert {row.record for row in LinkCheck.objects.all()} == {owner.id, bed.id}
    assert (links.due(), links.check(10)) == ([], {})
    LinkCheck.objects.update(at=clock.now() - dt.timedelta(days=31))
    assert len(links.due()) == 2
    assert sorted(links.wrong()) == sorted([("organization", owner.id), ("service", bed.id)])


def test_whoever_was_silent_is_asked_again_in_two_days_and_is_not_wrong(house, web):
    organization("o", website=PAGE)
    assert links.check(10) == {"unreached": 1}
    assert (links.due(), links.wrong()) == ([], [])
    LinkCheck.objects.update(at=clock.now() - dt.timedelta(days=2))
    assert len(links.due()) == 1


def test_another_address_is_asked_at_once_and_what_the_old_one_said_is_over(house, web):
    owner = organization("o", website=PAGE)
    web.answers = [answer("404 x")]
    links.check(10)
    assert len(links.wrong()) == 1
    actions.change(owner, {"website": "http://page.example/new"}, by=BY)
    assert (links.wrong(), len(links.due())) == ([], 1)


def test_no_more_than_so_many_are_asked_and_those_never_asked_first(house, web):
    for n in range(3):
        organization(f"o{n}", website=f"{PAGE}{n}")
    web.answers = [answer("200 OK")] * 3
    links.check(2)
    LinkCheck.objects.update(at=clock.now() - dt.timedelta(days=40))
    asked = set(LinkCheck.objects.values_list("address", flat=True))
    links.check(1)
    assert set(LinkCheck.objects.values_list("address", flat=True)) - asked
    assert len(web.heard) == 3


def test_a_curator_finds_the_wrong_ones_and_reads_why_and_when(house, web):
    owner = organization("linden-page", website=PAGE)
    web.answers = [answer("404 x")]
    links.check(10)
    sue = desk_of(house, "sue")
    assert "Linden-Page" in sue.get("/directory/", {"care": "links"}).content.decode()
    page = sue.get(f"/directory/{owner.id}/").content.decode()
    assert "The page is gone, " in page or "La page n’existe plus, " in page
