"""The guides as they stand in `pages/`, one file each, held to the outline."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Any

from havre.front.guides import facts, reviews
from havre.front.guides.facts import Fact
from havre.front.guides.outline import KINDS, MODULES, OUTLINE, REHEARSAL, Wanted
from havre.front.guides.reviews import Review
from havre.front.guides.texts import HERE, Piece, Text, Wrong, maybe, only, read, text
from havre.front.guides.texts import pieces as pieces_of

_TAGS = frozenset({"sex", "labour", "both"})
_PAGE = {"title", "lead", "letter", "part"}
_PART = {"id", "kind", "detail", "title", "lead", "item", "after"}
_ITEM = {"head", "text", "about"}


@dataclass(frozen=True, slots=True)
class Words:
    """A text as a page draws it: its pieces, and the facts whose sources stand beside it."""

    text: Text

    @property
    def pieces(self) -> list[tuple[Piece, Fact | None]]:
        """In the language of this page."""
        known = facts.register()
        return [(each, known.get(each.fact)) for each in pieces_of(self.text.words)]

    @property
    def sources(self) -> list[Fact]:
        """The facts it leans on; one of those that share source and date stands for all."""
        known = [facts.register()[name] for name in self.text.facts]
        return list({fact.origin: fact for fact in reversed(known)}.values())[::-1]


@dataclass(frozen=True, slots=True)
class Item:
    """One thing of a part, with a head or without; of a sign, for which trafficking it speaks."""

    head: Words | None
    text: Words
    about: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One section."""

    id: str
    kind: str
    title: Words
    lead: Words | None
    items: list[Item]
    after: Words | None
    detail: bool = False  # legal or safety detail: only in a language that somebody vouches for

    def texts(self) -> Iterator[Text]:
        """Everything that it says."""
        for words in (self.title, self.lead, self.after):
            yield from _said(words)
        for item in self.items:
            yield from _said(item.head)
            yield from _said(item.text)


@dataclass(frozen=True, slots=True)
class Guide:
    """One page in every language."""

    slug: str
    title: Words
    lead: Words
    letter: Words | None
    parts: list[Part]
    version: str
    wanted: Wanted

    @property
    def review(self) -> Review | None:
        """Who with lived experience read this version."""
        return reviews.of(self.slug, self.version)

    @property
    def is_published(self) -> bool:
        """Help and safety pages come with their mark; what waits for a review is not there."""
        return not self.wanted.waits or self.review is not None

    @property
    def is_detail(self) -> bool:
        """Whether all of it is legal or safety detail, so that the page goes as a whole."""
        return all(part.detail for part in self.parts)

    @property
    def runs(self) -> list[tuple[bool, list[Part]]]:
        """Its parts in their order, those of detail that follow each other together."""
        return [(detail, list(run)) for detail, run in groupby(self.parts, lambda one: one.detail)]

    def texts(self, *, detail: bool = True) -> Iterator[Text]:
        """Everything that it says, or all but the parts of detail."""
        for words in (self.title, self.lead, self.letter):
            yield from _said(words)
        for part in self.parts:
            if detail or not part.detail:
                yield from part.texts()


@cache
def guides() -> dict[str, Guide]:
    """Every guide by its slug, in the order of the outline. Raises Wrong."""
    found = {slug: _guide(wanted) for slug, wanted in OUTLINE.items()}
    extra = {file.stem for file in (HERE / "pages").glob("*.toml")} - set(found)
    if extra:
        raise Wrong(f"pages/ has what the outline does not know: {sorted(extra)}.")
    for review in reviews.records():
        if review.page not in {*found, REHEARSAL}:
            raise Wrong(f"reviews.toml names the page {review.page!r}, which is none.")
    return found


def published() -> list[Guide]:
    """What anybody may read, in the order of the outline."""
    return [guide for guide in guides().values() if guide.is_published]


def modules() -> list[Guide]:
    """The four steps."""
    return [guides()[slug] for slug in MODULES]


def waiting() -> list[Guide]:
    """What nobody sees until people with lived experience have read it."""
    return [guide for guide in guides().values() if not guide.is_published]


def _guide(wanted: Wanted) -> Guide:
    where = f"pages/{wanted.slug}.toml"
    found = read(where)
    only(found, _PAGE, where)
    parts = [_part(each, where) for each in found["part"]]
    counted = {part.id: len(part.items) for part in parts}
    wrong = [f"{name}: {counted.get(name)}" for name, n in wanted.parts.items()
             if not counted.get(name) or n not in {0, counted[name]}]  # fmt: skip
    if wrong or list(counted) != list(wanted.parts):
        raise Wrong(f"{where} is not as the outline wants it: {wrong or list(counted)}.")
    letter = maybe(found, "letter", where)
    guide = Guide(
        wanted.slug,
        _words(found, "title", where),
        _words(found, "lead", where),
        Words(letter) if letter else None,
        parts,
        reviews.version_of(found),
        wanted,
    )
    for said in guide.texts(detail=False):
        for name in said.facts:
            if facts.register()[name].law:
                raise Wrong(f"{where} names the law {name!r} outside of a part with detail = true.")
    return guide


def _part(found: dict[str, Any], where: str) -> Part:
    where = f"{where}, {found.get('id')}"
    only(found, _PART, where)
    if found.get("kind") not in KINDS:
        raise Wrong(f"{where} is of no known kind.")
    lead, after = maybe(found, "lead", where), maybe(found, "after", where)
    return Part(
        str(found["id"]),
        str(found["kind"]),
        _words(found, "title", where),
        Words(lead) if lead else None,
        [_item(each, f"{where}, item {n}") for n, each in enumerate(found["item"], start=1)],
        Words(after) if after else None,
        found.get("detail") is True,
    )


def _item(found: dict[str, Any], where: str) -> Item:
    only(found, _ITEM, where)
    about = str(found.get("about", ""))
    if about and about not in _TAGS:
        raise Wrong(f"{where} is about {about!r}: say one of {sorted(_TAGS)}.")
    head = maybe(found, "head", where)
    return Item(Words(head) if head else None, _words(found, "text", where), about)


def _words(found: dict[str, Any], key: str, where: str) -> Words:
    said = text(found.get(key), f"{where}, {key}")
    for name in said.facts:
        facts.shown(name, where)
    return Words(said)


def _said(words: Words | None) -> Iterator[Text]:
    if words:
        yield words.text
