"""The house rings for what is nearest to a member first, however much goes on besides."""

import uuid

import pytest

from havre.contacts import actions, together
from havre.contacts.models import Contact
from havre.contacts.tests.conftest import told  # noqa: F401 -- a fixture
from havre.desk import hearing
from havre.desk.hearing import admit
from havre.desk.tests.hand import cookie_of
from havre.staff.views import COOKIE
from tests.people import House

pytestmark = pytest.mark.usefixtures("told")


def heard_by(house: House, name: str) -> set[uuid.UUID]:
    topics = admit({COOKIE: cookie_of(house.on_duty(name).token)})
    assert topics is not None
    return {uuid.UUID(each.split(":")[1]) for each in topics if each.startswith("contact:")}


def somebody(house: House, count: int) -> list[Contact]:
    return [house.somebody_writes(channel="practice") for _ in range(count)]


def test_a_supervisor_hears_their_own_first_however_many_are_open(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hearing, "_MOST", 6)
    sue, ana = house.on_duty("sue"), house.on_duty("ana")
    own, beside = somebody(house, 2)  # before all others, so that no order by age finds them
    old = somebody(house, 5)
    for contact, by in ((own, sue), (beside, ana), *((each, ana) for each in old)):
        actions.take(contact, by=by)
    asked = together.ask_help("consult", by=ana, contact=beside)
    together.come(asked, by=sue)
    waiting = somebody(house, 5)
    assert Contact.objects.open().count() == 12
    assert heard_by(house, "sue") == {own.id, beside.id, *(each.id for each in old[-4:])}
    monkeypatch.setattr(hearing, "_MOST", 8)
    assert heard_by(house, "sue") == {
        own.id,
        beside.id,
        *(each.id for each in old),
        waiting[-1].id,
    }


def test_a_responder_hears_their_own_and_no_other(house: House) -> None:
    ana, ben = house.on_duty("ana"), house.on_duty("ben")
    own, other, _ = somebody(house, 3)
    actions.take(own, by=ana)
    actions.take(other, by=ben)
    assert heard_by(house, "ana") == {own.id}
    topics = admit({COOKIE: cookie_of(ana.token)}) or {}
    assert [each for each in topics if each.startswith("soft:")] == [
        f"soft:{hearing.writing.by_the_person(own.id)}"
    ]


def test_whoever_is_not_signed_in_hears_nothing(house: House) -> None:
    assert admit({}) is None
    assert admit({COOKIE: "x" * 43}) is None
