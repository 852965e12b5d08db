"""Stage an import: read it, compare it, propose what would change. Nothing is published by that.

`stage` makes a Batch with its proposals and its report; `agree` and `refuse` (of `deciding`) are
what curators then say of it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from havre.audit.actions import record as audit
from havre.audit.verbs import Verb
from havre.directory.importing import airs, files, hsds1, hsds3, mapped, ours, tables
from havre.directory.importing.deciding import agree, is_open, refuse
from havre.directory.importing.drafts import Stream, Unreadable
from havre.directory.importing.proposing import Run
from havre.directory.models import Batch
from havre.lib import lang

Reader = Callable[[Path, str], Stream]
READERS: dict[str, Reader] = {
    "hsds3": hsds3.read,
    "hsds3csv": tables.read,
    "hsds1csv": hsds1.read,
    "airs": airs.read,
    "havre": ours.read,
}
FORMS = (*READERS, "csv")
__all__ = ["FORMS", "Source", "Unreadable", "agree", "is_open", "refuse", "stage"]
_LONGEST = {"system": 60, "licence": 120}


@dataclass(frozen=True, slots=True)
class Source:
    """Where an import comes from. `form`: one of FORMS; `system`: the other directory, always by
    the same name; `language`: of words that do not say theirs; `mapping`: for csv alone.

    `is_whole`: whether it is everything that the other directory has, so that what is missing may
    have closed there.
    """

    form: str
    system: str
    licence: str = ""
    language: str = ""
    mapping: Path | None = None
    is_whole: bool = True


@transaction.atomic
def stage(path: Path, source: Source, *, by: str) -> Batch:
    """Read what stands there and propose what it would change. All of it or nothing.

    Raises Unreadable with a sentence if it cannot be read at all, or is staged already; one row
    that cannot be read is a sentence in the report.
    """
    _check(source)
    found = files.all_of(path)
    digest = files.digest(found)
    waiting = [each for each in Batch.objects.filter(system=source.system) if is_open(each)]
    if any(each.digest == digest for each in waiting):
        raise Unreadable("This was staged already and waits for two curators.")
    if waiting:
        raise Unreadable("Another import of this system waits; agree to it or refuse it first.")
    batch = Batch.objects.create(
        system=source.system, form=source.form, licence=source.licence, digest=digest, by=by
    )
    run = Run(batch, by_key=source.form == "havre")
    for each in _stream(path, source):
        run.take(each)
    run.finish(is_whole=source.is_whole and _is_whole(path, source))
    batch.report = run.report.written()
    batch.save(update_fields=["report"])
    audit(actor=by, verb=Verb.DIRECTORY_STAGED, target=str(batch.id))
    return batch


def _stream(path: Path, source: Source) -> Stream:
    language = source.language or lang.languages()[0]
    if source.form == "csv":
        if source.mapping is None:
            raise Unreadable("A plain table needs a mapping file.")
        return mapped.read(path, language, mapped.mapping(source.mapping))
    return READERS[source.form](path, language)


def _is_whole(path: Path, source: Source) -> bool:
    return source.form != "hsds3" or hsds3.is_whole(path)


def _check(source: Source) -> None:
    if source.form not in FORMS:
        raise Unreadable(f"form is one of {', '.join(FORMS)}.")
    if not source.system.strip():
        raise Unreadable("system names the other directory, always by the same name.")
    for name, longest in _LONGEST.items():
        if len(getattr(source, name)) > longest:
            raise Unreadable(f"{name} has at most {longest} characters.")
    if source.language and source.language not in lang.languages():
        raise Unreadable(f"language is one of {', '.join(lang.languages())}.")
