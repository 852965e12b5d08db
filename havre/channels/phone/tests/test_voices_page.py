"""Who supervises hears what callers hear, and keeps a voice for it; nobody else does."""

import re

import pytest
from django.urls import reverse
from django.utils.timezone import localtime

from havre.audit.models import Entry
from havre.channels.phone import prompts, voices
from havre.channels.phone.models import Voice
from havre.channels.phone.tests.caller import tone
from havre.desk.tests.hand import desk_of

pytestmark = pytest.mark.usefixtures("on_desk")
PAGE, KEEP, AWAY = "/phone/voices/", "/phone/voices/keeping/", "/phone/voices/taking-away/"
SOUND = tone(440, 0.4)


@pytest.fixture(autouse=True)
def _line_with_a_phone(settings, tmp_path):
    settings.NOT_LIVE = {"offline"}
    settings.DATA = tmp_path


def page(desk, **asked) -> str:
    return desk.get(PAGE, asked).content.decode()


def row(desk, code: str, **asked) -> str:
    """What stands in one row, as words."""
    found = re.search(rf'<li class="voice" id="p-{code}".*?</li>', page(desk, **asked), re.DOTALL)
    return " ".join(re.sub(r"<[^>]*>", " ", found[0]).split())


def address(language="fr", code="welcome", words=None) -> str:
    words = voices.digest(prompts.words().get((language, code), "")) if words is None else words
    return f"{KEEP}?language={language}&code={code}&words={words}"


def keeps(desk, body=SOUND, kind="audio/wav", **named):
    return desk.post(address(**named), body, content_type=kind)


def takes_away(desk, id, code="welcome"):
    return desk.post(f"{AWAY}?language=fr&code={code}", {"voice": str(id)})


def made(language="fr", code="welcome", sound=SOUND) -> None:
    """As the phone's program makes it."""
    file = voices.sound_of(language, code)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(sound)


def test_every_sentence_stands_there_in_the_language_asked_for(house):
    sue = desk_of(house, "sue")
    for language in ("fr", "en"):
        shown = page(sue, language=language)
        assert shown.count('<li class="voice"') == len(prompts.words()) // 2
        assert f'lang="{language}" dir="auto"' in shown
    assert "Vous avez joint" in page(sue, language="fr")
    assert "You have reached" in page(sue, language="xx")  # none of the line's: its first
    assert "You have reached" in page(sue)  # the reader's own


def test_it_says_who_speaks(house):
    sue = desk_of(house, "sue")
    assert "A machine speaks" in row(sue, "welcome", language="fr")
    made_file = voices.files() / "fr" / "welcome.wav"
    made_file.parent.mkdir(parents=True)
    made_file.write_bytes(SOUND)
    assert "A recording from the line’s files" in row(sue, "welcome", language="fr")
    keeps(sue)
    day = localtime(Voice.objects.get().at).strftime("%Y-%m-%d")  # the line's day, not UTC's
    assert f"A recorded voice, kept by Sue on {day}" in row(sue, "welcome", language="fr")
    assert "A machine speaks" in row(sue, "welcome", language="en")


def test_it_says_that_the_words_have_changed_and_who_speaks_meanwhile(house, settings):
    sue = desk_of(house, "sue")
    keeps(sue)
    settings.LINE_NAME = "Another line"
    told = row(sue, "welcome", language="fr")
    assert "The words have changed since this was recorded (Sue," in told
    assert "A machine speaks" in told
    assert "Take this recording away" in told


def test_it_says_what_was_not_made_yet(house):
    sue = desk_of(house, "sue")
    assert "There is no sound yet" in row(sue, "welcome", language="fr")
    assert "<audio" not in page(sue, language="fr")
    made()
    assert "Callers still hear what was before" in row(sue, "welcome", language="fr")
    source = voices.source(("fr", "welcome"), prompts.words()["fr", "welcome"], {}, voices.files())
    voices.mark_beside(voices.sound_of("fr", "welcome")).write_text(source.mark)
    told = row(sue, "welcome", language="fr")
    assert ("Callers still" in told, "no sound yet" in told) == (False, False)
    assert page(sue, language="fr").count("<audio") == 1


