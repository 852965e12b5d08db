"""A channel by voice: offered to whoever could hear it, nothing written to it, silence no sign."""

import datetime as dt
import uuid

import pytest

from havre.contacts import actions, offering, queue, transport
from havre.contacts.models import Offer, Release, Taking
from havre.referrals.actions import offer
from havre.staff.models import Member
from tests.hands import clock_at, later


@pytest.fixture
def voice(house, monkeypatch):
    """Somebody calls; `voice.can` are the members whose phone would ring, `voice.told` the rest."""
    for part in ("_deliver", "_tell", "_here", "_reached"):
        monkeypatch.setattr(transport, part, dict(getattr(transport, part)))

    class Voice:
        can: set[uuid.UUID] = set()
        told: list[str] = []

    Voice.told, Voice.can = [], set()
    transport.register(
        "voice",
        deliver=lambda *_: None,
        tell=lambda _, event: Voice.told.append(event),
        here=lambda ids: set(ids),
        reached=lambda: Voice.can,
    )
    Member.objects.update(languages="fr")
    Voice.contact = house.somebody_writes(channel="voice")
    Voice.ana, Voice.ben = house.on_duty("ana"), house.on_duty("ben")
    return Voice


def test_it_is_offered_only_to_whoever_has_a_phone(voice):
    offering.keep_watch()
    assert set(Offer.objects.values_list("step", "member__name")) <= {
        ("supervisor", None),
        ("told", None),
    }
    Offer.objects.all().delete()
    voice.can = {voice.ben.id}
    offering.keep_watch()
    assert list(Offer.objects.values_list("step", "member__name")) == [("one", "ben")]


def test_other_channels_ask_whoever_is_on_duty(voice, house):
    written = house.somebody_writes(channel="webchat")
    assert transport.reached([written, voice.contact]) == {"voice": set()}
    assert queue.turn_of(written).reached is None
    assert queue.turn_of(voice.contact).reached == set()


def test_who_loses_their_phone_is_no_longer_asked(voice):
    voice.can = {voice.ana.id}
    offering.keep_watch()
    voice.can = {voice.ben.id}
    offering.keep_watch()
    assert queue.turn_of(voice.contact).current.member_id == voice.ben.id


def test_nothing_is_written_to_who_is_on_the_phone(voice):
    actions.take(voice.contact, by=voice.ana)
    for kind in ("words", "yes_no"):
        with pytest.raises(transport.NotCleared):
            actions.answer(
                voice.contact, actions.Words("Bonjour", uuid.uuid4(), kind), by=voice.ana
            )
    assert voice.contact.message_set.count() == 0
    actions.answer(voice.contact, actions.Words("…", uuid.uuid4(), "warning"), by=voice.ana)
    assert voice.contact.message_set.count() == 1


def test_an_option_is_offered_by_voice(voice, house):
    actions.take(voice.contact, by=voice.ana)
    assert len(offer(voice.contact, [house.bed], by=voice.ana, key=uuid.uuid4())) == 1
    assert voice.contact.message_set.count() == 0


def test_a_long_talk_without_a_written_word_goes_on(voice, settings):
    actions.take(voice.contact, by=voice.ana)
    with clock_at(later(minutes=settings.FIRST_ANSWER_MINUTES + 1)):
        offering.keep_watch(judge_silence=False)
    assert Taking.objects.get().member_id == voice.ana.id


def test_a_broken_line_lets_go_once_and_says_so(voice):
    actions.take(voice.contact, by=voice.ana)
    assert offering.let_go(voice.contact, voice.ben.id, why="silent") is False
    assert offering.let_go(voice.contact, voice.ana.id, why="silent") is True
    assert offering.let_go(voice.contact, voice.ana.id, why="silent") is False
    assert list(Release.objects.values_list("member__name", "why")) == [("ana", "silent")]
    assert voice.told[-1] == "lost"
    voice.can = {voice.ben.id}
    with clock_at(later(seconds=1)):
        assert queue.turn_of(voice.contact).rank(later()) < (False, True, True, dt.MAXYEAR)
