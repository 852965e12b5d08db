"""A part of a record is filled in by a form made of the catalogue, and nothing typed is lost."""

import re

import pytest

from havre.desk.tests.hand import desk_of
from havre.directory import actions, fields
from havre.directory.curating import boxes, parts, sheets
from havre.directory.models import Change, Proposal
from havre.directory.tests import filled
from havre.directory.tests.forms_hand import form, opened, post
from havre.directory.tests.scenes import service

pytestmark = pytest.mark.usefixtures("on_desk")


@pytest.mark.parametrize("kind", list(fields.KINDS))
def test_every_field_of_the_catalogue_stands_in_one_part_and_only_in_one(kind):
    named = [name for part in parts.parts(kind) for name in part.names]
    assert sorted(named) == sorted(fields.catalogue(kind))


@pytest.mark.parametrize("kind", list(fields.KINDS))
def test_a_form_that_is_sent_as_it_was_opened_changes_nothing(house, kind):
    row = {
        "organization": filled.organization,
        "service": filled.service,
        "location": filled.place,
    }[kind]()
    dee, version = desk_of(house, "dee"), row.version
    for part in parts.parts(kind):
        typed = opened(dee, row, part.slug)
        assert len(typed) < 200
        answer = post(dee, row, part.slug, typed)
        assert (answer.status_code, answer["Location"]) == (302, f"/directory/{row.id}/")
    row.refresh_from_db()
    assert (row.version, Proposal.objects.count()) == (version, 0)


@pytest.mark.requirement("000-12")
def test_what_differs_is_shown_before_it_is_kept_and_a_shelters_number_then_waits(house):
    bed, dee = service(phones=[{"number": "613-555-0118"}], summaries={"fr": "Lits"}), None
    dee = desk_of(house, "dee")
    typed = opened(dee, bed, "about") | {"summaries.fr": "Dix lits"}
    page = post(dee, bed, "about", typed).content.decode()
    assert (page.count("Dix lits"), "Lits" in page) == (2, True)  # in the table, and to send again
    bed.refresh_from_db()
    assert bed.version == 1
    answer = post(dee, bed, "about", form(page), sure="yes")
    assert answer["Location"] == f"/directory/{bed.id}/?done=kept"
    bed.refresh_from_db()
    assert bed.summaries == {"fr": "Dix lits"}
    typed = opened(dee, bed, "phones") | {"phones.0.number": "613-555-0777"}
    page = post(dee, bed, "phones", typed).content.decode()
    assert "Une autre personne doit donner son accord" in page
    assert post(dee, bed, "phones", form(page), sure="yes")["Location"].endswith("?done=waits")
    waits = Proposal.objects.get()
    assert waits.changes == {"phones": [{"number": "613-555-0777"}]}
    sue = desk_of(house, "sue")
    sue.post(f"/directory/proposals/{waits.id}/", {"say": "agree"})
    bed.refresh_from_db()
    assert fields.value_of(bed, "phones") == [{"number": "613-555-0777"}]
    assert Change.objects.get(record=bed.id, version=3).by == str(house.members["dee"].id)


def test_what_is_wrong_is_said_at_its_field_in_the_readers_language_and_all_that_was_typed_stays(
    house,
):
    bed, dee = service(), desk_of(house, "dee")
    typed = opened(dee, bed, "phones") | {
        "phones.0.number": "<b>", "phones.0.extension": "0 07", "phones.1.note.fr": "Le soir",
    }  # fmt: skip
    answer = post(dee, bed, "phones", typed, sure="yes")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Ce n’est pas un numéro de téléphone." in page
    assert "Il manque quelque chose ici." in page  # the second has no number at all
    kept = form(page)
    for name in ("phones.0.number", "phones.0.extension", "phones.1.note.fr"):
        assert kept[name] == [typed[name]]
    box = re.search(r'<input[^>]* id="f-phones-0-number"[^>]*>', page)[0]
    assert 'aria-invalid="true" aria-describedby="f-phones-0-number-error"' in box
    bed.refresh_from_db()
    assert bed.version == 1
    typed = opened(dee, bed, "about") | {
        "names.en": " ",
        "names.fr": "",
        "summaries.fr": "x" * 4001,
    }
    page = post(dee, bed, "about", typed).content.decode()
    assert "Trop long" in page
    typed |= {"summaries.fr": "x"}
    assert "Écrivez son nom" in post(dee, bed, "about", typed).content.decode()


