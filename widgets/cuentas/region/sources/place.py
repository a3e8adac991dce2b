"""The place a pack is about: a department, one of its provinces, or some of its districts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import NamedTuple

from cuentas.i18n import text as _
from cuentas.model.place import DEPARTMENTS
from cuentas.region.sources.errors import SourceError
from cuentas.region.sources.words import folded

_OTHER_NAMES = {"PROVINCIA_CONSTITUCIONAL_DEL_CALLAO": "07", "CUZCO": "08"}
_BY_NAME = {folded(name): code for code, name in DEPARTMENTS.items()} | _OTHER_NAMES


def department_code(words: str) -> str | None:
    """The INEI and MEF code of a department written as a code or as a name; None if unknown."""
    plain = folded(words)
    if plain.isdigit():
        plain = plain.zfill(2)
    return plain if plain in DEPARTMENTS else _BY_NAME.get(plain)


PROVINCE_DIGITS, DISTRICT_DIGITS = 4, 6


class Known(NamedTuple):
    """A district as a file writes it: its ubigeo, its name and that of its province."""

    ubigeo: str
    district: str
    province: str


@dataclass(frozen=True)
class Place:
    """A department and, where they were asked for, one province or some districts of it.

    ``province`` and ``districts`` are codes, or names as the person wrote them until a file says
    which codes they are: files do not agree on how to spell a name.
    """

    department: str
    province: str | None = None
    districts: tuple[str, ...] = ()

    @classmethod
    def of(
        cls, department: str, province: str | None = None, districts: Sequence[str] = ()
    ) -> Place:
        """A place from what a person wrote: ``"18"``, ``"Moquegua"`` or ``"apurimac"``.

        Raises:
            ValueError: no department has that code or name; the message lists them.
        """
        found = department_code(department)
        if found is None:
            known = ", ".join(f"{code} {name}" for code, name in DEPARTMENTS.items())
            sentence = _("No conozco el departamento «{words}». Escribe uno de estos: {known}.")
            raise ValueError(sentence.format(words=department, known=known))
        whole = tuple(_with_zeros(one, DISTRICT_DIGITS) for one in districts)
        return cls(found, province and _with_zeros(province, PROVINCE_DIGITS), whole)

    @property
    def name(self) -> str:
        """The department's name."""
        return DEPARTMENTS[self.department]

    def absent(self, path: Path) -> SourceError:
        """The error of a file without a row of this department."""
        sentence = _("no tiene ninguna fila de {name} ({code}). ¿Es el archivo que querías?")
        return SourceError(path, sentence.format(name=self.name, code=self.department))

    @property
    def whole(self) -> str:
        """The digits with which the codes of all of it begin; of some districts, those of one."""
        return self.districts[0] if len(self.districts) == 1 else self.province or self.department

    @property
    def is_part(self) -> bool:
        """Whether it is less than the whole department."""
        return bool(self.province or self.districts)

    @property
    def has_names(self) -> bool:
        """Whether no file has said yet the code of something that was asked for by name."""
        return not all(_is_code(words) for words in (self.province or "0", *self.districts))

    def holds(self, ubigeo: str) -> bool:
        """Whether a district is of this place, whose codes are known."""
        inside = ubigeo.startswith(self.province or self.department)
        return inside and (not self.districts or ubigeo in self.districts)

    def coded(self, path: Path, found: Iterable[Known]) -> Place:
        """The same place with the code of each name that a file knows.

        Raises:
            SourceError: two districts have the name; the message lists them.
        """
        here = [one for one in found if one.ubigeo.startswith(self.department)]
        province = self.province and _code_of(self.province, _provinces(here))
        inside = _districts(one for one in here if one.ubigeo.startswith(province or ""))
        for words in self.districts:
            if len(_codes(words, inside)) > 1:
                sentence = _(
                    "tiene varios distritos «{words}». Escribe el código del tuyo. Hay: {known}."
                )
                raise _lacking(path, sentence, words, inside)
        districts = tuple(_code_of(one, inside) for one in self.districts)
        return Place(self.department, province, districts)

    def chosen(self, path: Path, found: Iterable[Known], *, whole: bool = True) -> frozenset[str]:
        """The ubigeos of this place among those that a file has.

        ``whole`` is whether the file must have all of the place: one of investments need not.

        Raises:
            SourceError: the department, the province or a district is not in the file.
        """
        here = [one for one in found if one.ubigeo.startswith(self.department)]
        if not here:
            raise self.absent(path)
        place = self.coded(path, here)
        kept = frozenset(one.ubigeo for one in here if place.holds(one.ubigeo))
        if whole or place.has_names:
            place.refuse_lacking(path, here)
        return kept

    def refuse_lacking(self, path: Path, here: Sequence[Known]) -> None:
        """Nothing, if the province and every district are among those that a file has.

        Raises:
            SourceError: one of them is not; the message lists what there is.
        """
        provinces = _provinces(here)
        if self.province and self.province not in dict(provinces):
            sentence = _(
                "no tiene la provincia «{words}». Escribe su nombre o su código, por ejemplo "
                "{code}. Tiene: {known}."
            )
            raise _lacking(path, sentence, self.province, provinces)
        inside = _districts(one for one in here if one.ubigeo.startswith(self.province or ""))
        for words in self.districts:
            if words not in dict(inside):
                sentence = _(
                    "no tiene el distrito «{words}». Escribe su nombre o su código, por ejemplo "
                    "{code}. Tiene: {known}."
                )
                raise _lacking(path, sentence, words, inside)


Names = Sequence[tuple[str, str]]
"""Each code with a name of it; a code may have several, as files spell it."""


def _provinces(found: Iterable[Known]) -> Names:
    return sorted({(one.ubigeo[:PROVINCE_DIGITS], one.province) for one in found})


def _districts(found: Iterable[Known]) -> Names:
    return sorted({(one.ubigeo, one.district) for one in found})


def _is_code(words: str) -> bool:
    return words.strip().isdigit()


def _with_zeros(words: str, digits: int) -> str:
    return words.strip().zfill(digits) if _is_code(words) else words


def _code_of(words: str, names: Names) -> str:
    """The only code with that name; else the words as they are."""
    codes = _codes(words, names)
    return codes.pop() if len(codes) == 1 else words


def _codes(words: str, names: Names) -> set[str]:
    return {code for code, name in names if folded(name) == folded(words)}


def _lacking(path: Path, sentence: str, words: str, names: Names) -> SourceError:
    """The error of a file without a place; its example is the place most like what was asked."""
    same = _codes(words, names)
    known = ", ".join(f"{code} {name}".strip() for code, name in names if code in same or not same)
    by_name = {folded(name): code for code, name in reversed(names)}
    alike = get_close_matches(folded(words), by_name, n=1, cutoff=0)[0]
    return SourceError(path, sentence.format(words=words, code=by_name[alike], known=known))
