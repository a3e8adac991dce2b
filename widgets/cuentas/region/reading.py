"""Every official file read once: rows of the chosen place, and what must be told of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

from cuentas.i18n import text as _
from cuentas.region.agreement import refuse_swapped
from cuentas.region.choice import Choice
from cuentas.region.second_path.beside import Beside, beside
from cuentas.region.second_path.reading import Money, kept_under
from cuentas.region.sources import (
    BudgetRow,
    InvestmentRow,
    Kind,
    Look,
    PartRow,
    Place,
    PopulationRow,
    Progress,
    Reading,
    Session,
    SourceError,
    SourceFile,
    SpendingRow,
    Surprise,
    TotalRow,
    WorkRow,
    begin_spending,
    budget_rows,
    engine,
    investment_rows,
    part_rows,
    population_rows,
    recognise,
    spending_rows,
    totals_rows,
    works_rows,
)
from cuentas.region.work import Work

Row = TypeVar("Row")
Reads = Callable[..., Reading[Any]]


@dataclass(frozen=True)
class Told:
    """What some files of one kind gave: rows read and kept, and their surprises."""

    files: tuple[SourceFile, ...]
    read: int
    kept: int
    surprises: tuple[Surprise, ...]


@dataclass(frozen=True)
class Read:
    """All that was read for a choice. Amounts exact, in soles, cents kept."""

    place: Place
    files: tuple[SourceFile, ...]
    told: Sequence[Told]
    budget: tuple[BudgetRow, ...]
    spending: tuple[SpendingRow, ...]
    totals: tuple[TotalRow, ...]
    parts: tuple[PartRow, ...]
    investments: tuple[InvestmentRow, ...]
    population: tuple[PopulationRow, ...]
    works: tuple[WorkRow, ...] = ()


@dataclass
class Reader:
    """Reads the files of a choice; what was already read for the same choice is not repeated.

    ``progress`` hears of every file as it is read.
    """

    choice: Choice
    work: Work
    progress: Progress
    told: list[Told] = field(default_factory=list)

    def all(self) -> Read:
        """Recognise every file and read what each one has of the place.

        Raises:
            SourceError: a file is not what it must be, or changed while it was read.
        """
        place = self.choice.place
        self.work.folder.mkdir(parents=True, exist_ok=True)
        with engine(self.work.folder) as session:
            kept = Kept(self.work, session, place, self.progress)
            files = self._files(kept)
            read = self._rows(files, kept)
        for file in files:
            unchanged(file)
        refuse_swapped(files, (*read.population, *read.budget))
        return read

    def _files(self, kept: Kept) -> tuple[SourceFile, ...]:
        """Every file recognised by its content, with its query date."""
        found: dict[str, SourceFile] = {}

        def began(file: SourceFile) -> Iterable[Look]:
            self._in_its_place(file.path, file.kind)
            return kept.begin(self.choice.dated(file))

        for path in self.choice.files:
            file = recognise(path, kept.session.beside(self.progress), began)
            kept.seen(file)
            kept.look_up(self.choice.dated(file))
            first = found.setdefault(file.sha256, file)
            if first is not file:
                found[file.sha256] = _with_copy(first, file)
        return tuple(self.choice.dated(file) for file in found.values())

    def _in_its_place(self, path: Path, kind: Kind) -> None:
        families = (
            ("--budget", self.choice.budget, kind.budget or kind.parts),
            ("--investments", self.choice.investments, kind.about_investments),
            ("--population", self.choice.population, kind.population),
        )
        right = next((name for name, _given, fits in families if fits), "")
        for option, given, belongs in families:
            if path in given and not belongs:
                sentence = _("es un archivo de otra clase: dalo con {right}, no con {option}.")
                raise SourceError(path, sentence.format(right=right, option=option))

    def _rows(self, files: Sequence[SourceFile], kept: Kept) -> Read:
        budgets = [file for file in files if file.kind.budget]
        detailed = [file for file in budgets if file.kind is not Kind.AMIGABLE]
        return Read(
            kept.place,
            tuple(files),
            self.told,
            self._each(kept, budget_rows, BudgetRow, budgets),
            _joined(kept.rows(spending_rows, SpendingRow, [one]) for one in detailed),
            _joined(kept.rows(totals_rows, TotalRow, [one]) for one in detailed),
            (
                *_joined(kept.rows(part_rows, PartRow, [one]) for one in detailed),
                *self._each(
                    kept, part_rows, PartRow, [one for one in files if one.kind is Kind.BREAKDOWN]
                ),
            ),
            self._together(
                kept, investment_rows, InvestmentRow, [one for one in files if one.kind.investments]
            ),
            self._together(
                kept, population_rows, PopulationRow, [one for one in files if one.kind.population]
            ),
            self._together(
                kept, works_rows, WorkRow, [one for one in files if one.kind is Kind.WORKS]
            ),
        )

    def _each(
        self, kept: Kept, read: Reads, kind: type[Row], files: Sequence[SourceFile]
    ) -> tuple[Row, ...]:
        return tuple(row for file in files for row in self._together(kept, read, kind, [file]))

    def _together(
        self, kept: Kept, read: Reads, kind: type[Row], files: Sequence[SourceFile]
    ) -> tuple[Row, ...]:
        if not files:
            return ()
        found = kept.rows(read, kind, files)
        self.told.append(Told(tuple(files), found.read, found.kept, found.surprises))
        return found.rows


@dataclass
class Kept:
    """The readers, each asked once for the same files and place."""

    work: Work
    session: Session
    place: Place
    progress: Progress
    beside: Beside | None = None

    def rows(self, read: Reads, kind: type[Row], files: Sequence[SourceFile]) -> Reading[Row]:
        """What ``read`` finds in ``files``, from the work folder if it was already read."""
        shape: type[Reading[Row]] = Reading[kind]  # type: ignore[valid-type]
        return self.work.kept(
            self._on(read, files),
            shape,
            lambda: read(self.session, files, self.place, self.progress),
        )

    def _on(self, read: Reads, files: Sequence[SourceFile]) -> object:
        return [read.__name__, [_what(file) for file in files], repr(self.place)]

    def begin(self, file: SourceFile) -> Iterable[Look]:
        """Start reading a large file while its fingerprint is taken, unless it was read before.

        What it returns is shown the bytes of the file.
        """
        known = replace(file, sha256=self.work.known(_where(file), str) or "")
        asked = (self._on(read, [known]) for read in (budget_rows, spending_rows, totals_rows))
        if file.kind.spending and not all(map(self.work.has, asked)):
            begin_spending(self.session, file, self.place)
        had = self.work.has(kept_under(Money, known, self.place.department))
        self.beside = None if had else beside(file, self.place.department)
        return [self.beside.look] if self.beside else []

    def look_up(self, file: SourceFile) -> None:
        """Take from a file the codes of what was asked for by name, if nobody has said them."""
        wide = replace(self, place=Place(self.place.department))
        for fits, reads, kind in _TELLING:
            if self.place.has_names and fits(file.kind):
                found: Reading[Any] = wide.rows(reads, kind, [file])
                self.place = self.place.coded(file.path, (row.known for row in found.rows))

    def seen(self, file: SourceFile) -> None:
        """Remember the fingerprint of a file, and what the second path found while it was taken."""
        self.work.kept(_where(file), str, lambda: file.sha256)
        found = self.beside.found(file) if self.beside else None
        if found is not None:
            on = kept_under(Money, file, self.place.department)
            self.work.kept(on, list[Money], lambda: found)


_TELLING: Sequence[tuple[Callable[[Kind], bool], Reads, type[Any]]] = (
    (lambda kind: kind.population, population_rows, PopulationRow),
    (lambda kind: kind.investments, investment_rows, InvestmentRow),
    (lambda kind: kind.budget, budget_rows, BudgetRow),
)
"""The files that name districts and provinces, and how they are read."""


def _with_copy(file: SourceFile, copy: SourceFile) -> SourceFile:
    """The file, telling that another with the same bytes was not read again."""
    sentence = _("«{copy}» es el mismo archivo que «{name}». Se leyó una sola vez.")
    words = sentence.format(copy=copy.path.name, name=file.path.name)
    told = Surprise("same-file", words, 1)
    return replace(file, surprises=(*file.surprises, told))


def _joined(found: Iterable[Reading[Row]]) -> tuple[Row, ...]:
    return tuple(row for one in found for row in one.rows)


def _what(file: SourceFile) -> list[str]:
    return [file.sha256, file.kind, str(file.query_date)]


def _where(file: SourceFile) -> list[str | int]:
    return ["seen", str(file.path.resolve()), file.size, file.mtime_ns]


def unchanged(file: SourceFile) -> None:
    """Refuse a file that is no longer the one that was recognised.

    Raises:
        SourceError: its size or its time of change is another.
    """
    now = file.path.stat()
    if (now.st_size, now.st_mtime_ns) != (file.size, file.mtime_ns):
        raise SourceError(
            file.path, _("cambió mientras se leía. Espera a que termine de copiarse y repite.")
        )
