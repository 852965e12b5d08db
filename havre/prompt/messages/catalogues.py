"""The catalogues on disk: one per room and language, compiled without any system tool."""

from collections.abc import Iterator
from pathlib import Path

from babel.messages import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po, write_po

from havre.prompt.said import Refused

PACKAGE = Path(__file__).resolve().parents[2]
LANGUAGES = ("fr",)  # English stands in the code itself
_FILE = Path("LC_MESSAGES") / "django.po"


def rooms() -> Iterator[Path]:
    """The folder of every room, channels one by one, that may have a catalogue."""
    for folder in sorted(PACKAGE.iterdir()):
        if folder.name == "channels":
            yield from sorted(f for f in folder.iterdir() if (f / "apps.py").exists())
        elif (folder / "apps.py").exists():
            yield folder


def file_of(room: Path, language: str) -> Path:
    """Where a room keeps its words in a language."""
    return room / "locale" / language / _FILE


def read(file: Path, language: str) -> Catalog:
    """A catalogue; an empty one if there is no file. Raises Refused for a broken one."""
    if not file.exists():
        return Catalog(locale=language, charset="utf-8")
    try:
        with file.open("rb") as stream:
            return read_po(stream, locale=language, charset="utf-8", abort_invalid=True)
    except PoFileError as error:
        raise Refused(f"{file.relative_to(PACKAGE)} is no catalogue: {error}.") from error


def write(file: Path, catalogue: Catalog) -> None:
    """Store a catalogue in one order, without dates or places, so that a diff shows words only."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("wb") as stream:
        write_po(stream, catalogue, sort_output=True, no_location=True, width=96, omit_header=False)


def compile_all() -> int:
    """Write every .mo that is older than its .po, in one step each. How many were written."""
    written = 0
    for language in LANGUAGES:
        for room in rooms():
            written += _compile(file_of(room, language), language)
    return written


def _compile(source: Path, language: str) -> int:
    target = source.with_suffix(".mo")
    if not source.exists():
        return 0
    if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
        return 0
    draft = target.with_suffix(".mo.new")
    with draft.open("wb") as stream:
        write_mo(stream, read(source, language))
    draft.chmod(0o644)
    draft.replace(target)
    return 1
