"""A region and its districts, as its ``region.toml`` describes them."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from types import MappingProxyType

MOST_TILES, IN_A_ROW = 30, 3
"""How many districts one map may show on a phone, and how many long names fit beside others."""

DEPARTMENTS = MappingProxyType(
    {
        "01": "Amazonas",
        "02": "Áncash",
        "03": "Apurímac",
        "04": "Arequipa",
        "05": "Ayacucho",
        "06": "Cajamarca",
        "07": "Callao",
        "08": "Cusco",
        "09": "Huancavelica",
        "10": "Huánuco",
        "11": "Ica",
        "12": "Junín",
        "13": "La Libertad",
        "14": "Lambayeque",
        "15": "Lima",
        "16": "Loreto",
        "17": "Madre de Dios",
        "18": "Moquegua",
        "19": "Pasco",
        "20": "Piura",
        "21": "Puno",
        "22": "San Martín",
        "23": "Tacna",
        "24": "Tumbes",
        "25": "Ucayali",
    }
)
"""Codes of INEI and MEF, in their order. RENIEC uses others: 17 is Moquegua there."""
WHOLE_DEPARTMENT = frozenset({"totals", "spending"})
"""Datasets that tell of a whole department; what they say is not true of a part of it."""

CLOSE = 0.75
"""How alike two names must be, 0 to 1, for one to be taken for a misspelling of the other."""


@dataclass(frozen=True)
class District:
    """A district and its municipality.

    ``tile`` is (row, column) on the tile map, counted from 1; ``tile_name`` is the name with
    a hyphen where it may be cut there. ``exists_since`` is the first year with a budget in the
    official files, where that is not the first of all: the municipality may be new, or its rows
    may be missing.
    """

    ubigeo: str
    name: str
    municipality: str
    short: str
    sec_ejec: str
    capital: str
    tile: tuple[int, int]
    exists_since: int | None
    mining: bool
    tile_name: str = ""
    split_since: int | None = None
    split_name: str = ""

    @property
    def province(self) -> str:
        """The first four digits of the ubigeo."""
        return self.ubigeo[:4]

    def is_first_year(self, year: int) -> bool:
        """Whether ``year`` is the first in which the files have a budget of its municipality."""
        return year == self.exists_since

    @property
    def is_provincial(self) -> bool:
        """Whether its municipality serves the whole province: the capital's, number 01."""
        return self.ubigeo.endswith("01")


@dataclass(frozen=True)
class Province:
    """A province: four-digit code and name."""

    code: str
    name: str


@dataclass(frozen=True)
class Mine:
    """A mine or project: who runs it, where, what, and which source says so."""

    name: str
    company: str
    districts: tuple[str, ...]
    mineral: str
    status: str
    source: str


@dataclass(frozen=True)
class Office:
    """Who must answer: the office, never a person, and what to ask it."""

    name: str
    ask: str


@dataclass(frozen=True)
class Region:
    """A region of the course.

    ``department`` is the INEI/MEF code (Moquegua is 18); ``datasets`` are the folders that the
    pack promises to carry; lessons open at ``start_district`` and ``start_year``. ``is_part`` is
    whether only a province or some districts of the department were asked for.
    """

    slug: str
    name: str
    department: str
    provinces: tuple[Province, ...]
    districts: tuple[District, ...]
    mines: tuple[Mine, ...]
    offices: tuple[Office, ...]
    datasets: tuple[str, ...]
    start_district: str
    start_year: int
    is_part: bool = False

    @property
    def department_name(self) -> str:
        """The name of its department, which is the region's own unless it is a part of it."""
        return DEPARTMENTS.get(self.department, self.name) if self.is_part else self.name

    def never_has(self, dataset: str) -> bool:
        """Whether official files can never bring it: it tells of all, and this is a part."""
        return self.is_part and dataset in WHOLE_DEPARTMENT

    def district(self, ubigeo: str) -> District:
        """The district with this ubigeo.

        Raises:
            KeyError: the region has no such district.
        """
        for district in self.districts:
            if district.ubigeo == ubigeo:
                return district
        raise KeyError(ubigeo)

    def province_name(self, code: str) -> str:
        """The name of a province of this region."""
        return next(province.name for province in self.provinces if province.code == code)

    @property
    def is_large(self) -> bool:
        """Whether its districts are too many for one map on a phone."""
        return len(self.districts) > MOST_TILES

    def map_around(self, province: str) -> tuple[tuple[District, tuple[int, int]], ...]:
        """Districts with their place (row, column, from 1) on the map that a phone shows.

        All of them where they fit; in a large region, those of one province, three in a row.
        """
        if not self.is_large:
            return tuple((one, one.tile) for one in self.districts)
        inside = sorted((d for d in self.districts if d.province == province), key=lambda d: d.tile)
        return tuple(
            (one, (number // IN_A_ROW + 1, number % IN_A_ROW + 1))
            for number, one in enumerate(inside)
        )

    def full_name(self, district: District) -> str:
        """The district's name, with its province where another one here is called the same."""
        alike = [one for one in self.districts if plain(one.name) == plain(district.name)]
        if len(alike) == 1:
            return district.name
        return f"{district.name} ({self.province_name(district.province)})"

    def search(self, words: str) -> tuple[District, ...]:
        """Districts that ``words`` may mean, with or without accents and capitals.

        The exact name wins (it may be that of several districts); then names, municipalities
        and provinces that contain the words; then names that are a letter or two away.
        """
        wanted = plain(words)
        if not wanted:
            return ()
        exact = [d for d in self.districts if wanted in {plain(d.name), plain(self.full_name(d))}]
        if exact:
            return tuple(exact)
        names = {plain(district.name): district for district in self.districts}
        inside = [district for district in self.districts if wanted in plain(district.name)]
        wider = [d for d in self.districts if wanted in self._called(d)]
        close = [names[name] for name in get_close_matches(wanted, names, cutoff=CLOSE)]
        return tuple(inside or wider or close)

    def _called(self, district: District) -> str:
        """Everything that a district may be looked up by."""
        province = self.province_name(district.province)
        return plain(f"{district.municipality} {district.capital} {province}")


@lru_cache(4096)
def plain(words: str) -> str:
    """Lower case, no accents, single spaces: how people type a name in a hurry."""
    decomposed = unicodedata.normalize("NFD", words.casefold())
    letters = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return " ".join(letters.split())
