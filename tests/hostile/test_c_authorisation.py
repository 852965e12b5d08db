"""The house opens a conversation at the desk to whom the table says, and to nobody else.

Register 26, 27, 32, 34 over HTTP, generated from the desk's own route table: every address, every
role, every state of a contact. An address that is not in the table below fails the test.
"""

import re
import uuid
from dataclasses import dataclass, field
from functools import cache
from itertools import product
from typing import Any

import pytest

from havre.audit.models import Entry
from havre.consents.models import Consent
from havre.contacts import actions, together
from havre.contacts.models import Contact
from havre.contacts.signals import Facts
from havre.desk.tests.hand import Desk, desk_of
from havre.desk.urls import urlpatterns
from havre.lib import wire
from havre.referrals.models import Referral
from havre.retention.actions import forget
from havre.safety.actions import check
from tests import hands
from tests.hostile import with_interpreter
from tests.house.test_url_audiences import IN_CALL, TALK, addresses
from tests.people import House

pytestmark = pytest.mark.usefixtures("on_desk")
STATES = ("waiting", "ana's", "ben's", "closed", "forgotten", "unknown")
NAMES = ("ana", "ben", "sue", "dee", "lou", "ada", "ines", "ivo", "nobody")
SECRET = "Zimtstern"  # in every word that anybody says or writes down
IN = {"sue": {"waiting", "ana's", "ben's", "closed"}}  # whom a room of conversations lets in
SEES = IN | {"ana": {"waiting", "ana's", "closed"}, "ben": {"waiting", "ben's"}}
HOLDS = {"ana": {"ana's", "closed"}, "ben": {"ben's"}}
OPENLY = HOLDS | {"sue": {"closed"}}  # nobody listens in, writes or closes unseen
ANSWERS = {name: states | {"waiting"} for name, states in OPENLY.items()}
ASKED = {"sue": {"ana's", "ben's"}}  # their holders ask who supervises
EVERY = {name: set(STATES) for name in ("ana", "ben", "sue")}
# What each address does with a conversation: who gets another answer than «not here».
LETS_IN = {
    TALK: SEES,  # one that waits opens to whoever takes it: its page names its language only
    f"{TALK}panels/<slug:panel>/": OPENLY,
    f"{TALK}taking/": SEES,
    f"{TALK}passing/": SEES,
    f"{TALK}giving/": OPENLY,
    f"{TALK}asking/": OPENLY,
    f"{TALK}messages/": OPENLY,
    f"{TALK}hiding/": OPENLY,
    f"{TALK}hidden/": OPENLY,
    f"{TALK}answer/": ANSWERS,  # one that slipped away: words stay in the box, with a sentence
    f"{TALK}draft/": HOLDS,  # of whoever holds it, whatever else they may
    f"{TALK}writing/": HOLDS,
    f"{TALK}note/": OPENLY,
    **{f"{TALK}{what}/": OPENLY for what in ("wish", "person")},
    f"{TALK}closure/": OPENLY,
    f"{TALK}setting-apart/": OPENLY,
    f"{TALK}resting/": OPENLY,
    f"{TALK}warnings/": OPENLY,
    f"{TALK}ending/": OPENLY,
    f"{TALK}pause/": IN,
    f"{TALK}reopening/": OPENLY,
    f"{TALK}helping/": OPENLY,
    f"{TALK}beside/": SEES,  # of one that waits nothing comes
    f"{TALK}leaving/": SEES,
    f"{TALK}aside/": OPENLY,
    "calls/<uuid:help_id>/": ASKED | {"ana": {"ana's"}, "ben": {"ben's"}},
    "calls/<uuid:help_id>/coming/": ASKED,
    "calls/<uuid:help_id>/declining/": ASKED,
    "calls/<uuid:help_id>/calling-off/": {"ana": {"ana's"}, "ben": {"ben's"}},
    f"{TALK}replies/": OPENLY,
    f"{TALK}safety/": OPENLY,
    f"{TALK}options/": EVERY,  # the public directory; the contact is only its form's address
    f"{TALK}consents/": OPENLY,
    f"{TALK}offers/": OPENLY,
    f"{TALK}what-left/": OPENLY,
    f"{TALK}forgetting/": IN,
    "consents/<uuid:consent_id>/withdrawal/": OPENLY,
    "consents/<uuid:consent_id>/whose/": OPENLY,
    "referrals/<uuid:referral_id>/disclosure/": OPENLY,
    "referrals/<uuid:referral_id>/refusal/": OPENLY,
    "referrals/<uuid:referral_id>/steps/": OPENLY,
    **dict.fromkeys(IN_CALL, HOLDS),  # of whoever talks
    **with_interpreter.lets_in(OPENLY),
}
POSTED = {
    "text": "x",
    "wish": "x",
    "called": "x",
    "outcome": "supported",
    "no_wish": "not_said",
    "answer": "safe",
    "sure": "yes",
    "act": "next_steps",
    "purpose": "share_service",
    "days": "7",
    "manner": "typed",
    "share": "called",
    "state": "declined",
    "what": "woman",
    "kind": "consult",
    "language": "es",
    "note": "x",
    "place": "answer",
}
ENDED = {"outcome": "supported", "no_wish": "not_said", "kind": "media"}
OPEN_TO = {"sue": {f"{TALK}beside/", *(f"calls/<uuid:help_id>/{what}/"
                                       for what in ("coming", "declining"))}}  # fmt: skip
