"""The house says everything in both languages, and says it well."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from havre.prompt.messages import catalogues, extraction, judging


@pytest.mark.requirement("000-06")
def test_everything_is_said_in_french():
    assert list(judging.complaints()) == []


def test_words_are_found_in_code_templates_and_policy(tmp_path):
    (tmp_path / "templates").mkdir()
    (tmp_path / "views.py").write_text(
        'a = gettext("One")\nb = ngettext("%(n)d day", "%(n)d days", 2)\n'
    )
    (tmp_path / "templates" / "page.html").write_text(
        '{% load i18n %}\n  {% translate "Two" %}\n    {% blocktranslate with x=y trimmed %}\n'
        "   Three {{ x }}\n  {% endblocktranslate %}"
    )
    monkey = pytest.MonkeyPatch()
    monkey.setattr(extraction, "PACKAGE", tmp_path / "package")
    found = set(extraction.of_room(tmp_path))
    monkey.undo()
    assert found == {
        extraction.Phrase("", "One"),
        extraction.Phrase("", "%(n)d day", "%(n)d days"),
        extraction.Phrase("", "Two"),
        extraction.Phrase("", "Three %(x)s"),
    }


@pytest.mark.parametrize(
    ("english", "french", "why"),
    [
        ("Hello %(name)s", "Bonjour", "placeholders"),
        ("It is here", "C'est ici", "straight apostrophe"),
        ("Wait", "Attendez...", "three dots"),
        ("«Safe»", "« Sûr »", "no-break spaces"),
        ("Free: %(n)s", "Libres : %(n)s", "colon"),
        ("Free: %(n)s", "Libres: %(n)s", "colon"),
        ("Free:", "%(when)s :", "colon"),
        ("At 5: no", "À 5: non", "colon"),
        ("Safe?", "En sécurité ?", "space before"),
        ("Safe?", "En sécurité\N{NO-BREAK SPACE}?", "space before"),
        ("No; yes", "Non\N{NARROW NO-BREAK SPACE}; oui", "space before"),
        ("Stay!", "Restez !", "space before"),
        ("Warning signals", "Signalement", "signalement"),
    ],
)
def test_what_is_badly_said_is_found(english, french, why):
    assert any(why in fault for fault in judging._faults([english], french, "fr"))


def test_what_is_well_said_passes():
    well = (
        "C’est «\N{NO-BREAK SPACE}sûr\N{NO-BREAK SPACE}», %(name)s…"
        " À 10:30\N{NO-BREAK SPACE}: vraiment? Oui; voir https://havre.example/"
    )
    assert list(judging._faults(["It is “safe”, %(name)s…"], well, "fr")) == []


@pytest.mark.parametrize(
    "file", ["contacts/phrases.json", "contacts/questions.json", "taxonomy.json"]
)
def test_what_is_said_outside_the_catalogues_is_printed_as_well(file):
    found = json.loads((catalogues.PACKAGE / file).read_text(encoding="utf-8"))
    texts = list(texts_in("fr", found))
    assert len(texts) > 7
    assert [text for text in texts if judging.faults_of_french(text)] == []


def texts_in(language: str, found: Any, key: str = "") -> Iterator[str]:
    """Every text under a key that says it is in this language."""
    if isinstance(found, dict):
        for name, value in found.items():
            said = name if name in {"en", "fr", "es"} or name.endswith(("_en", "_fr")) else key
            yield from texts_in(language, value, said)
    elif isinstance(found, list):
        for value in found:
            yield from texts_in(language, value, key)
    elif isinstance(found, str) and key.endswith(language):
        yield found


def test_a_catalogue_is_compiled_only_when_it_is_newer(tmp_path):
    file = tmp_path / "django.po"
    book = catalogues.read(file, "fr")
    book.add("Hello", "Bonjour")
    catalogues.write(file, "fr", book)
    assert catalogues._compile(file, "fr") == 1
    assert catalogues._compile(file, "fr") == 0
