"""A curator keeps the directory by forms made of its catalogue, and loses nothing of what was typed."""

import html
import re
import uuid

import pytest

from havre.desk.tests.hand import desk_of
from havre.directory import actions, fields, proposals
from havre.directory.curating import boxes, parts, sheets
from havre.directory.models import Change, Location, Organization, Proposal, Reading, Service
from havre.directory.tests.scenes import location, organization, service

pytestmark = pytest.mark.usefixtures("on_desk")
STREET = "41 Hidden Lane"


def form(page: str) -> dict[str, list[str]]:
    """What the large form of a page would post, as a browser without a script does."""
    inside = re.search(
        r'<form method="post" class="(?:card|button-row)".*?</form>', page, re.DOTALL
    )
    assert inside
    found: dict[str, list[str]] = {}
    pattern = (
        r"<input ([^>]*)>|<textarea ([^>]*)>\n?(.*?)</textarea>|<select ([^>]*)>(.*?)</select>"
    )
    for one in re.finditer(pattern, inside[0], re.DOTALL):
        at, area, words, select, options = one.groups()
        name = re.search(r'name="([^"]+)"', at or area or select)[1]
        if area is not None:
            found.setdefault(name, []).append(html.unescape(words))
        elif select is not None:
            chosen = re.findall(r'<option value="([^"]*)" selected', options)
            first = re.findall(r'<option value="([^"]*)"', options)[:1]
            if values := chosen or ([] if "multiple" in select else first):
                found[name] = values
        elif 'type="checkbox"' not in at or " checked" in at:
            value = re.search(r'value="([^"]*)"', at)
            found.setdefault(name, []).append(html.unescape(value[1]) if value else "")
    return found


def opened(desk, row, part: str) -> dict[str, list[str]]:
    return form(desk.get(f"/directory/{row.id}/edit/{part}/").content.decode())


def post(desk, row, part: str, typed: dict, **more):
    return desk.post(f"/directory/{row.id}/edit/{part}/", typed | more)


@pytest.mark.parametrize("kind", list(fields.KINDS))
def test_every_field_of_the_catalogue_stands_in_one_part_and_only_in_one(kind):
    named = [name for part in parts.parts(kind) for name in part.names]
    assert sorted(named) == sorted(fields.catalogue(kind))


@pytest.mark.parametrize("kind", list(fields.KINDS))
def test_a_form_that_is_sent_as_it_was_opened_changes_nothing(house, kind):
    row = {"organization": full_organization, "service": full_service, "location": full_place}[
        kind
    ]()
    dee, version = desk_of(house, "dee"), row.version
    for part in parts.parts(kind):
        typed = opened(dee, row, part.slug)
        assert len(typed) < 200
        answer = post(dee, row, part.slug, typed)
        assert (answer.status_code, answer["Location"]) == (302, f"/directory/{row.id}/")
    row.refresh_from_db()
    assert (row.version, Proposal.objects.count()) == (version, 0)


def full_organization() -> Organization:
    return organization(
        "full", summaries={"en": "Words", "fr": "Mots", "es": "Palabras"}, website="https://a.example",
        email="us@full.example", is_partner=True, networks=["One", "Two"], kind="police",
        police_for="both", identifiers=[{"scheme": "CRA", "value": "12"}],
        phones=[{"number": "613-555-0118", "extension": "007", "languages": ["fr", "en"],
                 "note": {"fr": "Le matin"}, "tier": "responder", "purpose": "direct"}],
        contacts=[{"name": "Rae", "title": {"en": "Intake"}}], hidden={"phones": "partner"},
    )  # fmt: skip


def full_service() -> Service:
    return service(
        "full", min_age=16, languages=["oj", "fr"], facts={"faith": "no", "pets_welcome": "ask"},
        needs=["youth", "emergency_shelter"], areas=["Nord", "Sud"], access=["lsq", "asl"],
        costs=[{"option": {"fr": "Nuit"}, "amount": 2.5, "currency": "CAD"}], free="ask",
        openings=[{"kind": "phone", "days": ["FR", "MO"], "opens": "09:30", "closes": "24:00"}] * 10
        + [{"kind": "intake", "days": ["SU"], "opens": "10:00", "closes": "11:00"}],
        closings=[{"day": "2026-12-25"}, {"day": "2026-12-31", "opens": "09:00", "closes": "12:00"}],
        route={"number": "613-555-0119", "leave_message": "no", "protocol": {"en": "Ask\nfor Rae"}},
        documents=[{"name": {"fr": "Aucun"}}], holidays="open", summaries={"en": "<b>&amp;</b>"},
    )  # fmt: skip