GETS = {TALK, "calls/<uuid:help_id>/", *with_interpreter.GETS,
        f"{TALK}panels/<slug:panel>/", f"{TALK}messages/", f"{TALK}hidden/"}  # fmt: skip


@dataclass
class Scene:
    """Six contacts, one in each state; `ids`: the last part of an address, by state."""

    house: House
    contacts: dict[str, uuid.UUID]
    consents: dict[str, uuid.UUID]
    referrals: dict[str, uuid.UUID]
    helps: dict[str, uuid.UUID]
    calls: dict[str, uuid.UUID]
    desks: dict[str, Desk] = field(default_factory=dict)

    def desk(self, name: str) -> Desk:
        """The browser of this member, or of nobody."""
        if name not in self.desks:
            self.desks[name] = desk_of(self.house, "" if name == "nobody" else name)
        return self.desks[name]

    def address(self, route: str, state: str) -> str:
        """Where this route leads for the contact in this state."""
        ids = {"contact": self.contacts, "consent": self.consents, "referral": self.referrals}
        ids |= {"help": self.helps, "call": self.calls}
        kind = re.search(r"<uuid:(\w+)_id>", route)[1]
        found = ids[kind].get(state) or ids[kind]["unknown"]
        return "/" + re.sub(r"<uuid:\w+>", str(found), route).replace("<slug:panel>", "notes")


def _told(house: House, name: str) -> hands.Story:
    """Somebody said all there is to say, to this member."""
    contact = house.somebody_writes(f"{SECRET} said").id
    story = hands.Story(house, house.on_duty(name), contact)
    actions.take(story.contact, by=story.ana)
    facts = {"called": SECRET, "pronouns": SECRET, "reach": SECRET, "wish": SECRET}
    actions.learn(story.person, by=story.ana, **facts)
    actions.answer(story.contact, actions.Words(SECRET, uuid.uuid4()), by=story.ana)
    actions.note(story.contact, f"{SECRET} noted", by=story.ana)
    check(story.contact, "watched", by=story.ana)
    story.is_offered_a_bed()
    story.says_yes("called", "wish", limits=SECRET)
    return story


def _asked(story: hands.Story) -> uuid.UUID:
    """Who holds it asks who supervises."""
    asked = together.ask_help("consult", by=story.ana, contact=story.contact, note=SECRET)
    return asked.id


@pytest.fixture
def scene(house: House) -> Scene:
    stories = {"ana's": _told(house, "ana"), "ben's": _told(house, "ben")}
    stories |= {"closed": _told(house, "ana"), "forgotten": _told(house, "ana")}
    contacts = {state: story.contact_id for state, story in stories.items()}
    consents = {state: Consent.objects.get(contact=story.contact_id).id
                for state, story in stories.items()}  # fmt: skip
    referrals = {state: story.referral.id for state, story in stories.items()}
    helps = {state: _asked(stories[state]) for state in ("ana's", "ben's")}
    calls = with_interpreter.calls(stories, SECRET)
    for state in ("closed", "forgotten"):
        story = stories[state]
        actions.close(story.contact, by=story.ana, outcome="supported", facts=Facts())
    forget(stories["forgotten"].contact, by="test")
    contacts["waiting"] = house.somebody_writes(f"{SECRET} waits").id
    for ids in (contacts, consents, referrals, helps, calls):
        ids["unknown"] = uuid.uuid4()
    found = Scene(house, contacts, consents, referrals, helps, calls)
    assert all(found.desk(name) for name in NAMES)  # signed in before anything is undone
    return found


def _routes() -> list[str]:
    # They know no contact; their own are in test_c_directory and in the room of tips.
    others = ("directory/", "tips/")
    return [at for at, _ in addresses(urlpatterns) if "<uuid:" in at and not at.startswith(others)]


def _ask(scene: Scene, route: str, name: str, state: str) -> Any:
    desk = scene.desk(name)
    address = scene.address(route, state)
    return desk.get(address) if route in GETS else desk.post(address, ENDED)