@pytest.mark.parametrize(
    ("at", "value", "sentence"),
    [
        ("whom min_age", "sixteen", "Écrivez un nombre de 0 à 120."),
        ("whom min_age", "1e999", "Écrivez un nombre de 0 à 120."),
        ("whom province", "XX", "Ce choix n’est pas dans la liste."),
        ("reaching website", "javascript:alert(1)", "Une adresse Web commence par"),
        ("hours openings.0.opens", "25:00", "Écrivez l’heure comme 09:30."),
        ("exceptions closings.0.day", "2026-02-30", "Écrivez le jour comme 2026-12-31."),
        ("facts facts.faith", "perhaps", "Ce choix n’est pas dans la liste."),
        ("facts facts.king", "yes", "Ce choix n’est pas dans la liste."),
        ("secrecy hidden.phones", "king", "Ce choix n’est pas dans la liste."),
        ("secrecy hidden.king", "public", "Ce choix n’est pas dans la liste."),
        ("secrecy visibility", "", "Ce choix n’est pas dans la liste."),
    ],
)
def test_what_no_form_would_send_is_refused_with_a_sentence(house, at, value, sentence):
    part, name = at.split()
    bed, dee = service("clinic", kind="health", needs=["medical"]), desk_of(house, "dee")
    answer = post(dee, bed, part, opened(dee, bed, part) | {name: value}, sure="yes")
    assert (answer.status_code, sentence in answer.content.decode()) == (422, True)
    bed.refresh_from_db()
    assert bed.version == 1


def test_whoever_was_slower_sees_what_the_other_wrote_and_loses_nothing(house):
    bed = service(summaries={"fr": "Lits"}, alert={"fr": "Rien"})
    dee = desk_of(house, "dee")
    typed = opened(dee, bed, "about") | {"summaries.fr": "Dix lits", "kind": "housing"}
    actions.change(bed, {"summaries": {"fr": "Trois lits"}, "alert": {"fr": "Complet"}}, by="ana")
    answer = post(dee, bed, "about", typed, sure="yes")
    page = answer.content.decode()
    assert (answer.status_code, "Trois lits" in page, "Dix lits" in page) == (422, True, True)
    bed.refresh_from_db()
    assert bed.version == 2
    again = form(page)
    assert (again["base"], again["alert.fr"], again["kind"]) == (["2"], ["Complet"], ["housing"])
    assert post(dee, bed, "about", again, sure="yes").status_code == 302
    bed.refresh_from_db()
    assert (bed.summaries["fr"], bed.kind, fields.value_of(bed, "alert")) == (
        "Dix lits", "housing", {"fr": "Complet"},
    )  # fmt: skip


def test_changes_of_other_fields_do_not_get_in_the_way(house):
    bed, dee = service(summaries={"fr": "Lits"}), desk_of(house, "dee")
    typed = opened(dee, bed, "about") | {"summaries.fr": "Dix lits"}
    actions.change(bed, {"alert": {"fr": "Complet"}}, by="ana")
    assert post(dee, bed, "about", typed, sure="yes").status_code == 302
    bed.refresh_from_db()
    assert (bed.summaries["fr"], fields.value_of(bed, "alert")) == ("Dix lits", {"fr": "Complet"})
    assert post(dee, bed, "about", typed, sure="yes")["Location"].endswith(f"{bed.id}/")  # twice


def test_a_row_is_taken_out_added_and_those_that_do_not_fit_on_the_form_stay(house):
    bed, dee = filled.service(), desk_of(house, "dee")
    before = fields.value_of(bed, "openings")
    assert len(before) == boxes.ROWS + 1
    typed = opened(dee, bed, "hours") | {
        "openings.0.gone": "yes",
        "openings.10.kind": "drop_in", "openings.10.days": ["SA"],
        "openings.10.opens": "10:00", "openings.10.closes": "12:00",
    }  # fmt: skip
    assert post(dee, bed, "hours", typed, sure="yes").status_code == 302
    bed.refresh_from_db()
    new = {"kind": "drop_in", "days": ["SA"], "opens": "10:00", "closes": "12:00"}
    assert sheets.same(fields.value_of(bed, "openings"), [*before[1:10], new, before[10]])
