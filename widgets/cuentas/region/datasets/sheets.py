"""What every dataset of a pack is made from, and the words that they share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cuentas.i18n import formats, plural
from cuentas.region.choice import Choice
from cuentas.region.parts.invested import Invested
from cuentas.region.parts.lines import Lines
from cuentas.region.parts.place import region_name
from cuentas.region.parts.sources import consulted, key, source_line
from cuentas.region.parts.tables import Table, template
from cuentas.region.reading import Read
from cuentas.region.second_path.reading import Second
from cuentas.region.sources import SourceFile, Surprise

WITHOUT_BUDGET = "without-budget"
"""Kind of surprise: districts with people and without a budget; perhaps a file was cut."""


@dataclass(frozen=True)
class Sheets:
    """What every dataset is made from."""

    choice: Choice
    read: Read
    lines: Lines
    invested: Invested
    second: Second
    """What the second path found in the same files, of the whole department."""
    called: str = ""
    """The name that a pack already has, where one is brought up to date."""

    @property
    def name(self) -> str:
        """The region's name in ordinary letters."""
        return self.called or region_name(self.read)

    @property
    def surprises(self) -> tuple[Surprise, ...]:
        """Everything worth knowing about the files and what was made of them, each once."""
        of_files = (one for file in self.read.files for one in file.surprises)
        of_readings = (one for told in self.read.told for one in told.surprises)
        of_tables = (*self.lines.surprises, *self.invested.surprises, *self._without_budget())
        return tuple(dict.fromkeys((*of_files, *of_readings, *of_tables)))

    def _without_budget(self) -> Iterable[Surprise]:
        """Districts whose people are known and that have no budget here."""
        people = {row.ubigeo: row.name for row in self.read.population}
        left = sorted(people.keys() - self.lines.ubigeos)
        if left:
            shown = tuple(f"{ubigeo} {people[ubigeo]}" for ubigeo in left)
            yield Surprise(WITHOUT_BUDGET, _without_budget(len(left), len(people)), 1, shown)

    @property
    def places(self) -> dict[str, str]:
        """What each district is called where its budget was read, by ubigeo."""
        return {row.ubigeo: row.entity for row in self.read.budget}

    def files(self, fingerprints: Iterable[str]) -> list[SourceFile]:
        """The files with these fingerprints, in the order in which they were given."""
        wanted = set(fingerprints)
        return [file for file in self.read.files if file.sha256 in wanted]

    def key(self, sha256: str) -> str:
        """The source key of the file with this fingerprint."""
        file = self.files([sha256])[0]
        return key(file, self.choice.query_date(file))

    def sources(self, fingerprints: Iterable[str]) -> list[dict[str, Any]]:
        """The files with these fingerprints as a data package names them."""
        return [consulted(file, self.choice) for file in self.files(fingerprints)]

    def table(
        self,
        name: str,
        title: str,
        description: str,
        used: Iterable[str],
        rows: Sequence[Mapping[str, Any]],
        **more: Any,  # noqa: ANN401 - what else a table has, and the words of its notes
    ) -> Table:
        """A table from files with the fingerprints ``used``; its title tells place and years."""
        fingerprints = set(used)
        parts = {one: more.pop(one, ()) for one in ("checks", "others", "apart")}
        words = {"name": self.name, **more}
        return Table(
            name=name,
            title=title.format(**words),
            description=description,
            sources=self.sources(fingerprints),
            rows=rows,
            checks=list(parts["checks"]),
            notes=self._notes(f"{name}.md", fingerprints, words),
            others=dict(parts["others"]),
            apart=tuple(parts["apart"]),
        )

    def _notes(self, name: str, used: Iterable[str], words: Mapping[str, str]) -> str:
        listed = "\n".join(f"- {source_line(one)}" for one in self.sources(used))
        return template(name).format(**{"sources": listed, "care": "", **words})


def _without_budget(left: int, every: int) -> str:
    sentence = plural(
        "De {every} distritos con población, {count} no tiene presupuesto en estos archivos. "
        "Se deja fuera. ¿Están completos los archivos?",
        "De {every} distritos con población, {count} no tienen presupuesto en estos archivos. "
        "Se dejan fuera. ¿Están completos los archivos?",
        left,
    )
    return sentence.format(count=formats.number(left), every=formats.number(every))


def span(years: Iterable[int]) -> str:
    """``2015-2024``, or the only year."""
    ordered = sorted(set(years))
    return f"{ordered[0]}-{ordered[-1]}" if ordered[1:] else "".join(map(str, ordered))
