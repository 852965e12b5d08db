"""The house writes a yes, a no and a withdrawal from its desk, and says what is missing."""

import re
import uuid

import pytest

from havre.consents import actions
from havre.consents.models import Consent, Refusal
from havre.consents.templatetags.items import item_label
from havre.desk.tests.hand import desk_of, new_key
from havre.directory.models import Organization
from havre.disclosures.models import Disclosure
from havre.lib import lang
from tests.hands import SAID, begin

pytestmark = pytest.mark.usefixtures("on_desk")


@pytest.fixture
def story(house):
    return begin(house)


@pytest.fixture
def desk(house):
    return desk_of(house, "ana")


def a_yes(house, **changes: object) -> dict[str, object]:
    return {
        "act": "pass_on", "recipient": str(house.shelter.id), "share": ["called"], "days": "7",
        "purpose": "share_service", "manner": "spoken", "limits": "", "key": new_key(),
    } | changes  # fmt: skip


def post(desk, story, form: dict[str, object]):
    return desk.post(f"/talk/{story.contact_id}/consents/", form)


def test_a_yes_is_written(desk, story, house):
    answer = post(desk, story, a_yes(house, limits="only mornings"))
    consent = Consent.objects.get()
    assert (answer.status_code, consent.share, consent.manner) == (302, ["called"], "spoken")
    assert (consent.until - consent.said_at).days in (6, 7)


@pytest.mark.hostile(20)
def test_the_same_form_twice_is_one_yes_or_one_no(desk, story, house):
    yes, no = a_yes(house), a_yes(house, answer="no")
    for form in (yes, yes, no, no):
        assert post(desk, story, form).status_code == 302
    assert (Consent.objects.count(), Refusal.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"recipient": ""}, "Choose to whom"),
        ({"share": []}, "Choose what exactly"),
        ({"purpose": "share_police"}, "does not fit this recipient"),
        ({"act": "everything"}, "not on the list"),
        ({"share": ["kind"]}, "not on the list"),
        ({"days": "9999"}, "not on the list"),
        ({"limits": "x" * (lang.LONGEST + 1)}, "too long"),
    ],
)
@pytest.mark.hostile(13)
def test_what_is_missing_is_said_and_nothing_written(desk, story, changes, says):
    house = story.house
    answer = post(desk, story, a_yes(house, **changes))
    assert (answer.status_code, Consent.objects.count()) == (422, 0)
    assert says.casefold() in answer.content.decode().casefold()


def test_a_suspended_recipient_is_not_on_the_list(desk, story, house):
    other = Organization.objects.create(key="gone", kind="ngo", email="in@gone.example")
    other.suspension = other._meta.get_field("suspension").related_model.objects.create(
        organization=other, by="dee"
    )
    assert post(desk, story, a_yes(house, recipient=str(other.id))).status_code == 422


def test_a_yes_is_taken_back_in_one_click(desk, story):
    consent = story.says_yes("called")
    for _ in range(2):
        assert desk.post(f"/consents/{consent.id}/withdrawal/").status_code == 302
    assert (Consent.objects.get().is_withdrawn, story.referral.state) == (True, "revoked")


@pytest.mark.hostile(26)
@pytest.mark.parametrize("name", ["ben", "dee", "lou", "ada"])
def test_a_stranger_neither_gives_nor_takes_back(story, house, name):
    consent, desk = story.says_yes("called"), desk_of(house, name)
    assert post(desk, story, a_yes(house)).status_code == 404
    assert desk.post(f"/consents/{consent.id}/withdrawal/").status_code == 404
    assert desk.post(f"/consents/{uuid.uuid4()}/withdrawal/").status_code == 404
    assert (Consent.objects.count(), Consent.objects.get().stands) == (1, True)


def test_an_act_that_needs_nobody_outside_is_written(desk, story, house):
    post(desk, story, a_yes(house, act="next_steps", recipient="", share=[]))
    assert Consent.objects.get().act == "next_steps"


def test_items_have_words():
    assert [str(item_label(name)) for name in ("called", "unknown")] == [
        "What to call them", "unknown",
    ]  # fmt: skip


def test_what_nobody_offers_is_refused_below_the_form_too(story, house):
    for given in ({"manner": "guessed"}, {"act": "x"}):
        whole = {"act": "pass_on", "recipient": house.shelter, "share": ("called",)} | given
        with pytest.raises(actions.Incomplete):
            actions.give(story.contact, actions.Given(**whole), by=story.ana)