def test_the_table_knows_every_address_with_a_contact_in_it():
    assert set(LETS_IN) == set(_routes())


@pytest.mark.hostile(26)
@pytest.mark.hostile(27)
@pytest.mark.hostile(32)
def test_every_address_lets_in_whom_the_table_names(scene):
    found, due = {}, {}
    for route, name, state in product(_routes(), NAMES, STATES):
        let_in = state in LETS_IN[route].get(name, set())
        other = "sign in" if name == "nobody" else "not here"
        due[route, name, state] = "in" if let_in else other
        with hands.undone():
            found[route, name, state] = _outcome(scene, route, name, state)
    assert {at: (how, due[at]) for at, how in found.items() if how != due[at]} == {}
    assert len(found) == len(LETS_IN) * len(NAMES) * len(STATES)


@cache
def _nowhere(desk: Desk) -> str:
    """What this browser is shown at an address that does not exist."""
    return _page(desk.get("/nothing/"))


def _outcome(scene: Scene, route: str, name: str, state: str) -> str:
    """In, not here, or sign in first; what is said to whoever is not let in is checked here."""
    last = Entry.objects.last().n
    answer = _ask(scene, route, name, state)
    if name == "nobody":
        assert (answer.status_code, answer["Location"], answer.content) == (302, "/", b"")
        return "sign in"
    actor = str(scene.house.members[name].id)
    denied = Entry.objects.filter(n__gt=last, verb="denied", actor=actor)
    if answer.status_code != 404:
        assert (answer.status_code < 500, denied.count()) == (True, 0)
        return "in"
    assert _page(answer) == _nowhere(scene.desk(name))
    assert (denied.count(), Entry.objects.filter(n__gt=last, verb="read").count()) == (1, 0)
    return "not here"


def _page(answer: Any) -> str:
    """Without the token of its forms, which is another one on every page."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())


@pytest.mark.hostile(26)
@pytest.mark.hostile(34)
@pytest.mark.parametrize("name", ["ben", "dee", "lou", "ada", "ivo", "nobody"])
def test_no_page_tells_a_word_to_whoever_is_not_entitled(scene, name):
    assert SECRET in scene.desk("ana").get(scene.address(TALK, "ana's")).content.decode()
    heard = []
    for route in set(_routes()) - {f"{TALK}taking/"}:
        for state in STATES:
            if (name, state) != ("ben", "ben's"):
                heard.append(_ask(scene, route, name, state).content.decode())
    desk = scene.desk(name)
    paths = "/ /waiting/ /offered/ /numbers/ /audit/?verify=yes /outbox/ /design/"
    for path in paths.split():
        heard.append(desk.get(path).content.decode())
    assert [page for page in heard if SECRET in page] == []


@pytest.mark.hostile(26)
@pytest.mark.parametrize("name", ["ben", "sue", "dee", "lou", "ada", "ivo", "nobody"])
def test_nobody_changes_anything_in_a_conversation_that_is_not_theirs(scene, name):
    """Nor does who supervises in an open one, unless they were asked or sit beside it openly."""
    desk = scene.desk(name)
    before, service = _state_of(scene), str(scene.house.bed.id)
    for route in set(_routes()) - GETS - {f"{TALK}taking/"} - OPEN_TO.get(name, set()):
        for state in ("ana's",) if name == "sue" else ("waiting", "ana's", "closed"):
            desk.post(scene.address(route, state), POSTED | {"service": service})
    assert (_state_of(scene), wire.SENT_IN_MEMORY) == (before, [])


def _state_of(scene: Scene) -> list[Any]:
    found: list[Any] = []
    for state in ("waiting", "ana's", "closed"):
        contact = Contact.objects.get(id=scene.contacts[state])
        names = ("message", "note", "consent", "refusal", "help", "beside", "draft", "disclosure",
                 "safetycheck", "referral", "interpretercall")  # fmt: skip
        found += [contact.is_closed, contact.taken_by, contact.person.wish is None]
        found += [getattr(contact, f"{name}_set").count() for name in names]
        found += [r.state for r in Referral.objects.filter(contact=contact)]
        found += [c.is_withdrawn for c in Consent.objects.filter(contact=contact)]
    return found


@pytest.mark.hostile(32)
def test_an_administrator_finds_no_conversation_on_any_page(scene):
    desk = scene.desk("ada")
    for route, _ in addresses(urlpatterns):
        if "<" not in route:
            page = desk.get(f"/{route}").content.decode()
            assert [one for one in scene.contacts.values() if str(one) in page] == []


def test_what_nobody_named_an_audience_for_stays_shut(house, monkeypatch):
    monkeypatch.delattr("havre.desk.views.design.audience")
    assert desk_of(house, "sue").get("/design/").status_code == 404
