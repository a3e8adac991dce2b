"""Which regions this server shows, and which one a request asks for."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

from tornado.httputil import HTTPServerRequest

from cuentas.home import current_region, datasets_folder, region_slugs
from cuentas.lesson.catalogue import CourseError, read_toml
from cuentas.serve import journal
from cuentas.serve.pack_check import PackCheck

PARAMETER = "region"
"""The part of an address that names a region."""
PATIENCE_SECONDS = 30.0
_PAUSE = 0.05


@dataclass(frozen=True)
class Region:
    """A region as pages show it.

    Attributes:
        slug: its name in addresses.
        name: its name for people; empty where the course has no data of any region.
        is_start: it opens by itself, so that no address has to name it.
    """

    slug: str = ""
    name: str = ""
    is_start: bool = True

    @property
    def choice(self) -> dict[str, str]:
        """What an address must say for this region to open."""
        return {} if self.is_start else {PARAMETER: self.slug}


NO_REGION = Region()
"""What is shown where no lesson is."""


class Regions:
    """The region that opens by itself, and the others whose data are in order.

    The start region is checked before the server opens. The others are checked meanwhile: who
    asks for one of them waits for the end of its check.
    """

    def __init__(self, start: str, names: Mapping[str, str]) -> None:
        """Offer the regions in ``names`` (name by slug), and begin with ``start``."""
        self.start = Region(start, names.get(start, ""))
        self._others = {
            slug: Region(slug, name, is_start=False)
            for slug, name in names.items()
            if slug != start
        }
        self._unchecked = frozenset(self._others)

    @classmethod
    def of_the_course(cls) -> Regions:
        """Those that have a folder; ``CUENTAS_REGION`` names the first."""
        return cls(current_region(), {slug: _name(slug) for slug in region_slugs()})

    @property
    def offered(self) -> tuple[Region, ...]:
        """Those that a learner may choose from, in alphabetical order."""
        return tuple(sorted((self.start, *self._others.values()), key=lambda one: one.slug))

    def get(self, slug: str) -> Region:
        """The region ``slug``; for words that name none, the one that opens by itself."""
        return self._others.get(slug, self.start)

    async def meant(self, slug: str) -> Region:
        """The same, and surely with data in order."""
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE_SECONDS):
                while slug in self._unchecked:  # noqa: ASYNC110 - another thread learns of it
                    await asyncio.sleep(_PAUSE)
        return self.start if slug in self._unchecked else self.get(slug)

    def learn(self, check: PackCheck) -> None:
        """Wait for the check of the others, and offer no longer those that have faults."""
        for slug, faults in check.others():
            self._judge(slug, good=not faults)
        if not check.is_stopped:
            for slug in self._unchecked:
                self._judge(slug, good=False)

    def _judge(self, slug: str, *, good: bool) -> None:
        if not good and slug in self._others:
            journal.region_not_offered(slug)
            self._others = {name: one for name, one in self._others.items() if name != slug}
        self._unchecked -= {slug}


def asked_by(request: HTTPServerRequest) -> str:
    """What the address of a request says about the region, whatever that may be."""
    words: bytes = request.query_arguments.get(PARAMETER, [b""])[0]
    return words.decode("utf-8", "replace")


def _name(slug: str) -> str:
    """Its name for people. Whether its file makes sense is told by the check of its data."""
    try:
        return str(read_toml(datasets_folder() / "regions" / slug / "region.toml")["name"])
    except (CourseError, KeyError, OSError):
        return slug
