"""What a moment cannot do without, and the kind box that stands in its place.

A pack may lack any dataset. A moment says once, above its name, which ones it needs; the rest
of the lesson goes on without it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import update_wrapper
from typing import Concatenate, ParamSpec, TypeVar

from cuentas.course import Lesson
from cuentas.data.pack import Pack, sources
from cuentas.lesson.base import Moments
from cuentas.model.comparison import People, Population
from cuentas.model.provenance import Source
from cuentas.view import absence
from cuentas.view.absence import Absence
from cuentas.view.explorer import Explorer

M = TypeVar("M", bound=Moments)
P = ParamSpec("P")

_NEEDS = "needed_datasets"


def needs(
    *datasets: str,
) -> Callable[[Callable[Concatenate[M, P], Explorer]], Callable[Concatenate[M, P], Explorer]]:
    """Show a kind box instead of the moment where the region's pack lacks one of ``datasets``."""

    def declare(
        moment: Callable[Concatenate[M, P], Explorer],
    ) -> Callable[Concatenate[M, P], Explorer]:
        def shown(self: M, /, *args: P.args, **kwargs: P.kwargs) -> Explorer:
            missing = [name for name in datasets if not self.pack.has(name)]
            if missing:
                return Explorer(lambda: absent(self.pack, *missing))
            return moment(self, *args, **kwargs)

        setattr(shown, _NEEDS, datasets)
        return update_wrapper(shown, moment)

    return declare


def needed_by(moment: object) -> tuple[str, ...]:
    """The datasets that a moment declared with ``@needs``; none for any other thing."""
    return tuple(getattr(moment, _NEEDS, ()))


def missing_datasets(lesson: Lesson, pack: Pack) -> tuple[str, ...]:
    """What ``lesson`` wishes for and ``pack`` lacks: where there is any, it runs in part."""
    return tuple(name for name in lesson.datasets if not pack.has(name))


def absent(pack: Pack, *missing: str) -> Absence:
    """The box that says that a whole pack lacks ``missing``: datasets, «census» or «projection»."""
    return absence.of_region(missing, pack.region, _portal(missing[0]))


def absent_here(where: str, name: str) -> Absence:
    """The box that says that dataset ``name`` has nothing about ``where`` (a district, a year)."""
    return absence.of_place(name, where, _portal(name))


def lacking_counts(everyone: Iterable[People]) -> list[str]:
    """Which count none of these districts has: «census», «projection», or «population» for both."""
    known = {count for one in everyone for count in one.counted_by}
    names = {Population.CENSUS: "census", Population.PROJECTION: "projection"}
    lacking = [name for count, name in names.items() if count not in known]
    return lacking if known else ["population"]


def _portal(name: str) -> Source | None:
    return sources().get(absence.PORTALS.get(name, ""))
