"""A place is joined by its code and its name: where two files disagree, nothing is guessed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from cuentas.i18n import text as _
from cuentas.region.sources import BudgetRow, PopulationRow, SourceError, SourceFile
from cuentas.region.sources.errors import Notes
from cuentas.region.sources.words import folded

Names = Mapping[str, str]
"""The name of each district of a file by its code."""
OTHER_NAME = "other-name"
"""Kind of surprise: a code that two files call by names that are no spellings of one."""
ALIKE = 0.6
"""Share of letters in their order that two spellings of a name have in common."""
_COMMON = {"SAN", "SANTA", "SANTO", "DE", "DEL", "LA", "LAS", "LOS", "EL", "Y"}


def agreed(
    files: Sequence[SourceFile], rows: Iterable[BudgetRow | PopulationRow]
) -> tuple[SourceFile, ...]:
    """The files, each telling of the districts that it calls otherwise than another one.

    Registers order districts otherwise than INEI and the ministry do: with their codes the people
    of one district would go to its neighbour in silence.

    Raises:
        SourceError: a file calls a district as another file calls a different one; the sentence
            says which code is called what, and in which file.
    """
    names: dict[str, dict[str, str]] = defaultdict(dict)
    for row in rows:
        if not isinstance(row, BudgetRow) or "PROVINCIAL" not in folded(row.entity).split("_"):
            names[row.sha256].setdefault(row.known.ubigeo, row.known.district)
    known = [(file, names[file.sha256]) for file in files if file.sha256 in names]
    notes = {file.sha256: Notes(file.sha256) for file in files}
    for at, (file, here) in enumerate(known):
        for other, there in known[at + 1 :]:
            for ubigeo, name, called in _otherwise(here, there):
                _judge(ubigeo, name, called, there, file, other, notes[file.sha256])
    return tuple(
        replace(file, surprises=(*file.surprises, *notes[file.sha256].surprises()))
        for file in files
    )


def _otherwise(here: Names, there: Names) -> Iterator[tuple[str, str, str]]:
    """The codes that both files have under different names, and both names."""
    for ubigeo, name in here.items():
        called = there.get(ubigeo, name)
        if folded(called) != folded(name):
            yield ubigeo, name, called


def _judge(  # noqa: PLR0913, PLR0917 - both files and both names
    ubigeo: str,
    name: str,
    called: str,
    there: Names,
    file: SourceFile,
    other: SourceFile,
    notes: Notes,
) -> None:
    """Refuse a name that is another district's over there; tell of one that is nobody's."""
    shown = (ubigeo, name.title(), called.title(), other.path.name)
    times = Counter(folded(each) for each in there.values())
    if times[folded(name)] == 1:
        sentence = _(
            "{0} es «{1}» aquí y «{2}» en «{3}». Los códigos de una de las dos tablas son de otro "
            "registro (RENIEC u ONPE): usa los de INEI."
        )
        raise SourceError(file.path, sentence.format(*shown))
    if not alike(name, called):
        sentence = _("Distritos que otro archivo llama de otra manera. ¿Son el mismo?")
        example = _("{0} es «{1}» aquí y «{2}» en «{3}»").format(*shown)
        notes.add(OTHER_NAME, sentence, example)


def alike(name: str, other: str) -> bool:
    """Whether two names may be spellings of one: they share a word, or nearly all their letters.

    Of the 1 890 districts, 26 are spelt otherwise by the ministry and by INEI, and all are alike.
    """
    one, two = ({*folded(each).split("_")} - _COMMON for each in (name, other))
    return bool(one & two) or SequenceMatcher(None, folded(name), folded(other)).ratio() >= ALIKE
