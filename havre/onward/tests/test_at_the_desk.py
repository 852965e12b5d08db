"""The pages: who reads notes chooses, looks at the letter, sends it; and nobody else comes near."""

import html
import re
import uuid

import pytest

from havre.audit.models import Entry
from havre.consents.refusals import SENTENCES, Missing
from havre.desk.tests.hand import desk_of, key_in
from havre.disclosures.models import Disclosure, HandingOver
from havre.lib import wire
from havre.onward.tests.hand import SEEN, left, passed_on, police
from havre.tips import actions as tips
from havre.tips.actions import Seen
from havre.tips.models import TakingBack

pytestmark = [pytest.mark.usefixtures("on_desk"), pytest.mark.requirement("001-05")]


def fields_of(page) -> dict[str, str]:
    """What the form below the letter would post."""
    text = page.content.decode()
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', text)
    return {name: html.unescape(value) for name, value in found}


def chosen_by(desk, tip, to, **typed: str):
    """The letter, after the boxes."""
    boxes = {"what": SEEN.what, "where": SEEN.where, "who": SEEN.who} | typed
    key = key_in(desk.get(f"/tips/{tip.id}/letter/"))
    return desk.post(f"/tips/{tip.id}/letter/", {"to": str(to.id), "key": key, **boxes})


def test_whoever_reads_notes_looks_at_the_letter_and_sends_it(house, commit):
    tip, lou, station = left(), desk_of(house, "sue"), police()
    page = lou.get(f"/tips/{tip.id}/").content.decode()
    assert (f"/tips/{tip.id}/letter/" in page, "Nobody outside was told of it." in page) == (
        True,
    ) * 2
    form = lou.get(f"/tips/{tip.id}/letter/").content.decode()
    assert form.index('<optgroup label="Services">') < form.index('<optgroup label="Police">')
    assert (SEEN.what in form, 'name="vehicle"' in form) == (True, False)
    letter = chosen_by(lou, tip, station, who="")
    text = letter.content.decode()
    assert ("This goes to the police." in text, "desk@police.example" in text) == (True, True)
    assert (SEEN.what in text, SEEN.who in text, wire.SENT_IN_MEMORY) == (True, False, [])
    with commit():
        done = lou.post(f"/tips/{tip.id}/disclosure/", fields_of(letter))
    assert done["Location"] == f"/tips/{tip.id}/"
    (sent,) = wire.SENT_IN_MEMORY
    shown = re.search(r'<p class="letter" dir="auto">(.*?)</p>', text, re.DOTALL)[1]
    assert html.unescape(shown.replace("<br>", "\n")).strip() == sent.body.strip()
    page = lou.get(f"/tips/{tip.id}/").content.decode()
    assert ("Handed to the mail" in page, "Example Police" in page) == (True, True)
    assert (f'href="/tips/{tip.id}/letter/"' in page, sent.subject[-9:-1] in page) == (False, True)


def test_what_is_typed_that_is_not_theirs_goes_nowhere_and_stays_in_its_box(house):
    tip, sue = left(), desk_of(house, "sue")
    page = chosen_by(sue, tip, house.shelter, what="Deux filles volées <b>, Ana")
    text = page.content.decode()
    assert (page.status_code, "volées &lt; b &gt; Ana" in text) == (422, True)
    assert ("Deux filles volées &lt;b&gt;, Ana" in text, "<b>, Ana" in text) == (True, False)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"to": ""}, "Choose to whom it goes."),
        ({"to": "x"}, "No letter may go there now."),
        ({"to": str(uuid.uuid4())}, "No letter may go there now."),
        ({"what": "", "where": " ", "who": ""}, "Choose at least one thing"),
    ],
)
def test_what_is_missing_is_said_at_its_box(house, change, sentence):
    tip, sue = left(), desk_of(house, "sue")
    boxes = {"to": str(house.shelter.id), "what": SEEN.what} | change
    page = sue.post(f"/tips/{tip.id}/letter/", boxes)
    assert (page.status_code, sentence in page.content.decode()) == (422, True)
    assert not Disclosure.objects.exists()


