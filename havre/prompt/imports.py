"""`havre directory stage | batches | agree | refuse`: what others know comes in, with two yeses."""

import argparse
from pathlib import Path
from typing import Any
from uuid import UUID

from havre.directory.importing import deciding, staging
from havre.directory.models import Batch
from havre.lib import clock, lang
from havre.prompt.said import DONE, Refused, say
from havre.staff.models import Member

BY = "import"
_MAY = frozenset({"directory", "supervisor"})
_COUNTS = {
    "read_organization": "organizations read",
    "read_service": "services read",
    "read_location": "places read",
    "new": "new",
    "changed": "changed",
    "unchanged": "as they are here",
    "apart": "that need two people of their own",
    "missing": "missing there, proposed as inactive",
    "sealed": "addresses sealed",
    "conflicts": "fields kept as a curator changed them",
    "refused": "rows refused",
    "notes": "things left out",
    "applied": "applied",
    "overtaken": "overtaken by somebody’s change",
}


def add_to(verbs: Any) -> None:
    """The verbs of an import, below `havre directory`."""
    come = verbs.add_parser(
        "stage",
        help="read others' data and propose what would change",
        description="Changes nothing. Two curators agree, or one refuses.",
    )
    come.add_argument("file", type=Path, metavar="FILE_OR_FOLDER")
    come.add_argument("--form", choices=staging.FORMS, required=True)
    come.add_argument("--system", required=True, help="the other directory, always the same name")
    come.add_argument("--licence", default="", help="under which licence its data comes")
    come.add_argument("--language", default="", choices=("", *lang.languages()))
    come.add_argument("--mapping", type=Path, help="which column is which field (form csv)")
    come.add_argument("--partial", action="store_true", help="it is not everything that is there")
    come.add_argument("--by", metavar="MEMBER", help="who stages it, and may then not agree")
    come.set_defaults(run=run_stage)
    verbs.add_parser("batches", help="list the imports").set_defaults(run=run_batches)
    for name, run in (("agree", run_agree), ("refuse", run_refuse)):
        verb = verbs.add_parser(name, help=f"{name} to an import" if name == "agree" else name)
        verb.add_argument("batch", metavar="BATCH")
        verb.add_argument("--by", metavar="MEMBER", required=True)
        verb.set_defaults(run=run)


def run_stage(options: argparse.Namespace) -> int:
    """Read and propose."""
    source = staging.Source(
        form=options.form, system=options.system, licence=options.licence,
        language=options.language, mapping=options.mapping, is_whole=not options.partial,
    )  # fmt: skip
    by = _member(options.by) if options.by else BY
    try:
        batch = staging.stage(options.file, source, by=by)
    except (staging.Unreadable, OSError) as error:
        raise Refused(f"Nothing was staged. {_words(error)}") from error
    _tell(batch)
    say(f"Nothing is changed yet. Two curators say: havre directory agree {batch.id} --by NAME")
    return DONE


def run_batches(_: argparse.Namespace) -> int:
    """The imports, the newest first."""
    for batch in Batch.objects.order_by("-at"):
        said = list(batch.batchverdict_set.values_list("agreed", flat=True))
        state = "waits" if staging.is_open(batch) else "refused" if False in said else "applied"
        at = clock.line_time(batch.at).strftime("%Y-%m-%d %H:%M")
        say(f"{batch.id}  {at}  {batch.system} ({batch.form})  {state}, {said.count(True)} agreed")
    return DONE


def run_agree(options: argparse.Namespace) -> int:
    """Say yes to an import."""
    batch = _batch(options.batch)
    try:
        applied = staging.agree(batch, by=_member(options.by))
    except (deciding.NotYours, deciding.Done) as error:
        raise Refused(_why(error)) from error
    if applied:
        _tell(batch)
    else:
        say("Noted. One more curator is needed.")
    return DONE


def run_refuse(options: argparse.Namespace) -> int:
    """Say no to an import."""
    try:
        staging.refuse(_batch(options.batch), by=_member(options.by))
    except (deciding.NotYours, deciding.Done) as error:
        raise Refused(_why(error)) from error
    say("Nothing of it comes in.")
    return DONE


def _tell(batch: Batch) -> None:
    counts = batch.report["counts"]
    for name, words in _COUNTS.items():
        if counts.get(name):
            say(f"{counts[name]:>7} {words}")
    for sort in ("refused", "notes"):
        for sentence in batch.report[sort]:
            say(f"  {sentence}")
    for each in batch.report["conflicts"]:
        say(f"  {each['row']}: {each['field']} was changed here since; kept as it is here.")


def _why(error: Exception) -> str:
    if isinstance(error, deciding.Done):
        return "It was decided already."
    return "Whoever staged it, or said something of it before, does not decide about it."


def _words(error: Exception) -> str:
    return (error.strerror or "It cannot be read.") if isinstance(error, OSError) else str(error)


def _batch(text: str) -> Batch:
    try:
        found = Batch.objects.filter(id=UUID(text)).first()
    except ValueError:
        found = None
    if found is None:
        raise Refused("There is no such import; `havre directory batches` lists them.")
    return found


def _member(name: str) -> str:
    found = Member.objects.filter(name=lang.fold(name)).first()
    if found is None or not found.is_active or not found.roles & _MAY:
        raise Refused(f"{name} is nobody who keeps the directory (role directory or supervisor).")
    return str(found.id)
