"""The house passes on what somebody saw by a yes alone: those words, to one, once (001-05)."""

import dataclasses
import uuid

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import override

from havre.audit.actions import verify
from havre.audit.models import Entry
from havre.consents import gate
from havre.consents.refusals import SENTENCES, Missing, NotPermitted
from havre.directory.models import Organization, Suspension, Verification
from havre.disclosures import door
from havre.disclosures.access import left_of_note
from havre.disclosures.models import Disclosure, Parcel
from havre.lib import privacy, wire
from havre.onward import actions
from havre.onward.actions import AlreadyPassedOn
from havre.onward.tests.hand import SEEN, chosen, left, looked_at, passed_on, police
from havre.tips import actions as tips
from havre.tips.actions import Seen
from havre.tips.models import Tip
from havre.tips.shortening import Span
from havre.vault.models import ParcelKey
from havre.vault.opening import CannotRead, KeyNotHeld
from tests.hands import clock_at, later

pytestmark = [pytest.mark.requirement("001-05"), pytest.mark.requirement("000-16")]
WHOLE = (Span("where", 0, len(SEEN.where)),)


@pytest.fixture
def lou(house):
    return house.on_duty("lou")


def nothing_left() -> bool:
    return (Disclosure.objects.count(), Parcel.objects.count(), wire.SENT_IN_MEMORY) == (0, 0, [])


def test_what_was_looked_at_leaves_to_the_last_sign_and_the_audit_knows(house, lou, commit):
    tip = left()
    shown = looked_at(tip, house.shelter, by=lou)
    with commit():
        actions.pass_on(tip, chosen(shown), by=lou)
    assert [shown.letter] == wire.SENT_IN_MEMORY
    (one,) = left_of_note(tip, by=lou)
    assert (one.disclosure.state, one.content) == (
        "sent",
        {"what": SEEN.what, "where": SEEN.where, "who": SEEN.who},
    )
    assert (Parcel.objects.count(), ParcelKey.objects.count(), verify().whole) == (0, 0, True)
    verbs = list(Entry.objects.values_list("verb", flat=True))
    assert verbs[-4:] == ["disclosed", "disclosed", "carried", "tip_read"]


def test_the_letter_says_what_it_is_and_nothing_of_whoever_left_it(house, lou, commit):
    tip = left()
    with commit():
        made = passed_on(tip, police(), by=lou)
    (letter,) = wire.SENT_IN_MEMORY
    assert letter.to == "desk@police.example"
    for said in ("Havre", "Personne ne l’a vérifié", "Ce qui a été vu", *dataclasses.astuple(SEEN)):
        assert said in letter.body, said
    assert [w for w in dataclasses.astuple(SEEN) if w and w in letter.subject] == []
    ids = [str(x) for x in (tip.id, tip.file, made.id, lou.member.id)]
    names = [m.alias for m in house.members.values()]
    inside = f"{letter.subject} {letter.body}".replace("-", "")
    assert [x for x in (*names, *ids) if x.replace("-", "") in inside] == []
    assert tip.at.strftime("%H:%M") not in letter.body  # the day, and no hour
    assert made.reference in letter.subject


@pytest.mark.parametrize(
    ("standing", "said"),
    [("corroborated", "other things that speak for it"), ("unclear", "stays unclear")],
)
def test_the_letter_says_what_the_team_makes_of_it(house, lou, standing, said):
    tip = left(Seen(what="A van"), language="en")
    unverified = looked_at(tip, house.shelter, by=lou)
    assert "Nobody has verified it" in unverified.letter.body
    tips.assess(tip, standing, by=lou)
    body = looked_at(tip, house.shelter, by=lou).letter.body
    assert (said in body, "Nobody has verified it" in body) == (True, False)
    with pytest.raises(NotPermitted) as refused:  # it was looked at before that was said
        actions.pass_on(tip, chosen(unverified), by=lou)
    assert (refused.value.missing, nothing_left()) == (Missing.OTHERWISE, True)


def test_less_may_leave_and_each_gap_shows(house, lou, commit):
    tip = left()
    with commit():
        passed_on(tip, house.shelter, by=lou, what="Deux filles, la même chambre", where="")
    (letter,) = wire.SENT_IN_MEMORY
    assert "Deux filles, la même chambre […]" in letter.body
    assert [w for w in ("hommes", "Motel", "cheveux") if w in letter.body] == []
    assert Disclosure.objects.get().shared == ["what"]


