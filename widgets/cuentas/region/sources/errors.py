"""What a reader of official files tells people: one clear error, or things worth knowing."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from cuentas.i18n import text as _

EXAMPLES = 5


class SourceError(ValueError):
    """A file that cannot be read as it is, in a sentence with a way out.

    ``line`` counts from 1 as a spreadsheet or an editor does; ``column`` is the name in the file.
    """

    def __init__(
        self, path: Path, sentence: str, *, line: int | None = None, column: str | None = None
    ) -> None:
        """The sentence, preceded by where: file, line and column, those that are known."""
        self.path, self.line, self.column = path, line, column
        parts = [path.name]
        if line is not None:
            parts.append(_("línea {line}").format(line=line))
        if column is not None:
            parts.append(_("columna «{column}»").format(column=column))
        super().__init__(" ".join(f"{', '.join(parts)}: {sentence}".split()))


@dataclass(frozen=True)
class Surprise:
    """Something the trainer must know: what, how many times, a few examples, and in which file.

    ``sha256`` is the file's fingerprint; empty if it is not about a single file.
    """

    kind: str
    sentence: str
    count: int
    examples: tuple[str, ...] = ()
    sha256: str = ""


class Notes:
    """Surprises while a file is read: counted by kind, with the first different examples."""

    def __init__(self, sha256: str = "") -> None:
        """No surprise yet, of the file with this fingerprint."""
        self._sha256 = sha256
        self._found: dict[tuple[str, str], tuple[int, list[str]]] = {}

    def add(self, kind: str, sentence: str, example: str = "", count: int = 1) -> None:
        """One more of a kind; nothing when ``count`` is zero."""
        if not count:
            return
        before, examples = self._found.get((kind, sentence), (0, []))
        if example and example not in examples and len(examples) < EXAMPLES:
            examples.append(example)
        self._found[kind, sentence] = (before + count, examples)

    def surprises(self) -> tuple[Surprise, ...]:
        """What was found, in the order in which it first appeared."""
        return tuple(
            Surprise(kind, sentence, count, tuple(examples), self._sha256)
            for (kind, sentence), (count, examples) in self._found.items()
        )
