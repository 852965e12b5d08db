"""Dee keeps the directory: she mends words and hours, a shelter's number waits for Sue, she asks a
service whether its entry is right, and an address that must not be known is sealed."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.stories.conftest import ARTEFACTS, AtTheDesk, LiveLine
from tests.stories.looking import look_at

pytestmark = pytest.mark.browser
PICTURES = ARTEFACTS.parent / "curator"


def find(page: Page, words: str, name: str) -> None:
    page.get_by_role("link", name="Répertoire").first.click()
    page.get_by_label("Nom d’un service").fill(words)
    page.get_by_role("button", name="Chercher").click()
    page.get_by_role("link", name=name).click()


def change(page: Page, part: str) -> None:
    page.get_by_role("region", name=part).get_by_role("link", name="Modifier").click()


def keep(page: Page) -> None:
    page.get_by_role("button", name="Voir ce qui diffère").click()
    page.get_by_role("button", name="Conserver").click()


@pytest.mark.requirement("000-26")
def test_a_curator_mends_the_words_of_an_entry_and_sees_what_differs(
    line: LiveLine, at_the_desk: Callable[[str], AtTheDesk]
) -> None:
    dee = at_the_desk("dee")
    dee.speak("fr")
    page = dee.page
    page.get_by_role("link", name="Répertoire").first.click()
    look_at(page, PICTURES / "entries")
    find(page, "tilleul lits", "Lits en lieu sûr, Maison du Tilleul blanc")
    look_at(page, PICTURES / "entry")
    change(page, "Ce que c’est")
    look_at(page, PICTURES / "form-words")
    area = page.locator("#f-summaries-fr")
    area.fill(area.input_value() + " Dix lits.")
    page.get_by_role("button", name="Voir ce qui diffère").click()
    expect(page.locator("td[data-side=becomes]")).to_contain_text("Dix lits.")
    look_at(page, PICTURES / "differs")
    page.get_by_role("button", name="Conserver").click()
    expect(page.get_by_role("status").get_by_text("C’est conservé.")).to_be_visible()
    expect(page.get_by_text("Plus ancien que l’autre langue").first).to_be_visible()


@pytest.mark.requirement("000-12")
def test_a_shelters_number_waits_for_somebody_else(
    line: LiveLine, at_the_desk: Callable[[str], AtTheDesk]
) -> None:
    dee = at_the_desk("dee")
    dee.speak("fr")
    page = dee.page
    find(page, "tilleul lits", "Lits en lieu sûr, Maison du Tilleul blanc")
    change(page, "Téléphone")
    page.locator("#f-phones-0-number").fill("<b>")
    page.get_by_role("button", name="Voir ce qui diffère").click()
    expect(page.get_by_text("Ce n’est pas un numéro de téléphone.")).to_be_visible()
    look_at(page, PICTURES / "form-wrong")
    page.locator("#f-phones-0-number").fill("613-555-0777")
    page.get_by_role("button", name="Voir ce qui diffère").press("Enter")
    expect(page.get_by_text("Une autre personne doit donner son accord")).to_be_visible()
    look_at(page, PICTURES / "differs-waits")
    page.get_by_role("button", name="Conserver").click()
    expect(page.get_by_text("C’est proposé").first).to_be_visible()
    sue = at_the_desk("sue")
    sue.speak("en")
    sue.page.get_by_role("link", name="Directory").first.click()
    sue.page.get_by_role("link", name="Proposals", exact=True).click()
    look_at(sue.page, PICTURES / "proposals")
    sue.page.get_by_role("button", name="Agree").click()
    expect(sue.page.get_by_text("It is agreed, and stands in the directory.")).to_be_visible()
    page.reload()
    expect(page.get_by_role("region", name="Téléphone")).to_contain_text("613-555-0777")


@pytest.mark.requirement("000-26")
def test_she_fills_in_hours_and_facts_and_asks_whether_it_is_right(
    line: LiveLine, at_the_desk: Callable[[str], AtTheDesk]
) -> None:
    dee = at_the_desk("dee")
    dee.speak("fr")
    page = dee.page
    page.get_by_role("link", name="Répertoire").first.click()
    page.get_by_role("link", name="À qui demander", exact=True).click()
    look_at(page, PICTURES / "asking")
    page.locator("a.row-title").first.click()
    change(page, "Heures d’ouverture")
    row = page.get_by_role("group", name="Une de plus").first
    row.get_by_label("Genre").select_option(label="Par téléphone")
    row.get_by_label("Lundi").check()
    row.get_by_label("Mardi").check()
    row.get_by_label("De (comme 09:30)").fill("09:00")
    row.get_by_label("À (comme 17:00").fill("21:00")
    look_at(page, PICTURES / "form-hours")
    keep(page)
    change(page, "Ce qu’on peut vouloir savoir")
    page.get_by_label("Animaux bienvenus?").select_option(label="Cela dépend; à demander")
    look_at(page, PICTURES / "form-facts")
    keep(page)
    change(page, "Qui peut voir quoi")
    look_at(page, PICTURES / "form-secrecy")
    page.go_back()
    page.get_by_text("On a demandé là-bas").click()
    page.get_by_label("Tout est juste").check()
    page.get_by_label("Qui a répondu").fill("Rae")
    page.get_by_role("button", name="Noter").click()
    expect(page.get_by_text(re.compile("Confirmé le")).first).to_be_visible()
    look_at(page, PICTURES / "entry-asked")


@pytest.mark.requirement("000-12")
def test_she_makes_a_place_whose_address_is_sealed_and_everybody_sees_who_reads_it(
    line: LiveLine, at_the_desk: Callable[[str], AtTheDesk]
) -> None:
    dee = at_the_desk("dee")
    dee.speak("fr")
    page = dee.page
    find(page, "tilleul lits", "Lits en lieu sûr, Maison du Tilleul blanc")
    page.locator("main > p a").first.click()
    page.get_by_role("link", name="Nouveau lieu").click()
    page.locator("#f-names-fr").fill("La maison")
    page.locator("#f-settlement").fill("Ottawa")
    page.locator("#f-province").select_option("ON")
    look_at(page, PICTURES / "new-place")
    page.get_by_role("button", name="Conserver").click()
    page.get_by_role("link", name="Sceller une adresse").click()
    page.get_by_label("Numéro et rue").fill("41, rue Cachée")
    look_at(page, PICTURES / "seal")
    page.get_by_role("button", name="La sceller définitivement").click()
    expect(page.get_by_text("L’adresse est scellée.")).to_be_visible()
    assert "Cachée" not in page.content()
    page.get_by_text("La lire", exact=True).click()
    page.get_by_label("Pour voir si elle est juste").check()
    page.get_by_role("button", name="Lire l’adresse scellée").click()
    expect(page.get_by_text("41, rue Cachée")).to_be_visible()
    look_at(page, PICTURES / "exact")
    page.get_by_role("link", name="Retour").click()
    expect(page.get_by_text("Qui l’a lue")).to_be_visible()
    look_at(page, PICTURES / "place")


@pytest.mark.requirement("000-26")
def test_she_sees_which_words_wait_and_for_whom_there_is_nothing(
    line: LiveLine, at_the_desk: Callable[[str], AtTheDesk]
) -> None:
    dee = at_the_desk("dee")
    dee.speak("fr")
    page = dee.page
    page.get_by_role("link", name="Répertoire").first.click()
    page.get_by_role("link", name="Couverture", exact=True).click()
    look_at(page, PICTURES / "coverage")
    page.get_by_role("link", name="NU", exact=True).click()
    expect(page.get_by_role("heading", name=re.compile("Nunavut")).first).to_be_visible()
    look_at(page, PICTURES / "coverage-nunavut")
    # The first only catches up with what another story wrote in French; the second goes ahead.
    for words in ("Beds.", "Beds, and somebody to talk to."):
        find(page, "tilleul lits", "Lits en lieu sûr, Maison du Tilleul blanc")
        change(page, "Ce que c’est")
        page.locator("#f-summaries-en").fill(words)
        keep(page)
    page.get_by_role("link", name="Traductions", exact=True).click()
    look_at(page, PICTURES / "words")
    waits = page.locator("li.row", has_text="Tilleul blanc")
    waits.locator("a.row-title").first.press("Enter")
    expect(page.locator("#f-summaries-fr")).to_be_visible()
    page.go_back()
    waits.get_by_role("button", name="Lu, et juste").first.press("Enter")
    expect(page.get_by_text("C’est noté")).to_be_visible()
    expect(waits).to_have_count(0)


def say_what_changed(rae: Page) -> None:
    """Of the beds: first without a word, then with two."""
    beds = rae.locator("section", has_text="Lits en lieu sûr")
    beds.get_by_label("Quelque chose a changé").check()
    beds.get_by_role("button", name="Envoyer cette réponse").click()
    expect(beds.get_by_text("Dites en quelques mots ce qui a changé.")).to_be_visible()
    beds.get_by_label("Ce qui a changé, s’il y a lieu").fill("Deux lits de moins en janvier.")
    beds.get_by_label("Votre fonction").fill("Coordonnatrice")
    beds.get_by_role("button", name="Envoyer cette réponse").click()
    expect(beds.get_by_text("Nous avons votre réponse.")).to_be_visible()


@pytest.mark.requirement("000-26")
def test_she_asks_a_shelter_by_a_letter_and_notes_what_it_answers(
    line: LiveLine,
    at_the_desk: Callable[[str], AtTheDesk],
    open_context: Callable[..., BrowserContext],
) -> None:
    dee, sue = at_the_desk("dee"), at_the_desk("sue")
    dee.speak("fr")
    page = dee.page
    find(page, "tilleul lits", "Lits en lieu sûr, Maison du Tilleul blanc")
    page.locator("main > p a").first.click()
    page.get_by_role("button", name="L’envoyer en français").press("Enter")
    expect(page.get_by_text("La lettre est en route.")).to_be_visible()
    look_at(page, PICTURES / "letter-sent")
    sue.page.goto(f"{line.desk}/outbox/")
    link = re.findall(r"http\S+/fr/listing/\w{26}/", sue.page.inner_text("main"))[0]
    rae = open_context(locale="fr-CA").new_page()
    rae.goto(link)
    look_at(rae, PICTURES / "listing")
    say_what_changed(rae)
    look_at(rae, PICTURES / "listing-answered")
    rae.goto(link.replace("/fr/", "/en/"))
    look_at(rae, PICTURES / "listing-en")
    page.get_by_role("link", name="Leurs réponses", exact=True).click()
    expect(page.get_by_text("Deux lits de moins en janvier.")).to_be_visible()
    look_at(page, PICTURES / "answers")
    page.get_by_role("button", name="Je l’ai écrit").press("Enter")
    expect(page.get_by_text("C’est noté comme leur propre parole.")).to_be_visible()
    find(page, "tilleul lits", "Lits en lieu sûr, Maison du Tilleul blanc")
    expect(page.get_by_text("par son propre lien")).to_be_visible()
