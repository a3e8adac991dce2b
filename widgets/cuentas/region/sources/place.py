"""The place a pack is about: a department, one of its provinces, or some of its districts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from cuentas.i18n import text as _
from cuentas.region.sources.errors import SourceError
from cuentas.region.sources.words import folded

DEPARTMENTS: Mapping[str, str] = dict(
    zip(
        (f"{number:02}" for number in range(1, 26)),
        (
            "Amazonas",
            "Áncash",
            "Apurímac",
            "Arequipa",
            "Ayacucho",
            "Cajamarca",
            "Callao",
            "Cusco",
            "Huancavelica",
            "Huánuco",
            "Ica",
            "Junín",
            "La Libertad",
            "Lambayeque",
            "Lima",
            "Loreto",
            "Madre de Dios",
            "Moquegua",
            "Pasco",
            "Piura",
            "Puno",
            "San Martín",
            "Tacna",
            "Tumbes",
            "Ucayali",
        ),
        strict=True,
    )
)
"""Codes of INEI and MEF, in their order. RENIEC uses others: 17 is Moquegua there."""
_OTHER_NAMES = {"PROVINCIA_CONSTITUCIONAL_DEL_CALLAO": "07", "CUZCO": "08"}
_BY_NAME = {folded(name): code for code, name in DEPARTMENTS.items()} | _OTHER_NAMES


def department_code(words: str) -> str | None:
    """The INEI and MEF code of a department written as a code or as a name; None if unknown."""
    plain = folded(words)
    if plain.isdigit():
        plain = plain.zfill(2)
    return plain if plain in DEPARTMENTS else _BY_NAME.get(plain)


@dataclass(frozen=True)
class Place:
    """A department and, where they were asked for, one province or some districts of it.

    ``province`` and ``districts`` are as the person wrote them; the districts found in the files
    say which codes they are.
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
        return cls(found, province, tuple(districts))

    @property
    def name(self) -> str:
        """The department's name."""
        return DEPARTMENTS[self.department]

    def absent(self, path: Path) -> SourceError:
        """The error of a file without a row of this department."""
        sentence = _("no tiene ninguna fila de {name} ({code}). ¿Es el archivo que querías?")
        return SourceError(path, sentence.format(name=self.name, code=self.department))

    def chosen(self, path: Path, found: Iterable[tuple[str, str, str]]) -> frozenset[str]:
        """The ubigeos of this place among those that a file has.

        ``found`` holds (ubigeo, name of the district, name of the province).

        Raises:
            SourceError: the department, the province or a district is not in the file.
        """
        here = [row for row in found if row[0].startswith(self.department)]
        if not here:
            raise self.absent(path)
        if self.province is not None:
            here = self._of_province(path, here, self.province)
        if self.districts:
            return frozenset().union(*(self._district(path, here, one) for one in self.districts))
        return frozenset(row[0] for row in here)

    def _of_province(
        self, path: Path, rows: list[tuple[str, str, str]], province: str
    ) -> list[tuple[str, str, str]]:
        wanted = folded(province)
        kept = [row for row in rows if wanted in {row[0][:4], folded(row[2])}]
        if kept:
            return kept
        known = ", ".join(sorted({f"{row[0][:4]} {row[2]}".strip() for row in rows}))
        sentence = _("no tiene la provincia «{words}». Tiene: {known}.")
        raise SourceError(path, sentence.format(words=province, known=known))

    @staticmethod
    def _district(path: Path, rows: list[tuple[str, str, str]], words: str) -> frozenset[str]:
        wanted = folded(words)
        kept = frozenset(row[0] for row in rows if wanted in {row[0], folded(row[1])})
        if len(kept) == 1:
            return kept
        known = ", ".join(sorted({f"{row[0]} {row[1]}".strip() for row in rows}))
        sentence = _("el distrito «{words}» debe ser uno solo. Escribe su código. Hay: {known}.")
        raise SourceError(path, sentence.format(words=words, known=known))
