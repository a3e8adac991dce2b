"""Which lessons a pack is enough for: whole or in part, and where what is missing comes from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from cuentas.course import Lesson
from cuentas.data.pack import Pack
from cuentas.i18n import text as _
from cuentas.i18n.datasets import in_words
from cuentas.region.parts.sources import OFFICIAL, title
from cuentas.region.sources import Kind

CENSUS = "census"
"""Not a dataset of its own: the half of ``population`` that what is said per person needs."""
WHERE = {
    "budget": (Kind.AMIGABLE, "--budget"),
    "population": (Kind.POPULATION_PROJECTION, "--population"),
    CENSUS: (Kind.POPULATION_CENSUS, "--population"),
    "investments": (Kind.INVESTMENTS, "--investments"),
    "spending_by_function": (Kind.SPENDING_YEARLY, "--budget"),
    "spending_by_rubro": (Kind.SPENDING_YEARLY, "--budget"),
    "totals": (Kind.SPENDING_YEARLY, "--budget"),
    "spending": (Kind.SPENDING_YEARLY, "--budget"),
}
"""The official file that each part of a pack comes from, and the option that brings it."""


@dataclass(frozen=True)
class Run:
    """A lesson on a pack: ``missing`` is what it will say that it does not have."""

    lesson: Lesson
    missing: tuple[str, ...]
    beyond: tuple[str, ...] = ()
    """What of ``missing`` no file will bring: it tells of all, and the pack is of a part."""

    @property
    def sentence(self) -> str:
        """Whether it runs whole, and if not, what is missing in everyday words."""
        if not self.missing:
            return _("«{title}» corre completa.").format(title=self.lesson.title)
        sentence = _("«{title}» corre en parte. Falta: {missing}.")
        return sentence.format(title=self.lesson.title, missing=in_words(self.missing))


def runs(lessons: Iterable[Lesson], pack: Pack) -> tuple[Run, ...]:
    """How every lesson runs on a pack."""
    return tuple(_run(lesson, pack) for lesson in lessons)


def _run(lesson: Lesson, pack: Pack) -> Run:
    missing = tuple(_missing(lesson, pack))
    return Run(lesson, missing, tuple(filter(pack.region.never_has, missing)))


def _missing(lesson: Lesson, pack: Pack) -> Iterator[str]:
    yield from (name for name in lesson.datasets if not pack.has(name))
    if "population" in lesson.datasets and pack.has("population") and not _has_census(pack):
        yield CENSUS


def _has_census(pack: Pack) -> bool:
    return all(one.census_2025 is not None for one in pack.people.values())


def where_from(found: Sequence[Run]) -> Iterator[str]:
    """Where everything that some lesson misses is found, and with which option it is given."""
    beyond = list(dict.fromkeys(name for run in found for name in run.beyond))
    if beyond:
        sentence = _(
            "Este paquete es de una parte del departamento. Solo va en el de todo el departamento: "
            "{what}."
        )
        yield sentence.format(what=in_words(beyond))
    every = dict.fromkeys(name for run in found for name in run.missing)
    missing = [name for name in every if name not in beyond]
    files: dict[tuple[Kind, str], list[str]] = {}
    for name in missing:
        if name in WHERE:
            files.setdefault(WHERE[name], []).append(name)
    for (kind, option), names in files.items():
        sentence = _("Para mostrar {what}: {title}, en <{address}>. Dalo con {option}.")
        yield sentence.format(
            what=in_words(names), title=title(kind), address=OFFICIAL[kind][1], option=option
        )
    by_hand = [name for name in missing if name not in WHERE]
    if by_hand:
        sentence = _("Lo demás se escribe a mano: {what}. Mira datasets/README.md.")
        yield sentence.format(what=in_words(by_hand))
