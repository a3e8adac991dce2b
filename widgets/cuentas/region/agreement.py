"""A place is joined by its code and its name: where two files disagree, nothing is guessed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from cuentas.i18n import text as _
from cuentas.region.parts.names import in_title
from cuentas.region.sources import BudgetRow, PopulationRow, SourceError, SourceFile
from cuentas.region.sources.words import folded

Names = Mapping[str, str]
"""The name of each district of a file by its code."""


def refuse_swapped(files: Sequence[SourceFile], rows: Iterable[BudgetRow | PopulationRow]) -> None:
    """Nothing, unless a file calls a district as another file calls a different one.

    Registers order districts otherwise than INEI and the ministry do: with their codes the people
    of one district would go to its neighbour in silence.

    Raises:
        SourceError: it does; the sentence says which code is called what, and in which file.
    """
    names: dict[str, dict[str, str]] = defaultdict(dict)
    for row in rows:
        if not isinstance(row, BudgetRow) or "PROVINCIAL" not in folded(row.entity).split("_"):
            names[row.sha256].setdefault(row.known.ubigeo, row.known.district)
    known = [(file, names[file.sha256]) for file in files if file.sha256 in names]
    for at, (file, here) in enumerate(known):
        for other, there in known[at + 1 :]:
            _refuse(file, here, other, there)


def _refuse(file: SourceFile, here: Names, other: SourceFile, there: Names) -> None:
    codes = {folded(name): ubigeo for ubigeo, name in there.items()}
    times = Counter(folded(name) for name in there.values())
    for ubigeo, name in here.items():
        called = there.get(ubigeo)
        elsewhere = codes.get(folded(name), ubigeo)
        if called is None or folded(called) == folded(name) or elsewhere == ubigeo:
            continue
        if times[folded(name)] > 1:
            continue
        sentence = _(
            "{ubigeo} es «{name}» aquí y «{called}» en «{other}». Los códigos de una de las dos "
            "tablas son de otro registro (RENIEC u ONPE): usa los de INEI."
        )
        words = sentence.format(
            ubigeo=ubigeo,
            name=in_title(name),
            called=in_title(called),
            other=other.path.name,
        )
        raise SourceError(file.path, words)
