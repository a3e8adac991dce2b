"""Which regions this server shows, and which one a request asks for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlencode

from tornado.httputil import HTTPServerRequest

from cuentas.classroom import journal
from cuentas.course import CourseError, read_toml
from cuentas.home import current_region, datasets_folder, region_slugs
from cuentas.lesson import readiness
from cuentas.model.place import plain

PARAMETER = "region"
"""The part of an address that names a region."""
LONGEST_NAME = 60
"""Letters of an address that may name a region; longer words name none."""


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
    def named(self) -> dict[str, str]:
        """What an address says that names this region."""
        return {PARAMETER: self.slug}

    @property
    def choice(self) -> dict[str, str]:
        """What an address must say for this region to open."""
        return {} if self.is_start else self.named


NO_REGION = Region()
"""What is shown where no lesson is."""


class Regions:
    """The region that opens by itself, and the others whose data are in order.

    Args:
        start: the slug of the region that opens by itself.
        slugs: the slugs of those whose data are in order.
        name_of: says what people call one now; by default, as its file says.
    """

    def __init__(
        self, start: str, slugs: Iterable[str] = (), name_of: Callable[[str], str] | None = None
    ) -> None:
        """Offer these regions."""
        self._start, self._own = start, {start} & set(slugs)
        self._others = frozenset(slugs) - {start}
        self._name_of = name_of or _name

    @classmethod
    def of_the_course(cls) -> Regions:
        """Those with data in order; ``CUENTAS_REGION`` names the first, which is not judged."""
        start = current_region()
        others = [slug for slug in region_slugs() if slug != start]
        faulty = {slug for slug in others if readiness.faults(slug)}
        for slug in sorted(faulty):
            journal.region_not_offered(slug)
        return cls(start, set(region_slugs()) - faulty)

    @property
    def start(self) -> Region:
        """The region that opens by itself."""
        return self._region(self._start, self._names())

    @property
    def offered(self) -> tuple[Region, ...]:
        """Those that a learner may choose from, in alphabetical order."""
        names = self._names()
        return tuple(self._region(slug, names) for slug in sorted({self._start, *names}))

    def get(self, words: str) -> Region:
        """The region that ``words`` name; where they name none, the one that opens by itself."""
        slug, names = as_slug(words), self._names()
        return self._region(slug if slug in names else self._start, names)

    def knows(self, words: str) -> bool:
        """Whether ``words`` name a region that is offered."""
        return as_slug(words) in {self._start, *self._others}

    def _region(self, slug: str, names: Mapping[str, str]) -> Region:
        return Region(slug, names.get(slug, ""), is_start=slug == self._start)

    def _names(self) -> dict[str, str]:
        """What each one is called, with its slug where another has the same name."""
        names = {slug: self._name_of(slug) for slug in self._own | self._others}
        alike = Counter(map(plain, names.values()))
        return {
            slug: f"{name} ({slug})" if alike[plain(name)] > 1 else name
            for slug, name in names.items()
        }


def as_slug(words: str) -> str:
    """The slug that a person means who writes a region's name in a hurry: «Apurímac»."""
    return plain(words).replace(" ", "-") if len(words) <= LONGEST_NAME else ""


def asked_by(request: HTTPServerRequest) -> str:
    """What the address of a request says about the region, whatever that may be."""
    words: bytes = request.query_arguments.get(PARAMETER, [b""])[0]
    return words.decode("utf-8", "replace")


def corrected(request: HTTPServerRequest, regions: Regions) -> str | None:
    """The query with its region spelled as its slug; ``None`` where nothing is to be mended."""
    asked = asked_by(request)
    slug = as_slug(asked)
    if asked == slug or not regions.knows(asked):
        return None
    return urlencode(request.query_arguments | {PARAMETER: slug}, doseq=True)


def _name(slug: str) -> str:
    """Its name for people. Whether its file makes sense is told by the check of its data."""
    path = datasets_folder() / "regions" / slug / "region.toml"
    try:
        return _name_in(path, path.stat().st_mtime_ns)
    except (CourseError, KeyError, OSError):
        return slug


@lru_cache(maxsize=64)
def _name_in(path: Path, _written: int) -> str:
    return str(read_toml(path)["name"])
