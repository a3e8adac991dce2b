"""Every official file read once: rows of the chosen place, and what must be told of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

from cuentas.i18n import text as _
from cuentas.region.agreement import agreed
from cuentas.region.choice import Choice
from cuentas.region.second_path.beside import Beside, beside
from cuentas.region.second_path.reading import Money
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
    begin_spending,
    budget_rows,
    engine,
    investment_rows,
    part_rows,
    population_rows,
    recognise,
    spending_rows,
    totals_rows,
)

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
    second: Mapping[str, Sequence[Money]] = field(default_factory=dict)
    """What the second path found in large files, by their fingerprint."""


@dataclass
class Reader:
    """Reads the files of a choice; ``progress`` hears of every file as it is read."""

    choice: Choice
    progress: Progress
    told: list[Told] = field(default_factory=list)

    def all(self) -> Read:
        """Recognise every file and read what each one has of the place.

        Raises:
            SourceError: a file is not what it must be, or changed while it was read.
        """
        place = self.choice.place
        with engine() as session:
            readers = Readers(session, place, self.progress)
            files = self._files(readers)
            read = self._rows(files, readers)
        for file in files:
            unchanged(file)
        return replace(read, files=agreed(files, (*read.population, *read.budget)))

    def _files(self, readers: Readers) -> tuple[SourceFile, ...]:
        """Every file recognised by its content, with its query date."""
        found: dict[str, SourceFile] = {}

        def began(file: SourceFile) -> Iterable[Look]:
            self._in_its_place(file.path, file.kind)
            return readers.begin(self.choice.dated(file))

        for path in self.choice.files:
            file = recognise(path, readers.session.beside(self.progress), began)
            readers.seen(file)
            readers.look_up(self.choice.dated(file))
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

    def _rows(self, files: Sequence[SourceFile], readers: Readers) -> Read:
        budgets = [file for file in files if file.kind.budget]
        detailed = [file for file in budgets if file.kind is not Kind.AMIGABLE]
        invested = [one for one in files if one.kind.investments]
        peopled = [one for one in files if one.kind.population]
        opened = [one for one in files if one.kind is Kind.BREAKDOWN]
        budget = [self._together(readers, budget_rows, [file]) for file in budgets]
        return Read(
            readers.place,
            tuple(files),
            self.told,
            tuple(row for rows in budget for row in rows),
            _joined(readers.rows(spending_rows, [one]) for one in detailed),
            _joined(readers.rows(totals_rows, [one]) for one in detailed),
            (
                *_joined(readers.rows(part_rows, [one]) for one in detailed),
                *(row for one in opened for row in self._together(readers, part_rows, [one])),
            ),
            self._together(readers, investment_rows, invested),
            self._together(readers, population_rows, peopled),
            readers.second,
        )

    def _together(
        self, readers: Readers, read: Reads, files: Sequence[SourceFile]
    ) -> tuple[Any, ...]:
        if not files:
            return ()
        found = readers.rows(read, files)
        self.told.append(Told(tuple(files), found.read, found.kept, found.surprises))
        return found.rows


@dataclass
class Readers:
    """The readers of a place, and what the second path found while a large file was read."""

    session: Session
    place: Place
    progress: Progress
    second: dict[str, list[Money]] = field(default_factory=dict)
    beside: Beside | None = None

    def rows(self, read: Reads, files: Sequence[SourceFile]) -> Reading[Any]:
        """What ``read`` finds in ``files``."""
        return read(self.session, files, self.place, self.progress)

    def begin(self, file: SourceFile) -> Iterable[Look]:
        """Start reading a large file while its fingerprint is taken; what is returned sees it."""
        if file.kind.spending:
            begin_spending(self.session, file, self.place)
        self.beside = beside(file, self.place.department)
        return [self.beside.look] if self.beside else []

    def look_up(self, file: SourceFile) -> None:
        """Take from a file the codes of what was asked for by name, if nobody has said them."""
        wide = replace(self, place=Place(self.place.department))
        for fits, reads in _TELLING:
            if self.place.has_names and fits(file.kind):
                found = wide.rows(reads, [file])
                self.place = self.place.coded(file.path, (row.known for row in found.rows))

    def seen(self, file: SourceFile) -> None:
        """Take what the second path found while the fingerprint of a file was taken."""
        found = self.beside.found(file) if self.beside else None
        if found is not None:
            self.second[file.sha256] = found


_TELLING: Sequence[tuple[Callable[[Kind], bool], Reads]] = (
    (lambda kind: kind.population, population_rows),
    (lambda kind: kind.investments, investment_rows),
    (lambda kind: kind.budget, budget_rows),
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