@pytest.mark.parametrize(
    ("seen", "line"),
    [
        (Seen(what="A van.\n\u202eOur reference: FORGED"), "A van.\n    Our reference: FORGED\n"),
        (Seen(who="<script>alert(1)</script>"), "<script>alert(1)</script>"),
        (Seen(where="{line} %(line)s %s"), "{line} %(line)s %s"),
        (Seen(what="x\nBcc: a@b.example\n\n.\nQUIT"), "x\n    Bcc: a@b.example\n    \n    .\n"),
    ],
)
def test_words_of_the_public_never_look_like_the_line_s_own(house, commit, seen, line):
    lou = house.on_duty("lou")
    with commit():
        passed_on(left(seen, language="en"), house.shelter, by=lou)
    assert line in wire.SENT_IN_MEMORY[0].body


def after(change: str, tip: Tip, to: Organization, by) -> None:
    """What may have happened since the letter was looked at."""
    if change == "no":
        Tip.objects.update(passing_on="no")
    elif change == "taken back":
        tips.take_back(tip, by=by)
    elif change == "nothing in it":
        tips.assess(tip, "unfounded", by=by)
    elif change == "suspended":
        Suspension.objects.create(organization=to, by="dee")
    elif change == "unverified":
        Verification.objects.all().delete()
    elif change == "another address":
        Organization.objects.filter(id=to.id).update(email="new@linden.example")


CHANGES = {
    "no": Missing.NOTE_NO,
    "taken back": Missing.NOTE_TAKEN_BACK,
    "nothing in it": Missing.NOTE_NOTHING,
    "suspended": Missing.SUSPENDED,
    "unverified": Missing.NOT_VERIFIED,
    "another address": Missing.NOT_VERIFIED,
}


@pytest.mark.hostile(105)
@pytest.mark.hostile(36)
@pytest.mark.parametrize("change", CHANGES)
def test_without_a_yes_or_a_verified_recipient_the_gate_and_the_verb_refuse(house, lou, change):
    tip, shelter = left(), house.shelter
    seen = chosen(looked_at(tip, shelter, by=lou))
    permit = gate.by_note(tip, to=shelter, kept=WHOLE)
    after(change, tip, shelter, lou)
    tip = Tip.objects.get()
    for ask in (
        lambda: gate.by_note(tip, to=Organization.objects.get(), kept=WHOLE),
        lambda: door.release(permit, by=lou),
        lambda: actions.pass_on(tip, seen, by=lou),
    ):
        with pytest.raises(NotPermitted) as refused, transaction.atomic():
            ask()
        assert refused.value.missing in {CHANGES[change], Missing.NOT_VERIFIED}
        assert "Nothing left." in str(SENTENCES[refused.value.missing])
    assert nothing_left()


def test_each_question_of_the_gate_about_a_note_has_its_own_answer(house, lou):
    for change, missing in CHANGES.items():
        mark = transaction.savepoint()
        tip = left()
        after(change, tip, house.shelter, lou)
        with pytest.raises(NotPermitted) as refused:
            gate.by_note(tip, to=house.shelter, kept=WHOLE)
        assert refused.value.missing == missing
        transaction.savepoint_rollback(mark)


def test_a_note_whose_time_is_over_goes_nowhere_though_no_night_came_by(house, lou):
    tip = left()
    seen = chosen(looked_at(tip, house.shelter, by=lou))
    with clock_at(later(days=90)), pytest.raises(NotPermitted) as refused:
        actions.pass_on(tip, seen, by=lou)
    assert (refused.value.missing, nothing_left()) == (Missing.NOTE_OVER, True)
    tip.delete()
    with pytest.raises(NotPermitted):
        actions.pass_on(tip, seen, by=lou)


def test_what_the_policy_does_not_let_out_stays(house, lou, monkeypatch):
    tip = left()
    monkeypatch.setattr(privacy, "may_leave", lambda *_: frozenset())
    with pytest.raises(NotPermitted) as refused:
        gate.by_note(tip, to=house.shelter, kept=WHOLE)
    assert refused.value.missing == Missing.WIDER


@pytest.mark.parametrize(
    "kept",
    [
        (Span("where", 0, 99),),
        (Span("where", 1, 5),),
        (Span("language", 0, 2),),
        (Span("vehicle", 0, 1),),
        (),
    ],
)
def test_no_places_but_its_own_leave(house, lou, kept):
    tip = left()
    with pytest.raises(NotPermitted):
        actions.pass_on(tip, actions.Chosen(house.shelter.id, kept, "", uuid.uuid4()), by=lou)
    assert nothing_left()


