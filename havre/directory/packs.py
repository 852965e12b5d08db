"""The directory for a laptop without a network: one circle's index, locked by six drawn words."""

import tempfile
from pathlib import Path

from django.conf import settings

from havre.audit.actions import record
from havre.audit.verbs import Verb
from havre.directory import finding
from havre.directory.finder.index import Index
from havre.directory.finder.snapshot import Refused
from havre.vault import packs
from havre.vault.packs import NotOpened

__all__ = ["NotOpened", "made", "opened"]


def made(viewer: str, words: str, *, by: str) -> bytes:
    """A pack of what `viewer` may see. That it was taken along is written down first."""
    record(actor=by, verb=Verb.DIRECTORY_PACKED)
    with _folder() as folder:
        file = folder / "index"
        finding.index(viewer).save(file)
        return packs.lock(file.read_bytes(), words)


def opened(pack: bytes, words: str) -> Index:
    """The index of a pack. Raises NotOpened."""
    plain = packs.unlock(pack, words)
    with _folder() as folder:
        file = folder / "index"
        file.write_bytes(plain)
        try:
            return Index.load(file)
        except Refused as error:
            raise NotOpened(str(error)) from error


class _folder:
    """A folder of our own under the data folder, gone afterwards: nothing lies in /tmp."""

    def __enter__(self) -> Path:
        settings.DATA.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._made = tempfile.TemporaryDirectory(dir=settings.DATA, prefix="pack-")
        return Path(self._made.name)

    def __exit__(self, *_: object) -> None:
        self._made.cleanup()
