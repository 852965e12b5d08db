"""What a question means, said plainly: filters, words to look for, a place, a time.

What was chosen stands; typed words are only taken for something that was not chosen, and what
they were taken for is told, so that it can be taken back.
"""

from dataclasses import dataclass
from datetime import datetime, time

from havre.directory.finder.hours import zone
from havre.directory.finder.lexicon import Meaning, Piece, lexicon
from havre.directory.finder.places import gazetteer
from havre.directory.finder.store import Store
from havre.directory.finder.wanted import Placed, Understood, Wanted
from havre.directory.finder.words import PLAIN, SHORTEST_PREFIX, cut, form, forms

_WORDS, _LETTERS = 32, 1_000  # more than that is no question, and would only keep us busy
_EVENING, _SMALL_HOURS = time(20), time(4)

Word = tuple[str, ...]  # forms, any of them
Phrase = tuple[Word, ...]  # words, all of them


@dataclass(frozen=True, slots=True)
class Term:
    """Something to look for: any of these phrases, or any of these needs."""

    phrases: tuple[Phrase, ...]
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """A `Wanted` after its words were read.

    `at` is the time that is asked for, `timed` says that anybody said one; `must_be_open` only
    if it was chosen: a typed «tonight» changes the order, and hides nobody.
    """

    wanted: Wanted
    now: datetime
    at: datetime
    timed: bool
    must_be_open: bool
    place: Placed | None
    place_unknown: bool
    languages: tuple[str, ...]
    rules: tuple[str, ...]
    access: tuple[str, ...]
    age: int | None
    terms: tuple[Term, ...]
    understood: tuple[Understood, ...]
    searched_for: tuple[tuple[str, str], ...]
    ignored: tuple[str, ...]


def understand(wanted: Wanted, now: datetime, store: Store) -> Question:
    """Read a question against what the store holds. `now` and `wanted.at` must be aware."""
    typed, slips = _put_right(_typed(wanted.words), store)
    reader = _Reader(wanted, store, typed)
    for piece in lexicon().read(typed, wanted.alone):
        reader.take(piece)
    place = gazetteer().find(wanted.place) if wanted.place.strip() else reader.place
    at = wanted.at or (_tonight(now, place) if "tonight" in reader.times else now)
    return Question(
        wanted=wanted,
        now=now,
        at=at,
        timed=bool(wanted.at or wanted.open_now or reader.times),
        must_be_open=bool(wanted.at or wanted.open_now),
        place=place,
        place_unknown=bool(wanted.place.strip()) and place is None,
        languages=(wanted.language,) if wanted.language else tuple(reader.languages),
        rules=wanted.eligibility or tuple(reader.rules),
        access=wanted.access or tuple(reader.access),
        age=wanted.age if wanted.age is not None else reader.age,
        terms=tuple(reader.terms) or _nobody(reader),
        understood=tuple(reader.understood),
        searched_for=tuple(slips),
        ignored=tuple(reader.ignored),
    )


class _Reader:
    """Goes through the pieces and keeps what each stands for."""

    def __init__(self, wanted: Wanted, store: Store, typed: list[str]) -> None:
        self._wanted, self._store = wanted, store
        self._last = typed[-1] if typed and not wanted.words[-1:].isspace() else ""
        self.place: Placed | None = None
        self.languages: list[str] = []
        self.rules: list[str] = []
        self.access: list[str] = []
        self.times: list[str] = []
        self.age: int | None = None
        self.terms: list[Term] = []
        self.understood: list[Understood] = []
        self.ignored: list[str] = []

    def take(self, piece: Piece) -> None:
        """Take a piece for what it means, or as words to look for."""
        meaning = piece.meaning
        if meaning is None or not self._understands(meaning, piece):
            self._look_for(piece)
            return
        if meaning.what:
            self.understood.append(Understood(meaning.what, meaning.codes, " ".join(piece.words)))

    def _understands(self, meaning: Meaning, piece: Piece) -> bool:
        """Whether that was not chosen already; then it is noted."""
        wanted, code = self._wanted, (*meaning.codes, "")[0]
        if meaning.what == "place" and not wanted.place.strip() and not self.place:
            self.place = gazetteer().find(code)
            return self.place is not None
        if meaning.what == "need" and not wanted.needs:
            self.terms.append(Term(_phrases(piece, self._store, ""), meaning.codes))
        elif meaning.what == "language" and not wanted.language and not self.languages:
            self.languages.append(code)
        elif meaning.what == "rule" and not wanted.eligibility:
            self.rules += [] if code in self.rules else [code]
        elif meaning.what == "access" and not wanted.access:
            self.access += [] if code in self.access else [code]
        elif meaning.what == "time" and not (wanted.at or wanted.open_now):
            self.times.append(code)
        elif meaning.what == "age" and wanted.age is None and self.age is None:
            self.age = int(code)
        else:
            return False
        return True

    def _look_for(self, piece: Piece) -> None:
        phrases = _phrases(piece, self._store, self._last)
        if not phrases:
            return
        if any(_occurs(phrase, self._store) for phrase in phrases):
            self.terms.append(Term(phrases))
        else:
            self.ignored.append(" ".join(piece.words))