def test_a_permit_for_a_note_is_no_permit_for_anything_else(house, lou):
    tip, other = left(), left(passing_on=False)
    permit = gate.by_note(tip, to=house.shelter, kept=WHOLE)
    person = house.somebody_writes("Allô?").person
    for change in ({"of": other}, {"of": person}, {"way": "call"}):
        with pytest.raises(NotPermitted), transaction.atomic():
            door.release(dataclasses.replace(permit, **change), by=lou)
    assert nothing_left()


@pytest.mark.hostile(32)
@pytest.mark.parametrize("name", ["ana", "ben", "dee", "ada", "ines"])
def test_whoever_cannot_read_notes_can_let_none_out(house, name):
    tip = left()
    with pytest.raises(KeyNotHeld), transaction.atomic():
        door.release(gate.by_note(tip, to=house.shelter, kept=WHOLE), by=house.on_duty(name))
    assert nothing_left()


@pytest.mark.hostile(34)
def test_what_left_of_a_note_opens_for_those_who_read_notes_alone(house, lou, commit):
    tip = left()
    with commit():
        made = passed_on(tip, house.shelter, by=house.on_duty("sue"))
    assert (made.content, made.consent, made.contact) == (None, None, None)
    for name, opens in (("lou", True), ("sue", True), ("ana", False), ("ben", False)):
        (one,) = left_of_note(tip, by=house.on_duty(name))
        assert bool(one.content) is opens, name


def test_a_record_is_of_a_consent_or_of_a_note_and_of_nothing_between(house, lou):
    passed_on(left(), house.shelter, by=lou)
    with pytest.raises(IntegrityError), transaction.atomic():
        Disclosure.objects.update(tip_content=None)


@pytest.mark.hostile(20)
def test_a_second_press_sends_nothing_twice(house, lou, commit):
    tip = left()
    seen = chosen(looked_at(tip, house.shelter, by=lou))
    with commit():
        first = actions.pass_on(tip, seen, by=lou)
    with commit():
        assert actions.pass_on(tip, seen, by=lou) == first
    with pytest.raises(AlreadyPassedOn):
        passed_on(tip, house.shelter, by=house.on_duty("sue"))
    with pytest.raises(AlreadyPassedOn):
        passed_on(tip, police(), by=lou)
    assert (Disclosure.objects.count(), len(wire.SENT_IN_MEMORY)) == (1, 1)


def test_one_that_did_not_leave_may_be_tried_again(house, lou, commit, settings):
    tip, settings.SMTP_URL = left(), ""
    with commit():
        passed_on(tip, house.shelter, by=lou)
    settings.SMTP_URL = wire.IN_MEMORY
    with commit():
        passed_on(tip, police(), by=lou)
    states = [one.disclosure.state for one in left_of_note(tip, by=lou)]
    assert (states, len(wire.SENT_IN_MEMORY)) == (["sent", "failed"], 1)


def test_a_number_of_another_note_s_letter_is_not_taken_for_this_one_s(house, lou):
    first, second = left(), left()
    used = passed_on(first, house.shelter, by=lou)
    seen = dataclasses.replace(chosen(looked_at(second, house.shelter, by=lou)), key=used.id)
    with pytest.raises(NotPermitted), transaction.atomic():
        actions.pass_on(second, seen, by=lou)
    assert Disclosure.objects.count() == 1


def test_keys_that_are_gone_let_nothing_out(house, lou):
    from havre.vault import keys  # noqa: PLC0415 -- only here

    tip = left()
    seen = chosen(looked_at(tip, house.shelter, by=lou))
    keys.destroy(tip.file)
    with pytest.raises(CannotRead), transaction.atomic():
        actions.pass_on(tip, seen, by=lou)
    assert nothing_left()


def test_the_frame_speaks_the_page_s_language_and_the_words_stay_theirs(house, lou):
    tip = left(Seen(what="她每天坐白色货车来"), language="zh-hans")
    body = looked_at(tip, house.shelter, by=lou).letter.body
    assert ("她每天坐白色货车来" in body, "Our reference" in body) == (True, True)
    with override("fr"):  # the reader's page is in another language
        assert looked_at(tip, house.shelter, by=lou).letter.body.count("Notre référence") == 0
