"""The desk lets members say what they bring, and where they are called, by their own word alone."""

import datetime as dt
import re

import pytest

from havre.desk.tests.hand import desk_of
from havre.staff import calling, presence, rostering
from havre.staff.models import CallAddress, Called, Member
from havre.staff.rostering import When

pytestmark = pytest.mark.usefixtures("on_desk")
AT = "sue@home.example"


def page(desk, path: str = "/yours/") -> str:
    return desk.get(path).content.decode()


def member(name: str) -> Member:
    return Member.objects.get(name=name)


def test_a_member_says_what_they_bring_and_colleagues_see_it(house):
    ana = desk_of(house, "ana")
    said = {"languages": ["fr"], "skills": ["youth", "labour"]}
    assert ana.post("/yours/bringing/", said)["Location"] == "/yours/?kept=yes"
    assert (member("ana").languages, member("ana").skills) == ("fr", "youth labour")
    assert len(re.findall(r"<input[^>]*checked", page(ana))) == 3
    assert "somebody used to young people" in page(ana, "/")
    ana.post("/yours/bringing/", {})
    assert (member("ana").languages, member("ana").skills) == ("", "")


def test_all_that_is_ones_own_stands_on_one_page_and_nobody_sees_a_part_they_have_no_use_for(house):
    parts = {"h-bring", "h-call", "h-colours", "h-rings", "h-keys"}
    shown = {
        name: set(re.findall(r'<h2 id="(h-[a-z]+)"', page(desk_of(house, name))))
        for name in ("sue", "ana", "ines", "dee", "ada")
    }
    everybodys = parts - {"h-bring", "h-call"}
    assert shown == {
        "sue": parts,
        "ana": parts - {"h-call"},
        "ines": everybodys,
        "dee": everybodys,
        "ada": everybodys,
    }
    assert desk_of(house, "ana").get("/yourself/").status_code == 404


@pytest.mark.parametrize(
    "said", [{"skills": ["king"]}, {"languages": ["xx"]}, {"skills": ["woman'--"]}]
)
def test_what_is_not_on_the_list_is_refused_with_a_sentence(house, said):
    ana = desk_of(house, "ana")
    answer = ana.post("/yours/bringing/", said)
    assert answer.status_code == 422
    assert "One of the choices is not on the list." in answer.content.decode()
    assert (member("ana").languages, member("ana").skills) == ("en fr", "")


def test_what_nobody_on_this_line_asks_for_is_not_offered_but_kept_where_it_was_said(
    house, settings
):
    settings.WISHES, settings.QUEUE_SKILLS = ["woman"], {"tip_form": "tips"}
    Member.objects.filter(name="ana").update(skills="labour")
    skills = re.findall(r'name="skills" value="(\w+)"', page(desk_of(house, "ana")))
    assert skills == ["woman", "labour", "tips"]


def test_only_its_owner_sees_the_address_and_only_who_can_be_on_call_has_one(house):
    sue, ana = desk_of(house, "sue"), desk_of(house, "ana")
    sue.post("/yours/calling/", {"address": AT})
    assert CallAddress.objects.get().address == AT
    assert AT in page(sue)
    for path in ("/yours/", "/", "/waiting/", "/rota/"):
        assert AT not in page(ana, path)
    for path in ("/", "/waiting/", "/rota/", "/audit/"):
        assert AT not in page(sue, path)
    assert ana.post("/yours/calling/", {"address": AT}).status_code == 404
    sue.post("/yours/calling/", {"address": ""})
    assert not CallAddress.objects.exists()


@pytest.mark.parametrize("address", ["sue", "a@b", f"{AT}\nBcc: x@y.example", "a" * 250 + "@b.ca"])
def test_what_is_no_address_is_refused_and_the_one_before_stands(house, address):
    sue = desk_of(house, "sue")
    sue.post("/yours/calling/", {"address": AT})
    answer = sue.post("/yours/calling/", {"address": address})
    assert (answer.status_code, CallAddress.objects.get().address) == (422, AT)
    assert "This is no e-mail address." in answer.content.decode()


@pytest.mark.requirement("000-08")
def test_everybody_sees_who_was_called_and_who_did_not_answer(house):
    sue, ana = desk_of(house, "sue"), desk_of(house, "ana")
    whens = [When(day, dt.time(0), 24 * 60, dt.date(2020, 1, 1)) for day in range(7)]
    rostering.roster(house.members["sue"], "supervise", whens, by="sue")
    presence.be(house.members["sue"], presence.PAUSE)
    calling.call_next()
    assert "No letter: they gave no address. Telephone them." in page(ana, "/")
    for how, words in (
        ("sent", "The letter left. Not answered so far."),
        ("not_sent", "The letter did not leave."),
        ("sending", "Nobody knows whether the letter left."),
        ("unsure", "Nobody knows whether the letter left."),
    ):
        Called.objects.update(how=how)
        assert words in page(ana, "/waiting/")
    assert 'id="i-come"' in page(sue, "/")
    assert 'id="i-come"' not in page(ana, "/")
    sue.post("/presence/", {"state": "available"})
    assert 'id="i-come"' not in page(sue, "/")
    assert "here since" in page(ana, "/")
    assert presence.state_of(house.members["sue"]) == presence.AVAILABLE
