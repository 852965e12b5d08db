"""The pages of tips: their readers come in, nobody else, and what is typed stays what it is."""

import uuid

import pytest

from havre.desk.tests.hand import desk_of
from havre.tips import actions
from havre.tips.actions import Seen
from havre.tips.models import Assessment, Tip

pytestmark = pytest.mark.usefixtures("on_desk")


@pytest.fixture
def tip(house) -> Tip:
    key = uuid.uuid4()
    actions.receive(Seen(what="<b>A van</b>\nwhite", online="x" * 4_000), passing_on=True, key=key)
    return Tip.objects.get(id=key)


@pytest.mark.requirement("001-05")
def test_a_reader_finds_opens_and_judges_it(house, tip):
    lou = desk_of(house, "lou")
    page = lou.get("/tips/").content.decode()
    assert ("van" in page, str(tip.id) in page, "Non vérifié" in page) == (False, True, True)
    page = lou.get(f"/tips/{tip.id}/").content.decode()
    assert ("&lt;b&gt;A van&lt;/b&gt;<br>white" in page, "<b>A van" in page) == (True, False)
    assert "peut être transmise" in page
    assert lou.post(f"/tips/{tip.id}/assessment/", {"standing": "unclear"}).status_code == 302
    assert lou.post(f"/tips/{tip.id}/assessment/", {"standing": "guilty"}).status_code == 404
    assert Assessment.objects.get().standing == "unclear"
    for _twice in range(2):
        assert lou.post(f"/tips/{tip.id}/forgetting/")["Location"] == "/tips/?done=forgotten"
    assert lou.get(f"/tips/{tip.id}/").status_code == 404


@pytest.mark.parametrize("name", ["ana", "ben", "dee", "ada", "ines"])
def test_nobody_else_comes_in(house, tip, name):
    desk = desk_of(house, name)
    for path in ("/tips/", f"/tips/{tip.id}/"):
        assert desk.get(path).status_code == 404
    for path in ("assessment", "forgetting"):
        assert desk.post(f"/tips/{tip.id}/{path}/", {"standing": "unclear"}).status_code == 404
    assert Tip.objects.exists()
    assert "/tips/" not in desk.get("/").content.decode()


@pytest.mark.parametrize("odd", ["-1", "x", "9" * 12, "٣"])
def test_an_odd_page_is_the_first(house, tip, odd):
    assert str(tip.id) in desk_of(house, "sue").get("/tips/", {"from": odd}).content.decode()
