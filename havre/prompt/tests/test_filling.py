"""The house hands out what has no words yet, and takes back only what fits."""

import json
from pathlib import Path

import pytest

from havre.lib import page_languages
from havre.lib.page_languages import Wrong, made
from havre.prompt.messages import catalogues, filling, judging, wanted
from havre.prompt.messages.extraction import Phrase


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Catalogues of other languages are read and written elsewhere, and nothing is there yet."""
    real = catalogues.file_of

    def elsewhere(room: Path, language: str) -> Path:
        return (
            real(room, language) if language == "fr" else tmp_path / room.name / language / "x.po"
        )

    monkeypatch.setattr(catalogues, "file_of", elsewhere)
    return tmp_path


def answered(language: str, **said: object) -> dict:
    """What a translator hands back: some texts with their words."""
    left = filling.missing(language)
    left["phrases"] = [each for each in left["phrases"] if each["text"] in said]
    for each in left["phrases"]:
        each["say"] = said[each["text"]]
    return left


def test_what_is_missing_is_each_phrase_once_with_french_beside_it(empty: Path) -> None:
    found = filling.missing("pt")
    texts = [(each["context"], each["text"]) for each in found["phrases"]]
    assert len(texts) == len(set(texts)) > 150
    leave = next(each for each in found["phrases"] if each["text"] == "Leave this page")
    assert (leave["french"], leave["say"]) == ("Quitter cette page", "")
    assert json.loads(json.dumps(found)) == found


def test_a_count_is_asked_for_in_as_many_forms_as_the_language_has(empty: Path) -> None:
    counted = [each for each in filling.missing("ar")["phrases"] if "plural" in each]
    assert counted
    assert {len(each["say"]) for each in counted} == {6}
    assert filling.missing("ar")["forms"][3] == "as for 3, 4, 5, 6"
    assert {len(each["say"]) for each in filling.missing("vi")["phrases"] if "plural" in each} == {
        1
    }


def test_what_is_said_is_taken_into_every_room_that_wants_it(empty: Path) -> None:
    before = len(filling.missing("pt")["phrases"])
    taken, refused = filling.fill(
        "pt", answered("pt", **{"Begin again": "Recomeçar", "You": "Você"})
    )
    assert (taken, refused) == (2, [])
    assert len(filling.missing("pt")["phrases"]) == before - 2
    text = (empty / "webchat" / "pt" / "x.po").read_text(encoding="utf-8")
    assert text.startswith('# Havre, in Português.\nmsgid ""\n')
    assert ("Date" in text, 'msgstr "Recomeçar"' in text) == (False, True)
    again, _ = filling.fill("pt", {"language": "pt", "phrases": [
        {"context": "", "text": "Begin again", "say": "Começar de novo"}]})  # fmt: skip
    text = (empty / "webchat" / "pt" / "x.po").read_text(encoding="utf-8")
    assert (again, text.count("Begin again"), "Recomeçar" in text) == (1, 1, False)


def test_what_one_room_says_already_is_handed_out_for_the_other_that_wants_it(empty: Path) -> None:
    filling.fill("pt", answered("pt", **{"Leave this page": "Sair", "Begin again": "Recomeçar"}))
    wants = [room.name for room, each, _ in wanted.everywhere("pt") if each.text == "By phone"]
    assert wants == ["webchat", "front"]
    webchat = empty / "webchat" / "pt" / "x.po"
    book = catalogues.read(webchat, "pt")
    book.add("By phone", "Por telefone")
    catalogues.write(webchat, "pt", book)
    left = filling.missing("pt")
    assert [each["say"] for each in left["phrases"] if each["text"] == "By phone"] == [
        "Por telefone"
    ]
    assert filling.fill("pt", left) == (1, [])
    assert "By phone" not in [each["text"] for each in filling.missing("pt")["phrases"]]


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        ("pt", "That is fine. “Leave this page” is at the top.", ("", None)),
        ("pt", "Please write to {office} instead.", ("Escreva, por favor.", "other placeholders")),
        ("ar", "Begin again", ("Begin again", "not a letter")),
        ("es", "Is this a mistake?", ("Es un error?", "nothing opens")),
    ],
)
def test_what_does_not_fit_is_left_out_and_said(
    empty: Path, language: str, text: str, told: tuple[str, str | None]
) -> None:
    say, why = told
    taken, refused = filling.fill(language, answered(language, **{text: say}))
    assert taken == 0
    assert [why in each for each in refused] == ([True] if why else [])


def test_a_tag_or_a_form_that_is_lost_is_found() -> None:
    link = Phrase("", 'Call <a href="%(x)s">us</a>.')
    assert judging.refusals(link, ["Ligue %(x)s."], "pt") == [
        "has other tags than the original: keep them as they are"
    ]
    days = Phrase("", "%(n)s day", "%(n)s days")
    assert judging.refusals(days, ["%(n)s يوم"], "ar") == ["needs 6 forms, none of them empty"]


def test_a_number_is_kept_from_being_turned_round(empty: Path) -> None:
    texts = [each["text"] for each in filling.missing("ar")["phrases"]]
    text = next(each for each in texts if "(7-1-1)" in each)
    say = "عبر خدمة ترحيل: ‎(7-1-1)‎ ASL LSQ."
    assert filling.fill("ar", answered("ar", **{text: say})) == (1, [])
    assert "\u20667-1-1\u2069" in (empty / "front" / "ar" / "x.po").read_text(encoding="utf-8")
    assert judging.refusals(Phrase("", "7-1-1"), ["اتصل 7-1-1"], "ar") == [
        "has a number that would be turned round: isolate it"
    ]
    assert judging.refusals(Phrase("", "7-1-1"), ["Disque 7-1-1"], "pt") == []


def test_what_nobody_asked_for_is_refused(empty: Path) -> None:
    other = {"language": "pt", "phrases": [{"context": "", "text": "Buy now", "say": "Compre"}]}
    assert filling.fill("pt", other) == (0, ["«Buy now» is not wanted: change nothing but say."])
    taken, (why,) = filling.fill("ko", other)
    assert (taken, "for pt" in why) == (0, True)


def test_french_wants_everything_and_a_draft_the_way_to_help() -> None:
    rooms = {each.name: each for each in catalogues.rooms()}
    assert set(wanted.phrases(rooms["desk"], "ko")) == set()
    assert set(wanted.phrases(rooms["front"], "ko")) < set(wanted.phrases(rooms["front"], "fr"))


@pytest.mark.parametrize(
    "entry",
    [
        {"name": "X", "says": "all", "plural": ""},
        {"name": "X", "says": "way", "plural": "", "colour": "red"},
        {"name": "X", "says": "way", "plural": "", "direction": "up"},
        {"name": "X", "says": "way", "plural": "", "reviewed": {"by": "Somebody"}},
        {"name": "X", "says": "way", "plural": "", "reviewed": {"by": " ", "on": "2027-01-01"}},
    ],
)
def test_a_language_that_nobody_can_vouch_for_is_wrong(entry: dict) -> None:
    with pytest.raises(Wrong):
        made("xx", entry)


def test_nobody_is_said_to_have_reviewed_what_nobody_did() -> None:
    # Whoever takes this line away has a name and a day from somebody who speaks the language.
    assert [each.code for each in page_languages.register().values() if each.reviewed_by] == []
