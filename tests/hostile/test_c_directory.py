"""The house lets none but its curators change the directory, and nobody alone what leads to a bed.

Register 26, 27 and 32 for the directory's own pages: every address, every role, what is there and
what is not.
"""

import re
import uuid
from itertools import product

import pytest

from havre.audit.models import Entry
from havre.desk.tests.hand import desk_of
from havre.desk.urls import urlpatterns
from havre.directory import actions, duplicates, inviting, listing, merging, proposals, reports
from havre.directory.models import (
    Answer,
    AnswerEnding,
    Capacity,
    Change,
    Confirmation,
    DeadNumber,
    Distinct,
    Invitation,
    Likeness,
    Merge,
    NumberSettled,
    Proposal,
    Reading,
    Suspension,
    Unmerge,
    Verdict,
    Verification,
)
from havre.directory.tests.scenes import location, organization, service
from havre.lib import wire
from tests.house.test_url_audiences import AUDIENCES, addresses
from tests.people import NEWCOMERS

pytestmark = pytest.mark.usefixtures("on_desk")
ROUTES = [route for route, _ in addresses(urlpatterns) if route.startswith("directory/")]
POSTED = {
    "say": "agree", "why": "checking", "words": "a", "version": "2", "result": "confirmed",
    "how": "phone", "person": "x", "address_1": "1 Wrong Street", "sure": "yes", "base": "1",
    "names.fr": "x", "kind": "shelter", "reach": "local", "phones.0.number": "613-555-0666",
    "number": "dead:613-555-0118", "free": "1", "outcome": "right", "keep": "two",
    "language": "en", "address": "impostor@elsewhere.example", "suspension": "x",
}  # fmt: skip


@pytest.fixture
def ids(house, settings) -> dict[str, uuid.UUID]:
    """A shelter with a number, a sealed place, and a proposal of somebody else's."""
    owner = organization("home", email="home@shelter.example")
    bed = service(of=owner, phones=[{"number": "613-555-0118"}])
    place = location("sealed", owner, [bed])
    waits = proposals.put(bed, {"phones": []}, by="somebody").proposal
    report = reports.report(bed, "613-555-0118", "dead", by="somebody")
    merging.merge(organization("kept"), organization("gone"), by="somebody")
    for key in ("alike-1", "alike-2"):
        organization(key, names={"fr": "Alike"})
    duplicates.find(by="somebody")
    return {
        "likeness": Likeness.objects.get().id,
        "merge": Merge.objects.get().id,
        "report": report.id,
        "record": bed.id,
        "owner": owner.id,
        "proposal": waits.id,
        "place": place.id,
        "answer": _answered(owner, bed, house.on_duty("dee"), settings),
    }


def _answered(owner, bed, dee, settings) -> uuid.UUID:
    """The shelter said by its link that it is there no more."""
    settings.SMTP_URL = wire.IN_MEMORY
    actions.verify_address(owner, by="somebody")
    inviting.invite(owner, "en", by=dee)
    letter = wire.SENT_IN_MEMORY.pop()
    link = listing.opened(re.findall(r"[A-Z2-7]{26}", letter.body)[0])
    listing.receive(link, bed.id, listing.Said("closed"), key=uuid.UUID(int=9))
    return uuid.UUID(int=9)


def path(route: str, ids: dict[str, uuid.UUID]) -> str:
    filled = re.sub(r"<uuid:(\w+)_id>", lambda found: str(ids[found[1]]), route)
    return "/" + filled.replace("<slug:kind>", "service").replace("<slug:part>", "phones")


def state() -> list[int]:
    kept = (Change, Proposal, Verdict, Confirmation, Reading, DeadNumber, NumberSettled, Capacity)
    kept += (Distinct, Likeness, Merge, Unmerge, Invitation, Answer, AnswerEnding)
    kept += (Verification, Suspension)
    return [each.objects.count() for each in kept]


@pytest.mark.hostile(26)
@pytest.mark.hostile(27)
@pytest.mark.hostile(32)
@pytest.mark.parametrize("name", ["ana", "ben", "sue", "lou", "ada", "ines", "nobody"])
def test_who_has_no_part_in_it_gets_in_nowhere_and_changes_nothing(house, ids, name):
    desk = desk_of(house, "" if name == "nobody" else name)
    roles = set(NEWCOMERS[name].roles) if name in NEWCOMERS else set()
    before = state()
    for route, way in product(ROUTES, ("get", "post")):
        if AUDIENCES[route] & roles:
            continue
        last = Entry.objects.last().n
        answer = getattr(desk, way)(path(route, ids), POSTED if way == "post" else {})
        assert answer.status_code == (302 if name == "nobody" else 404), (route, way)
        denied = Entry.objects.filter(n__gt=last, verb="denied").count()
        assert denied == (0 if name == "nobody" else 1)
    assert state() == before


@pytest.mark.hostile(27)
def test_what_is_not_there_is_not_there_for_curators_either(house, ids):
    dee = desk_of(house, "dee")
    nowhere = dict.fromkeys(ids, uuid.uuid4())
    before = state()
    for route, way in product([each for each in ROUTES if "<uuid" in each], ("get", "post")):
        answer = getattr(dee, way)(path(route, nowhere), POSTED if way == "post" else {})
        assert answer.status_code in {404, 405}, (route, way)
    assert state() == before


@pytest.mark.hostile(27)
@pytest.mark.requirement("000-12")
def test_one_curator_with_every_form_there_is_puts_no_number_in_a_shelters_place(house, ids):
    dee = desk_of(house, "dee")
    mine = proposals.put(
        service("other", kind="shelter"), {"phones": [{"number": "613-555-0666"}]},
        by=str(house.members["dee"].id),
    ).proposal  # fmt: skip
    for route in ROUTES:
        for record in ("record", "owner", "place"):
            at = ids | {"record": ids[record], "proposal": mine.id}
            for part in ("phones", "reaching", "secrecy", "about"):
                dee.post(path(route, at).replace("phones", part), POSTED)
    assert dee.post(f"/directory/proposals/{mine.id}/", {"say": "agree"}).status_code == 302
    made = Change.objects.filter(version__gt=1)
    assert [each for each in made if "0666" in str(each.after)] == []
    assert [each.after for each in made if "Wrong" in str(each.after)] == []