def test_a_voice_is_kept_written_anew_and_taken_away_again(house):
    sue = desk_of(house, "sue")
    answer = keeps(sue, SOUND[:4] + SOUND[4:])
    assert answer.status_code == 201
    assert answer.json() == {"next": "/phone/voices/?language=fr&kept=welcome#became"}
    voice = Voice.objects.get()
    assert (bytes(voice.sound), voice.by.name) == (SOUND, "sue")
    assert "This voice is kept." in row(sue, "welcome", language="fr", kept="welcome")
    assert "Let the machine speak again" in row(sue, "welcome", language="fr")
    answer = takes_away(sue, voice.id)
    assert answer["Location"] == "/phone/voices/?language=fr&gone=welcome#became"
    assert Voice.objects.count() == 0
    assert "That voice is taken away." in row(sue, "welcome", language="fr", gone="welcome")


def test_an_older_page_takes_no_newer_voice_away(house):
    sue = desk_of(house, "sue")
    keeps(sue)
    older = Voice.objects.get().id
    keeps(sue, tone(500, 0.4))
    assert takes_away(sue, older)["Location"].endswith("changed=welcome#became")
    assert Voice.objects.count() == 1
    assert "It was changed meanwhile." in row(sue, "welcome", language="fr", changed="welcome")


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", "audio/wav"),
        (b"RIFF" * 40, "audio/wav"),
        (tone(440, 0.1), "audio/wav"),
        (SOUND, "application/octet-stream"),
        (SOUND, "text/plain"),
    ],
)
def test_what_is_no_sound_is_refused_with_a_sentence(house, body, kind):
    answer = keeps(desk_of(house, "sue"), body, kind)
    assert answer.status_code == 422
    assert answer.json()["why"].endswith((".", "?"))
    assert Voice.objects.count() == 0


def test_the_refusal_is_in_the_language_of_who_reads_it(house):
    sue = desk_of(house, "sue")
    sue.post("/language/", {"language": "fr"})
    assert keeps(sue, b"").json() == {
        "why": "Ce n’est pas un son qu’un téléphone peut transmettre. Choisissez un autre fichier."
    }


def test_words_that_changed_meanwhile_keep_nothing_and_it_says_so(house):
    answer = keeps(desk_of(house, "sue"), words="0" * 64)
    assert answer.status_code == 409
    assert answer.json()["why"].startswith("The words have changed since you opened this page.")
    assert Voice.objects.count() == 0


@pytest.mark.parametrize(
    ("language", "code"),
    [("xx", "welcome"), ("fr", "nothing"), ("../fr", "welcome"), ("", ""), ("fr", "wait")],
)
def test_what_is_no_prompt_is_not_here(house, language, code):
    sue = desk_of(house, "sue")
    assert keeps(sue, language=language, code=code).status_code == 404
    assert Voice.objects.count() == 0
    if "/" not in language and language:
        assert sue.get(f"{PAGE}{language}/{code}.wav").status_code == 404


def test_forms_and_files_are_taken_as_neither(house):
    sue = desk_of(house, "sue")
    answer = sue.post(address(), {"sound": "x" * 1000})  # multipart
    assert answer.status_code == 422
    assert sue.post(AWAY + "?language=fr&code=welcome", {"voice": "x"}).status_code == 404


