"""XML of others, read piece by piece, without anything that XML can do beside holding words.

Python's own expat, with every document type refused: no entity can then be declared, so none can
grow (billion laughs) or name a file or an address elsewhere. defusedxml does the same around the
same parser; two lines of ours need no library that has had no release since 2021.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers import expat

from havre.directory.importing.drafts import Unreadable

DEEPEST = 40
MOST_NODES = 20_000  # in one piece
MOST_PIECES = 100_000
LONGEST_WORDS = 50_000
_CHUNK = 1 << 16


@dataclass(slots=True)
class Node:
    """An element with its words and what stands in it."""

    tag: str
    line: int
    has: dict[str, str]
    words: str = ""
    below: "list[Node]" = field(default_factory=list)

    @property
    def says(self) -> bool:
        """Whether there is any word in it."""
        return bool(self.words.strip()) or any(each.says for each in self.below)

    def all(self, tag: str) -> "list[Node]":
        """Those of its elements that have a name."""
        return [node for node in self.below if node.tag == tag]

    def one(self, tag: str) -> "Node":
        """The first of them, or an empty one."""
        found = self.all(tag)
        return found[0] if found else Node(tag, self.line, {})

    def text(self, *path: str) -> str:
        """The words at the end of a path."""
        node = self
        for tag in path:
            node = node.one(tag)
        return node.words.strip()


def pieces(path: Path, tag: str) -> Iterator[Node]:
    """Each element `tag` with all that stands in it, as the file is read. Raises Unreadable."""
    reader, count = _Reader(path.name, tag), 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            reader.feed(chunk, is_last=False)
            count += len(reader.done)
            if count > MOST_PIECES:
                raise Unreadable(f"{path.name} has more than {MOST_PIECES:,} elements {tag}.")
            while reader.done:
                yield reader.done.popleft()
        reader.feed(b"", is_last=True)


class _Reader:
    def __init__(self, name: str, tag: str) -> None:
        self.name, self.tag = name, tag
        self.done: deque[Node] = deque()
        self.open: list[Node] = []
        self.depth = self.nodes = 0
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.parser.EntityDeclHandler = self._refuse
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._words

    def feed(self, chunk: bytes, *, is_last: bool) -> None:
        """Read on."""
        try:
            self.parser.Parse(chunk, is_last)
        except expat.ExpatError as error:
            where = f"{self.name}, line {error.lineno}"
            raise Unreadable(f"{where}: {expat.ErrorString(error.code)}.") from error
        except ValueError as error:  # an encoding that nobody knows
            raise Unreadable(f"{self.name} cannot be read ({error}).") from error

    def _refuse(self, *_: object) -> None:
        raise Unreadable(f"{self.name} declares a document type; take it out, it is not needed.")

    def _start(self, tag: str, has: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise Unreadable(self._said(f"is nested more than {DEEPEST} deep"))
        if not self.open and tag != self.tag:
            return
        self.nodes = self.nodes + 1 if self.open else 1
        if self.nodes > MOST_NODES:
            raise Unreadable(self._said(f"has more than {MOST_NODES:,} elements in one {self.tag}"))
        node = Node(tag, self.parser.CurrentLineNumber, has)
        if self.open:
            self.open[-1].below.append(node)
        self.open.append(node)

    def _end(self, _: str) -> None:
        self.depth -= 1
        if self.open:
            node = self.open.pop()
            if not self.open:
                self.done.append(node)

    def _words(self, words: str) -> None:
        if self.open:
            node = self.open[-1]
            node.words += words
            if len(node.words) > LONGEST_WORDS:
                raise Unreadable(
                    self._said(f"has more than {LONGEST_WORDS:,} letters in one place")
                )

    def _said(self, what: str) -> str:
        return f"{self.name}, line {self.parser.CurrentLineNumber}, {what}."
