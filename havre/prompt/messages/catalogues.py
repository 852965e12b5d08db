"""The catalogues on disk: one per room and language, compiled without any system tool."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po, write_po
from django.utils.translation import to_locale

from havre.lib import page_languages
from havre.prompt.said import Refused

PACKAGE = Path(__file__).resolve().parents[2]
# English stands in the code itself.
LANGUAGES = tuple(code for code in page_languages.register() if code != "en")
_HEADER = """# Havre, in {name}.
msgid ""
msgstr ""
"Project-Id-Version: havre\\n"
"Language: {code}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plural}\\n"
"""
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
    return room / "locale" / to_locale(language) / _FILE


def read(file: Path, language: str) -> Catalog:
    """A catalogue; an empty one if there is no file. Raises Refused for a broken one."""
    stored = file.read_bytes() if file.exists() else header(language).encode()
    try:
        return read_po(BytesIO(stored), to_locale(language), charset="utf-8", abort_invalid=True)
    except PoFileError as error:
        raise Refused(f"{file.relative_to(PACKAGE)} is no catalogue: {error}.") from error


def header(language: str) -> str:
    """What stands first in a new catalogue: no date, no name; a diff shows words only."""
    known = page_languages.register()[language]
    return _HEADER.format(name=known.name, code=language, plural=known.plural)


def write(file: Path, language: str, catalogue: Catalog) -> None:
    """Store a catalogue in one order, under the header it had."""
    before = file.read_text(encoding="utf-8") if file.exists() else header(language)
    body = BytesIO()
    write_po(body, catalogue, sort_output=True, no_location=True, width=96, omit_header=True)
    file.parent.mkdir(parents=True, exist_ok=True)
    first = before.split("\n\n", 1)[0].rstrip()
    file.write_text(f"{first}\n\n{body.getvalue().decode()}", encoding="utf-8")


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
