"""`havre check`: the guides are whole, can be read, and say which of them wait for a review."""

from collections.abc import Iterator
from typing import Any

from django.core.checks import CheckMessage, Error, Info, register

from havre.front.guides import library, pages, reading, rehearsal
from havre.front.guides.outline import Wanted
from havre.front.guides.texts import LANGUAGES, Wrong

_SHORTER = "Shorter sentences, shorter words."
_REHEARSAL = Wanted("rehearsal", {})


@register()
def guides_are_whole(**_: Any) -> list[CheckMessage]:
    """Every file says all it must, in every language, and no more than somebody vouches for."""
    try:
        pages.guides(), rehearsal.scenes(), library.entries()
    except Wrong as wrong:
        return [Error(str(wrong), "Put the file in havre/front/guides/ right.", id="front.E001")]
    except (OSError, KeyError, TypeError, ValueError) as error:
        said = f"A file of the guides cannot be read: {error}."
        return [Error(said, "Look at its form in havre/front/guides/.", id="front.E002")]
    return [*hard_to_read(), *waiting()]


def hard_to_read() -> Iterator[CheckMessage]:
    """An error for each page that is harder than its budget, in one language."""
    pages_ = [(guide.wanted, list(guide.texts())) for guide in pages.guides().values()]
    pages_.append((_REHEARSAL, [text for _, text in rehearsal.said()]))
    for wanted, texts in pages_:
        for language in LANGUAGES:
            said = [text.said[language] for text in texts]
            one = reading.measure(said, language, wanted)
            if not one.is_within:
                told_of = f"{wanted.slug} is hard to read in {language}: {one.value:.1f}"
                yield Error(f"{told_of}, not {one.budget}.", _SHORTER, id="front.E003")
            if reading.is_too_long(longest := reading.longest(said, language)):
                yield Error(f"{wanted.slug}: «{longest}» is long.", _SHORTER, id="front.E004")


def waiting() -> Iterator[CheckMessage]:
    """Which pages nobody sees yet."""
    slugs = ", ".join(guide.slug for guide in pages.waiting())
    if slugs:
        hint = "People with lived experience read them first: `havre guides draft`, reviews.toml."
        said = f"Guides that are not published, for want of a review: {slugs}."
        yield Info(said, hint, id="front.I001")
