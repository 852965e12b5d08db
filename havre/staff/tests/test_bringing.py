"""The house lets who supervises say what a colleague brings; whose it is has the last word."""

import re

import pytest

from havre.audit.models import Entry
from havre.desk.tests.hand import desk_of
from havre.lib import page_languages
from havre.staff import bringing
from havre.staff.models import Member, SaidFor

pytestmark = pytest.mark.usefixtures("on_desk")


def brought(name: str) -> tuple[str, str]:
    member = Member.objects.get(name=name)
    return member.languages, member.skills


def form_for(house, desk, name: str) -> dict[str, object]:
    """What the page of a colleague would post if nothing were changed."""
    page = desk.get("/colleagues/", {"who": str(house.members[name].id)}).content.decode()
    chosen = re.findall(r'<input type="checkbox" name="(\w+)" value="(\w+)"[^>]*checked', page)
    said = {which: [v for w, v in chosen if w == which] for which in ("languages", "skills")}
    hidden = re.findall(r'<input type="hidden" name="(member|seen)" value="([^"]*)"', page)
    return {**said, **dict(hidden)}


def test_who_supervises_says_it_for_a_colleague_who_sees_who_did(house):
    sue, ana = desk_of(house, "sue"), desk_of(house, "ana")
    said = form_for(house, sue, "ana") | {"languages": ["fr"], "skills": ["youth"]}
    assert sue.post("/colleagues/bringing/", said)["Location"] == "/colleagues/?kept=yes"
    assert brought("ana") == ("fr", "youth")
    assert "said for them by Sue" in sue.get("/colleagues/").content.decode()
    assert "Sue wrote this down for you on" in ana.get("/yours/").content.decode()
    assert "Sue wrote down what you bring." in ana.get("/").content.decode()
    last = Entry.objects.order_by("-n").first()
    assert (last.actor, last.verb, last.target) == (
        str(house.members["sue"].id),
        "brings_said_for",
        str(house.members["ana"].id),
    )


@pytest.mark.parametrize("own", [{"languages": ["en"], "skills": ["labour"]}, {}])
def test_ones_own_word_always_stands_after_it(house, own):
    sue, ana = desk_of(house, "sue"), desk_of(house, "ana")
    sue.post("/colleagues/bringing/", form_for(house, sue, "ana") | {"languages": ["fr"]})
    assert ana.post("/yours/bringing/", own).status_code == 302
    assert brought("ana") == tuple(" ".join(own.get(k, [])) for k in ("languages", "skills"))
    assert not SaidFor.objects.exists()
    for path in ("/", "/yours/"):
        assert "Sue wrote" not in ana.get(path).content.decode()


def test_an_older_page_undoes_nothing_that_was_said_since(house):
    sue, ana = desk_of(house, "sue"), desk_of(house, "ana")
    older = form_for(house, sue, "ana") | {"skills": ["labour"]}
    ana.post("/yours/bringing/", {"languages": ["en"], "skills": ["youth"]})
    answer = sue.post("/colleagues/bringing/", older)
    page = answer.content.decode()
    assert (answer.status_code, brought("ana")) == (409, ("en", "youth"))
    assert "was changed meanwhile" in page
    assert re.findall(r'value="(\w+)"[^>]*checked', page) == ["en", "youth"]
    assert not SaidFor.objects.exists()


def test_nobody_else_says_who_somebody_is(house):
    sue, ana = desk_of(house, "sue"), desk_of(house, "ana")
    ana.post("/yours/bringing/", {"languages": ["en"], "skills": ["woman"]})
    said = form_for(house, sue, "ana")
    assert said["skills"] == []
    assert sue.post("/colleagues/bringing/", said | {"skills": ["woman"]}).status_code == 422
    sue.post("/colleagues/bringing/", said | {"skills": ["youth"]})
    assert brought("ana") == ("en", "woman youth")
    said = form_for(house, sue, "ben")
    form = sue.get("/colleagues/", {"who": said["member"]}).content.decode()
    assert ('value="youth"' in form, 'value="woman"' in form) == (True, False)
    who = house.members["ben"], house.members["sue"]
    bringing.bring_for(
        who[0], languages=["fr"], skills=["woman"], seen=bringing.as_shown(who[0]), by=who[1]
    )
    assert brought("ben") == ("fr", "")


@pytest.mark.parametrize("name", ["dee", "ines", "ada"])
def test_only_of_those_who_listen_anything_is_said(house, name):
    sue, id = desk_of(house, "sue"), str(house.members[name].id)
    before = brought(name)
    assert sue.get("/colleagues/", {"who": id}).status_code == 404
    said = {"member": id, "seen": "en fr|", "languages": ["fr"]}
    assert sue.post("/colleagues/bringing/", said).status_code == 404
    assert brought(name) == before


@pytest.mark.parametrize("who", ["", "x", "00000000-0000-0000-0000-000000000000"])
def test_whoever_does_not_exist_is_not_here(house, who):
    assert desk_of(house, "sue").get("/colleagues/", {"who": who}).status_code == 404


@pytest.mark.parametrize("name", ["ana", "lou", "ada", "ines"])
def test_only_who_supervises_says_it_for_others(house, name):
    desk = desk_of(house, name)
    assert desk.get("/colleagues/").status_code == 404
    said = {"member": str(house.members["ben"].id), "seen": "en fr|", "languages": ["fr"]}
    assert desk.post("/colleagues/bringing/", said).status_code == 404
    assert brought("ben") == ("en fr", "")


def test_every_language_that_a_person_can_choose_can_be_answered_in(house):
    ana = desk_of(house, "ana")
    codes = [each.code for each in page_languages.offered()]
    assert (
        re.findall(r'name="languages" value="([^"]+)"', ana.get("/yours/").content.decode())
        == codes
    )
    ana.post("/yours/bringing/", {"languages": codes, "skills": []})
    assert brought("ana") == (" ".join(codes), "")  # all of them find room
    assert Member._meta.get_field("languages").max_length > len(" ".join(codes))