def full_place() -> Location:
    owner = organization("home")
    return location("full", owner, [], address={"address_1": "1", "postal_code": "K1A 0A1"},
                    lat=45.4, lon=-75.69, access=["braille"])  # fmt: skip


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
    assert [kept[name][0] for name in ("phones.0.number", "phones.0.extension", "phones.1.note.fr")] == [
        "<b>", "0 07", "Le soir",
    ]  # fmt: skip
    assert re.search(
        r'id="f-phones-0-number"[^>]*aria-invalid="true" aria-describedby="f-phones-0-number-error"',
        page,
    )
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
    ("part", "name", "value", "sentence"),
    [
        ("whom", "min_age", "sixteen", "Écrivez un nombre de 0 à 120."),
        ("whom", "min_age", "1e999", "Écrivez un nombre de 0 à 120."),
        ("whom", "province", "XX", "Ce choix n’est pas dans la liste."),
        ("reaching", "website", "javascript:alert(1)", "Une adresse Web commence par"),
        ("hours", "openings.0.opens", "25:00", "Écrivez l’heure comme 09:30."),
        ("exceptions", "closings.0.day", "2026-02-30", "Écrivez le jour comme 2026-12-31."),
        ("facts", "facts.faith", "perhaps", "Ce choix n’est pas dans la liste."),
        ("facts", "facts.king", "yes", "Ce choix n’est pas dans la liste."),
        ("secrecy", "hidden.phones", "king", "Ce choix n’est pas dans la liste."),
        ("secrecy", "hidden.king", "public", "Ce choix n’est pas dans la liste."),
        ("secrecy", "visibility", "", "Ce choix n’est pas dans la liste."),
    ],
)
def test_what_no_form_would_send_is_refused_with_a_sentence(house, part, name, value, sentence):
    bed, dee = service("clinic", kind="health"), desk_of(house, "dee")
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
    bed, dee = full_service(), desk_of(house, "dee")
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


def test_a_curator_begins_an_organization_a_service_and_a_place(house):
    dee = desk_of(house, "dee")
    typed = form(dee.get("/directory/new/organization/").content.decode())
    refused = dee.post("/directory/new/organization/", typed)
    assert (refused.status_code, "Écrivez son nom" in refused.content.decode()) == (422, True)
    typed |= {"names.fr": "L’Érable", "kind": "ngo"}
    answer = dee.post("/directory/new/organization/", typed)
    made = Organization.objects.get(id=typed["id"][0])
    assert answer["Location"] == f"/directory/{made.id}/?done=kept"
    assert made.key.startswith("l-erable-") or made.key.startswith("lerable-")
    assert dee.post("/directory/new/organization/", typed).status_code == 302  # pressed twice
    assert Organization.objects.filter(names__fr="L’Érable").count() == 1
    at = f"/directory/{made.id}/new"
    for kind, row in (("health", "health"), ("shelter", None)):
        typed = form(dee.get(f"{at}/service/").content.decode())
        typed |= {"names.fr": kind, "kind": kind, "reach": "local", "needs": ["youth"]}
        dee.post(f"{at}/service/", typed)
        assert Service.objects.filter(kind=row, organization=made).count() == (row is not None)
    assert proposals.waiting().get().changes["kind"] == "shelter"
    typed = form(dee.get(f"{at}/location/").content.decode()) | {"names.fr": "Au centre"}
    dee.post(f"{at}/location/", typed | {"settlement": "Sudbury", "province": "ON"})
    assert Location.objects.get(organization=made).settlement == "Sudbury"
    assert dee.get("/directory/new/service/").status_code == 404
    assert dee.get(f"{at}/organization/").status_code == 404
    assert dee.get(f"{at}/castle/").status_code == 404


@pytest.mark.requirement("000-12")
def test_an_address_is_sealed_before_the_place_is_given_and_read_only_with_a_reason(house):
    owner = organization("home")
    home, dee, sue = location("new", owner, []), desk_of(house, "dee"), desk_of(house, "sue")
    assert dee.post(f"/directory/{home.id}/sealing/", {"address_1": ""}).status_code == 422
    dee.post(f"/directory/{home.id}/sealing/", {"address_1": STREET, "postal_code": "K1A 0A1"})
    home.refresh_from_db()
    assert home.is_hidden
    page = sue.get(f"/directory/{home.id}/").content.decode()
    assert STREET not in page
    assert "address.address_1" not in dee.get(f"/directory/{home.id}/edit/about/").content.decode()
    read = f"/directory/{home.id}/exact/"
    assert sue.post(read, {}).status_code == 422
    assert sue.post(read, {"why": "curious"}).status_code == 422
    assert Reading.objects.count() == 0
    answer = sue.post(read, {"why": "danger"})
    assert (STREET in answer.content.decode(), answer["Cache-Control"]) == (True, "no-store")
    kept = Reading.objects.get()
    assert (kept.why, kept.by, kept.location) == ("danger", str(house.members["sue"].id), home)
    assert "Sue, " in dee.get(f"/directory/{home.id}/").content.decode()
    bed = service(of=owner)
    answer = dee.post(f"/directory/{bed.id}/places/", {"place": [str(home.id)]})
    assert answer["Location"].endswith("?done=waits")
    assert (
        dee.post(f"/directory/{bed.id}/places/", {"place": [str(uuid.uuid4())]}).status_code == 404
    )