def test_something_can_be_changed_after_the_letter_was_seen(house):
    tip, sue = left(), desk_of(house, "sue")
    letter = chosen_by(sue, tip, house.shelter, what="Deux filles toute la nuit.")
    assert "Deux filles […] toute la nuit." in letter.content.decode()
    again = sue.post(f"/tips/{tip.id}/letter/", fields_of(letter) | {"again": "yes"})
    text = again.content.decode()
    assert (again.status_code, f'value="{house.shelter.id}" selected' in text) == (200, True)
    assert re.search(r"Deux filles\s+toute la nuit\.", text)
    assert "hommes" not in text


@pytest.mark.hostile(20)
def test_a_double_press_and_a_colleague_send_nothing_more(house, commit):
    tip, sue, lou = left(), desk_of(house, "sue"), desk_of(house, "lou")
    mine, theirs = chosen_by(sue, tip, house.shelter), chosen_by(lou, tip, police())
    with commit():
        first = [sue.post(f"/tips/{tip.id}/disclosure/", fields_of(mine)) for _ in range(2)]
        second = lou.post(f"/tips/{tip.id}/disclosure/", fields_of(theirs))
    assert [each.status_code for each in first] == [302, 302]
    assert (second.status_code, "déjà été transmis" in second.content.decode()) == (422, True)
    assert (len(wire.SENT_IN_MEMORY), Disclosure.objects.count()) == (1, 1)
    late = sue.get(f"/tips/{tip.id}/letter/").content.decode()
    assert ("<textarea" in late, "Handed to the mail" in late) == (False, True)


@pytest.mark.hostile(20)
def test_the_number_of_another_letter_is_refused_with_a_sentence(house, commit):
    notes, sue = [left(), left()], desk_of(house, "sue")
    first, other = (fields_of(chosen_by(sue, each, house.shelter)) for each in notes)
    with commit():
        sue.post(f"/tips/{notes[0].id}/disclosure/", first)
    answer = sue.post(f"/tips/{notes[1].id}/disclosure/", other | {"key": first["key"]})
    assert answer.status_code == 422
    assert str(SENTENCES[Missing.OTHERWISE]) in answer.content.decode()
    assert (len(wire.SENT_IN_MEMORY), Disclosure.objects.count()) == (1, 1)


@pytest.mark.hostile(105)
def test_without_a_yes_no_form_stands_there_and_a_crafted_press_is_refused_and_recorded(house):
    tip, sue = left(), desk_of(house, "sue")
    letter = fields_of(chosen_by(sue, tip, house.shelter))
    refused = left(passing_on=False)
    assert "<textarea" not in sue.get(f"/tips/{refused.id}/letter/").content.decode()
    assert f"/tips/{refused.id}/letter/" not in sue.get(f"/tips/{refused.id}/").content.decode()
    answer = sue.post(f"/tips/{refused.id}/disclosure/", letter)
    assert (answer.status_code, "did not say that it may be" in answer.content.decode()) == (
        422,
        True,
    )
    assert Entry.objects.filter(verb="not_permitted").count() == 1
    assert not Disclosure.objects.exists()


@pytest.mark.parametrize(
    "change",
    [{"kept": "what:0-9999"}, {"kept": "what:1-3"}, {"kept": "x"}, {"to": str(uuid.uuid4())},
     {"shown": "0" * 64}, {"shown": ""}, {"key": "x"}, {"key": ""}],
)  # fmt: skip
def test_a_letter_that_nobody_looked_at_does_not_leave(house, change):
    tip, sue = left(), desk_of(house, "sue")
    letter = fields_of(chosen_by(sue, tip, house.shelter))
    answer = sue.post(f"/tips/{tip.id}/disclosure/", letter | change)
    assert (answer.status_code, "Nothing left." in answer.content.decode()) == (422, True)
    assert (Disclosure.objects.count(), wire.SENT_IN_MEMORY) == (0, [])