def _nobody(reader: _Reader) -> tuple[Term, ...]:
    """Words of which not one occurs or means anything find nobody, rather than everybody."""
    return (Term(()),) if reader.ignored and not reader.understood else ()


def _typed(words: str) -> list[str]:
    """The first typed words; a single letter at the end is none yet."""
    typed = cut(words[:_LETTERS])[:_WORDS]
    is_begun = bool(typed) and len(typed[-1]) < SHORTEST_PREFIX and words[-1:].isalpha()
    return typed[:-1] if is_begun else typed


def _put_right(typed: list[str], store: Store) -> tuple[list[str], list[tuple[str, str]]]:
    """The typed words, those that nobody wrote put right, and the pairs to say so."""
    right: list[str] = []
    slips: list[tuple[str, str]] = []
    for number, word in enumerate(typed):
        is_last = number == len(typed) - 1
        better = "" if _is_no_slip(word, store, is_last=is_last) else store.nearest(word)
        right.append(better or word)
        slips += [(word, better)] if better else []
    return right, slips


def _is_no_slip(word: str, store: Store, *, is_last: bool) -> bool:
    if lexicon().is_known(word) or any(map(str.isdecimal, word)) or _is_word(word, store):
        return True
    if word in gazetteer().words:
        return True
    return is_last and len(word) >= SHORTEST_PREFIX and bool(_begun(word, store))


def _begun(prefix: str, store: Store) -> list[str]:
    return [word for word in store.beginning(prefix) if _is_word(word, store)]


def _is_word(word: str, store: Store) -> bool:
    return any(store.occurs(told) for told in forms(word))


def _phrases(piece: Piece, store: Store, last: str) -> tuple[Phrase, ...]:
    """What was typed, in every language, and its synonyms, each in its own."""
    silent = lexicon().silent
    typed = tuple(_word(w, store, is_last=w == last) for w in piece.words if w not in silent)
    found = [typed] if typed else []
    for language, words in piece.meaning.phrases if piece.meaning else ():
        loud = tuple(
            (form(word, language), f"{PLAIN}:{word}") for word in words if word not in silent
        )
        if loud and loud not in found:
            found.append(loud)
    return tuple(found)


def _word(word: str, store: Store, *, is_last: bool) -> Word:
    """A word's forms; the last one may be the beginning of a word, if it is none itself."""
    if not is_last or len(word) < SHORTEST_PREFIX or _is_word(word, store):
        return forms(word)
    return tuple(dict.fromkeys(f for w in (word, *_begun(word, store)) for f in forms(w)))


def _occurs(phrase: Phrase, store: Store) -> bool:
    return all(any(store.occurs(told) for told in word) for word in phrase)


def _tonight(now: datetime, place: Placed | None) -> datetime:
    """This evening where the place is (or in UTC); now, if it is evening or night already."""
    local = now.astimezone(zone(place.zone)) if place and place.zone else now
    if local.time() >= _EVENING or local.time() < _SMALL_HOURS:
        return now
    return local.replace(hour=_EVENING.hour, minute=0, second=0, microsecond=0)
