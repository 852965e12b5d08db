"""The house says everything in both languages, and says it well."""

import pytest

from havre.prompt.messages import catalogues, extraction, judging


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
        ("Warning signals", "Signalement", "signalement"),
    ],
)
def test_what_is_badly_said_is_found(english, french, why):
    assert any(why in fault for fault in judging._faults([english], french, "fr"))


def test_what_is_well_said_passes():
    well = "C’est «\N{NO-BREAK SPACE}sûr\N{NO-BREAK SPACE}», %(name)s…"
    assert list(judging._faults(["It is “safe”, %(name)s…"], well, "fr")) == []


def test_a_catalogue_is_compiled_only_when_it_is_newer(tmp_path):
    file = tmp_path / "django.po"
    book = catalogues.read(file, "fr")
    book.add("Hello", "Bonjour")
    catalogues.write(file, book)
    assert catalogues._compile(file, "fr") == 1
    assert catalogues._compile(file, "fr") == 0
