"""A voice kept at the desk is what callers hear, as long as its words stand; then a machine."""

import asyncio

import pytest
from django.db import DatabaseError

from havre.audit.models import Entry
from havre.channels.phone import prompts, voices
from havre.channels.phone.configuration import Engine, home
from havre.channels.phone.models import Voice
from havre.channels.phone.tests.caller import tone
from havre.prompt.phone import speaking
from havre.prompt.phone.voicing import Voicing

WELCOME = ("fr", "welcome")
SOUND = tone(440, 0.4)


@pytest.fixture
def phone(settings, tmp_path):
    """The phone's own folder, and an engine that has no speaking machine: none may be needed."""
    settings.DATA = tmp_path
    port = {"sip_port": 1, "ari_port": 2, "rtp": (3, 4)}
    return Engine(root=tmp_path / "none", folder=home(), host="127.0.0.1",
                  ari_secret="", **port)  # fmt: skip


def words(prompt=WELCOME) -> str:
    return prompts.words()[prompt]


def kept(house, prompt=WELCOME, sound=SOUND):
    return voices.keep(prompt, voices.digest(words(prompt)), sound, by=house.on_duty("sue"))


def all_kept(house) -> None:
    """Every prompt of the line, each by somebody."""
    for prompt in prompts.words():
        kept(house, prompt)


def speak(phone) -> dict[str, int]:
    return speaking.speak(phone, voices.files(), voices.kept())


def source():
    return voices.source(WELCOME, words(), voices.kept(), voices.files())


def file_of_the_line() -> None:
    file = voices.files() / "fr" / "welcome.wav"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(tone(700, 0.4))


def test_a_kept_voice_comes_before_a_file_and_a_file_before_the_machine(house, phone):
    assert (source().voice, source().file) == (None, None)
    file_of_the_line()
    assert source().file == voices.files() / "fr" / "welcome.wav"
    row = kept(house)
    assert (source().voice, source().file) == (row, None)
    voices.take_away(row.id, by=house.on_duty("sue"))
    assert source().file


def test_a_voice_for_other_words_is_not_used(house, phone, settings):
    kept(house)
    before = source()
    settings.LINE_NAME = "Another line"
    assert source().voice is None
    assert source().mark not in (before.mark, "")
    settings.LINE_NAME = "Havre"


def test_words_that_changed_since_the_page_was_opened_keep_nothing(house, phone, settings):
    seen = voices.digest(words())
    settings.LINE_NAME = "Another line"
    with pytest.raises(voices.NotTheseWords):
        voices.keep(WELCOME, seen, SOUND, by=house.on_duty("sue"))
    assert Voice.objects.count() == 0


def test_a_second_recording_takes_the_place_of_the_first(house, phone):
    first, second = kept(house), kept(house, sound=tone(500, 0.4))
    assert list(Voice.objects.values_list("id", flat=True)) == [second.id]
    assert voices.take_away(first.id, by=house.on_duty("sue")) is None  # of an older page
    assert Voice.objects.count() == 1


def test_the_audit_knows_which_words_and_by_whom(house, phone):
    sue = house.on_duty("sue")
    row = voices.keep(WELCOME, voices.digest(words()), SOUND, by=sue)
    voices.take_away(row.id, by=sue)
    voices.take_away(row.id, by=sue)
    told = Entry.objects.filter(verb__startswith="prompt_").values_list("verb", "actor", "target")
    assert list(told) == [
        ("prompt_recorded", str(sue.id), "fr:welcome"),
        ("prompt_unrecorded", str(sue.id), "fr:welcome"),
    ]


def test_the_longest_name_of_a_prompt_fits(house, phone):
    longest = max(prompts.words(), key=lambda prompt: len(prompt[1]))
    assert kept(house, longest).code == longest[1]
    assert len(longest[1]) <= Voice._meta.get_field("code").max_length


def test_every_prompt_stands_in_one_group(phone):
    codes = [code for those in prompts.groups().values() for code in those]
    assert len(codes) == len(set(codes))
    assert {code for _, code in prompts.words()} == set(codes)


def test_the_sounds_are_the_kept_ones_and_made_once(house, phone):
    all_kept(house)
    both = len(prompts.words()) // 2
    assert speak(phone) == {"en": both, "fr": both}
    sound = voices.sound_of(*WELCOME)
    assert sound.read_bytes() == SOUND
    made_at = sound.stat().st_mtime_ns
    speak(phone)
    assert sound.stat().st_mtime_ns == made_at
    assert voices.is_made(sound, source()) is True


def test_whoever_hears_a_prompt_hears_it_to_its_end(house, phone):
    all_kept(house)
    speak(phone)
    waiting = phone.sounds / "wait" / "wait.wav"
    with voices.sound_of(*WELCOME).open("rb") as heard, waiting.open("rb") as waits:
        kept(house, sound=tone(900, 0.4))
        assert voices.is_made(voices.sound_of(*WELCOME), source()) is False
        speak(phone)
        assert heard.read() == SOUND  # the one that was begun, whole
        assert waits.read() == waiting.read_bytes()
    assert voices.sound_of(*WELCOME).read_bytes() == tone(900, 0.4)


def test_killed_between_a_sound_and_its_mark_it_is_made_once_more(house, phone, monkeypatch):
    all_kept(house)
    speak(phone)
    kept(house, sound=tone(900, 0.4))

    def killed(*_args, **_kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr("pathlib.Path.write_text", killed)
    with pytest.raises(KeyboardInterrupt):
        speak(phone)
    monkeypatch.undo()
    assert voices.is_made(voices.sound_of(*WELCOME), source()) is False
    speak(phone)
    assert voices.is_made(voices.sound_of(*WELCOME), source()) is True
    assert sorted(each.name for each in phone.sounds.iterdir()) == ["en", "fr", "wait"]


@pytest.mark.parametrize("fault", [DatabaseError("gone"), OSError(28, "No space left")])
def test_no_fault_of_the_database_or_the_disk_ends_the_calls(phone, monkeypatch, capsys, fault):

    def fails(*_args):
        raise fault

    monkeypatch.setattr(speaking, "speak", fails)
    monkeypatch.setattr(voices, "kept", dict)
    assert asyncio.run(Voicing(phone).make()) is False
    assert "The prompts stay as they are for now" in capsys.readouterr().err