@pytest.mark.parametrize("name", ["ana", "ben", "dee", "lou", "ada", "ines"])
def test_nobody_else_hears_or_changes_them(house, name):
    keeps(desk_of(house, "sue"))
    made()
    desk, voice = desk_of(house, name), Voice.objects.get()
    before = Entry.objects.filter(verb="denied").count()
    answers = [
        desk.get(PAGE),
        keeps(desk, tone(500, 0.4)),
        takes_away(desk, voice.id),
        desk.get(f"{PAGE}fr/welcome.wav"),
    ]
    assert [answer.status_code for answer in answers] == [404] * 4
    assert Entry.objects.filter(verb="denied").count() == before + 4
    assert Voice.objects.get().id == voice.id
    assert PAGE not in desk.get("/yours/").content.decode()


def test_nobody_signed_in_is_sent_to_sign_in(house):
    nobody = desk_of(house, "")
    for answer in (nobody.get(PAGE), keeps(nobody), nobody.get(f"{PAGE}fr/welcome.wav")):
        assert (answer.status_code, answer["Location"]) == (302, "/")


def test_a_line_without_a_phone_has_no_such_page_and_no_link_to_it(house, settings):
    sue = desk_of(house, "sue")
    assert sue.get("/rota/").content.decode().count(PAGE) == 2  # at the top, and in the commands
    settings.NOT_LIVE = {"offline", "phone"}
    made()
    assert PAGE not in sue.get("/rota/").content.decode()
    assert sue.get(PAGE).status_code == 404
    assert keeps(sue).status_code == 404
    assert sue.get(f"{PAGE}fr/welcome.wav").status_code == 404


def test_a_post_from_another_site_keeps_nothing(house):
    sue = desk_of(house, "sue")
    foreign = {"Origin": "https://elsewhere.example", "Sec-Fetch-Site": "cross-site"}
    answer = sue.post(address(), SOUND, content_type="audio/wav", headers=foreign)
    assert (answer.status_code, Voice.objects.count()) == (403, 0)


def test_without_the_token_nothing_is_kept(house):
    sue = desk_of(house, "sue", enforce_csrf_checks=True)
    assert (keeps(sue).status_code, Voice.objects.count()) == (403, 0)


def test_the_sound_comes_whole_or_in_the_part_that_a_player_asks_for(house):
    sue = desk_of(house, "sue")
    made()
    whole = sue.get(f"{PAGE}fr/welcome.wav")
    assert (whole.status_code, whole.content, whole["Content-Type"]) == (200, SOUND, "audio/wav")
    assert whole["Cache-Control"] == "no-store"
    size = len(SOUND)
    for asked, part, told in (
        ("bytes=0-1", SOUND[:2], f"bytes 0-1/{size}"),
        ("bytes=100-", SOUND[100:], f"bytes 100-{size - 1}/{size}"),
        ("bytes=100-999999999", SOUND[100:], f"bytes 100-{size - 1}/{size}"),
    ):
        answer = sue.get(f"{PAGE}fr/welcome.wav", headers={"Range": asked})
        assert (answer.status_code, answer.content, answer["Content-Range"]) == (206, part, told)
    for asked in ("bytes=-5", "bytes=1-2,4-5", "pages=1-2", "bytes=1"):
        assert sue.get(f"{PAGE}fr/welcome.wav", headers={"Range": asked}).content == SOUND
    answer = sue.get(f"{PAGE}fr/welcome.wav", headers={"Range": f"bytes={size}-"})
    assert (answer.status_code, answer["Content-Range"]) == (416, f"bytes */{size}")


def test_this_page_alone_plays_sounds_and_only_of_this_house(house):
    sue = desk_of(house, "sue")
    answer = sue.get(PAGE)
    policy = answer.headers["Content-Security-Policy"]
    assert re.findall(r"media-src ([^;]*)", policy) == ["'self'"]
    assert "Havre-Sound" not in answer.headers
    assert "media-src" not in sue.get("/rota/").headers["Content-Security-Policy"]


def test_the_larger_path_is_the_one_that_keeps(settings):
    face = (settings.PACKAGE / "desk" / "asgi.py").read_text(encoding="utf-8")
    assert re.findall(r'^KEEPING = "(.*?)"', face, re.MULTILINE) == [reverse("voice_keep")]