def test_a_yes_taken_back_is_said_on_the_page_and_ends_it(house, commit):
    tip, sue = left(), desk_of(house, "sue")
    passed_on(tip, house.shelter, by=house.on_duty("lou"))
    with commit():
        assert sue.post(f"/tips/{tip.id}/withdrawal/").status_code == 302
    page = sue.get(f"/tips/{tip.id}/").content.decode()
    for said in ("took that back", "Stopped: it did not leave", "Nothing of it is outside."):
        assert said in page
    assert f"/tips/{tip.id}/withdrawal/" not in page
    assert "Stays here" in sue.get("/tips/").content.decode()
    sue.post(f"/tips/{left(passing_on=False).id}/withdrawal/")
    assert TakingBack.objects.count() == 1  # where nobody said yes, nothing is taken back


def test_whoever_could_not_be_told_that_it_was_taken_back_is_named_on_the_page(
    house, commit, settings
):
    tip, sue = left(), desk_of(house, "sue")
    with commit():
        passed_on(tip, house.shelter, by=house.on_duty("lou"))
    settings.SMTP_URL = ""
    with commit():
        sue.post(f"/tips/{tip.id}/withdrawal/")
    page = sue.get(f"/tips/{tip.id}/").content.decode()
    assert ("Handed to the mail" in page, "could not be told by e-mail" in page) == (True, True)


def test_one_of_which_nobody_knows_stands_above_the_list(house):
    tip, sue = left(), desk_of(house, "sue")
    made = passed_on(tip, house.shelter, by=house.on_duty("lou"))
    HandingOver.objects.create(disclosure=made)
    from havre.disclosures.carriers.ending import end  # noqa: PLC0415 -- only here

    end(made.id, "unknown", "test")
    listed = sue.get("/tips/").content.decode()
    assert f"We don’t know whether {made.reference} reached Linden." in listed
    assert "Nobody knows whether it left" in sue.get(f"/tips/{tip.id}/").content.decode()
    assert made.reference not in desk_of(house, "ana").get("/").content.decode()


@pytest.mark.hostile(32)
@pytest.mark.parametrize("name", ["ana", "ben", "dee", "ada", "ines", ""])
def test_nobody_else_comes_near(house, name):
    tip, sue = left(), desk_of(house, "sue")
    letter = fields_of(chosen_by(sue, tip, house.shelter))
    desk = desk_of(house, name)
    answers = [
        desk.get(f"/tips/{tip.id}/letter/"),
        desk.post(f"/tips/{tip.id}/letter/", letter | {"again": "yes"}),
        desk.post(f"/tips/{tip.id}/disclosure/", letter),
        desk.post(f"/tips/{tip.id}/withdrawal/"),
    ]
    assert {each.status_code for each in answers} <= ({404} if name else {302, 403})
    assert [each for each in answers if SEEN.what in each.content.decode()] == []
    assert (Disclosure.objects.count(), TakingBack.objects.count()) == (0, 0)


def test_one_that_is_not_there_is_not_there(house):
    sue = desk_of(house, "sue")
    for path in ("letter", "disclosure", "withdrawal"):
        assert sue.post(f"/tips/{uuid.uuid4()}/{path}/").status_code == 404


def test_keys_that_are_gone_lead_back_to_the_note(house):
    from havre.vault import keys  # noqa: PLC0415 -- only here

    tip, sue = left(), desk_of(house, "sue")
    letter = fields_of(chosen_by(sue, tip, house.shelter))
    keys.destroy(tip.file)
    assert sue.get(f"/tips/{tip.id}/letter/")["Location"] == f"/tips/{tip.id}/"
    assert sue.post(f"/tips/{tip.id}/letter/", letter)["Location"] == f"/tips/{tip.id}/"
    assert sue.post(f"/tips/{tip.id}/disclosure/", letter).status_code in {302, 404}
    assert not Disclosure.objects.exists()


def test_nothing_in_it_goes_nowhere_until_somebody_says_otherwise(house):
    tip, sue, lou = left(Seen(what="A van")), desk_of(house, "sue"), house.on_duty("lou")
    tips.assess(tip, "unfounded", by=lou)
    assert "it goes nowhere" in sue.get(f"/tips/{tip.id}/").content.decode()
    with_assessment = sue.get(f"/tips/{tip.id}/letter/").content.decode()
    assert "<textarea" not in with_assessment
    tips.assess(tip, "corroborated", by=lou)
    assert "<textarea" in sue.get(f"/tips/{tip.id}/letter/").content.decode()