@pytest.mark.requirement("000-12")
def test_nobody_alone_types_another_address_for_a_place_that_shelters_somebody(house):
    owner = organization("home")
    bed, dee = service(of=owner), desk_of(house, "dee")
    stands = location("stands", owner, [bed], address={"address_1": STREET})
    bare = location("bare", owner, [bed])
    assert dee.post(f"/directory/{bare.id}/sealing/", {"address_1": "1"}).status_code == 404
    dee.post(f"/directory/{stands.id}/sealing/", {"address_1": "1 Wrong Street"})
    dee.post(f"/directory/{stands.id}/exact/", {"why": "checking"})
    page = dee.post(f"/directory/{stands.id}/exact/", {"why": "checking"}).content.decode()
    assert (STREET in page, "1 Wrong Street" in page) == (True, False)
    assert dee.get(f"/directory/{stands.id}/sealing/").status_code == 404


def test_asking_is_noted_with_who_answered_and_what_changed_is_put_back(house):
    bed, dee = service(summaries={"fr": "Lits"}), desk_of(house, "dee")
    at = f"/directory/{bed.id}/"
    answer = dee.post(f"{at}confirmation/", {"result": "confirmed", "how": "phone", "key": ""})
    assert (answer.status_code, "Dites qui a répondu" in answer.content.decode()) == (422, True)
    said = {"result": "confirmed", "how": "phone", "person": "Rae", "key": str(uuid.uuid4())}
    assert dee.post(f"{at}confirmation/", said).status_code == 302
    page = dee.get(at).content.decode()
    assert ("Rae" in page, "Confirmé le" in page) == (True, True)
    actions.change(bed, {"summaries": {"fr": "Trois"}}, by="ana")
    dee.post(f"{at}undoing/", {"version": "2"})
    bed.refresh_from_db()
    assert (bed.summaries, bed.version) == ({"fr": "Lits"}, 3)
    for version in ("1", "9", "x", "٣"):
        assert dee.post(f"{at}undoing/", {"version": version}).status_code == 404


def test_entries_are_found_by_name_without_accents_and_by_what_needs_care(house):
    service("erable", names={"fr": "Refuge de l’Érable"}, summaries={"en": "A", "fr": "B"})
    bed = Service.objects.get(key="erable")
    dee = desk_of(house, "dee")
    found = dee.post("/directory/", {"words": "erable REFUGE"}).content.decode()
    assert (found.count("row-title"), str(bed.id) in found) == (1, True)
    assert "Rien ne porte ce nom" in dee.post("/directory/", {"words": "xyz"}).content.decode()
    assert str(bed.id) not in dee.get("/directory/?care=words").content.decode()
    actions.change(bed, {"summaries": {"en": "Other", "fr": "B"}}, by="ana")
    assert str(bed.id) in dee.get("/directory/?care=words").content.decode()
    assert str(bed.id) in dee.get("/directory/?care=due").content.decode()
    assert str(bed.id) in dee.get("/directory/asking/").content.decode()
    for odd in ("?care=king", "?from=99999", "?from=x", "?care=due&from=-1"):
        assert dee.get(f"/directory/{odd}").status_code == 200


def test_hostile_words_are_shown_as_they_are_written_and_do_nothing(house):
    odd = '"><script>alert(1)</script>'
    bed, dee = service(names={"fr": odd}, summaries={"fr": odd}), desk_of(house, "dee")
    for path in (f"/directory/{bed.id}/", f"/directory/{bed.id}/edit/about/", "/directory/"):
        page = dee.get(path).content.decode()
        assert ("<script>alert" in page, html.escape(odd) in page) == (False, True)
    typed = opened(dee, bed, "about") | {"alert.fr": odd}
    page = post(dee, bed, "about", typed).content.decode()
    assert ("<script>alert" in page, form(page)["alert.fr"]) == (False, [odd])