def test_whom_the_person_was_offered_stands_first_among_all_others(desk, story, house):
    for key in ("alder", "birch"):
        Organization.objects.create(key=key, kind="ngo", names={"en": key})
    names = r"<option value=\"[0-9a-f-]{36}\">([^<]+)</option>"
    story.is_offered_a_bed()
    page = desk.get(f"/talk/{story.contact_id}/").content.decode()
    assert re.findall(names, page)[:3] == ["Linden", "alder", "birch"]


def learned(desk, story, kind: str) -> None:
    form = {name: text for name, text in SAID.items() if name != "wish"} | {"kind": kind}
    assert desk.post(f"/talk/{story.contact_id}/person/", form).status_code == 302


def panel(desk, story, name: str = "consent") -> str:
    return desk.get(f"/talk/{story.contact_id}/panels/{name}/").content.decode()


@pytest.mark.requirement("000-03")
@pytest.mark.hostile(13)
@pytest.mark.hostile(36)
@pytest.mark.parametrize(
    "forged", [{}, {"whose": ""}, {"whose": "own"}, {"whose": "nobody"}, {"whose": ["", "own"]}]
)
def test_no_post_takes_a_sisters_yes_for_that_of_who_is_absent(desk, story, house, forged):
    learned(desk, story, "family")
    answer = post(desk, story, a_yes(house, share=["called", "needs"], **forged))
    assert (answer.status_code, Consent.objects.count()) == (422, 0)
    offered = story.referral.id
    assert desk.post(f"/referrals/{offered}/disclosure/", {"share": "needs"}).status_code == 422
    assert Disclosure.objects.count() == 0


@pytest.mark.requirement("000-03")
@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("only to what is about themselves", "Whose yes it is")),
        ("fr", ("ne dit oui qu’à ce qui la concerne", "De qui vient ce oui")),
    ],
)
def test_the_desk_says_what_somebody_else_can_agree_to(desk, story, language, words):
    says, asks = words
    desk.post("/language/", {"language": language})
    assert asks in panel(desk, story)  # may be left as it is
    learned(desk, story, "family")
    refused = post(desk, story, a_yes(story.house, share=["needs"], whose="own"))
    assert says in refused.content.decode()
    page = panel(desk, story)
    assert re.search(r'<option value="own" selected>', page)
    learned(desk, story, "self_past")
    assert asks not in panel(desk, story)


@pytest.mark.requirement("000-03")
def test_a_yes_in_doubt_is_shown_and_one_press_says_whose_it_was(desk, story, house):
    post(desk, story, a_yes(house, share=["called", "needs"]))
    consent = Consent.objects.get()
    learned(desk, story, "friend")
    page = panel(desk, story)
    assert ("In doubt" in page, "In force" in page, "Take the yes back" in page) == (
        True, False, True,
    )  # fmt: skip
    assert 'value="own">It was' not in page  # needs are not somebody else's
    assert "whose yes this was is in doubt" in panel(desk, story, "touch")
    stopped = desk.post(f"/referrals/{story.referral.id}/disclosure/", {"share": "called"})
    assert (stopped.status_code, "nobody else says yes for them" in stopped.content.decode()) == (
        422, True,
    )  # fmt: skip
    at = f"/consents/{consent.id}/whose/"
    assert [desk.post(at, {"whose": whose}).status_code for whose in ("own", "", "person")] == [
        422, 422, 302,
    ]  # fmt: skip
    assert "of the person concerned, here themselves" in panel(desk, story)
    sent = desk.post(f"/referrals/{story.referral.id}/disclosure/", {"share": "called"})
    assert (sent.status_code, Disclosure.objects.count()) == (302, 1)


@pytest.mark.requirement("000-03")
@pytest.mark.hostile(26)
@pytest.mark.parametrize("name", ["ben", "dee", "lou", "ada"])
def test_a_stranger_does_not_say_whose_it_was(desk, story, house, name):
    consent = story.says_yes("called")
    learned(desk, story, "family")
    answer = desk_of(house, name).post(f"/consents/{consent.id}/whose/", {"whose": "person"})
    assert (answer.status_code, Consent.objects.get().is_doubted) == (404, True)
