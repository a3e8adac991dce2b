"""The rows that the readers give, as the packs need them: codes as text, amounts exact in soles."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Generic, TypeVar

from cuentas.region.sources.errors import Surprise
from cuentas.region.sources.place import Known
from cuentas.region.sources.words import MUNICIPALITY

Row = TypeVar("Row")
AMOUNTS = ("pia", "pim", "certificado", "compromiso", "compromiso_mensual", "devengado", "girado")
"""The amounts of a budget, in the order of the official files."""


@dataclass(frozen=True)
class Reading(Generic[Row]):
    """What was read: the rows of the place, what to know, and how many rows the files had."""

    rows: tuple[Row, ...]
    surprises: tuple[Surprise, ...]
    read: int
    kept: int


@dataclass(frozen=True)
class BudgetRow:
    """A municipality's year in one file. Amounts in soles, with cents if the file has them.

    None means that the file does not carry it.
    """

    year: int
    ubigeo: str
    sec_ejec: str
    entity: str
    province: str
    department: str
    pia: Decimal | None
    pim: Decimal | None
    certificado: Decimal | None
    compromiso: Decimal | None
    compromiso_mensual: Decimal | None
    devengado: Decimal | None
    girado: Decimal | None
    query_date: date | None
    sha256: str
    through: int = 12
    """The last month of which the file has spending; 12 where it has no months."""

    @property
    def known(self) -> Known:
        """Its district, called as «MUNICIPALIDAD DISTRITAL DE TORATA» does."""
        found = MUNICIPALITY.fullmatch(self.entity)
        return Known(self.ubigeo, found[2] if found else self.entity, self.province)


@dataclass(frozen=True)
class SpendingRow:
    """Money of a year by ``generica`` (on what) or ``funcion`` (for what), in soles."""

    year: int
    classification: str
    code: str
    name: str
    pia: Decimal | None
    pim: Decimal | None
    devengado: Decimal | None
    query_date: date | None
    sha256: str


@dataclass(frozen=True)
class PartRow:
    """A part of a municipality's year, such as one rubro or one función, in soles.

    ``classification`` says what the parts are, in our words where we have one (``funcion``,
    ``rubro``); ``includes`` is ``total``, ``projects`` or ``activities``: all of its spending, or
    half of it. ``printed`` is the sum of all parts that the same file prints, where it does.
    """

    year: int
    ubigeo: str
    sec_ejec: str
    classification: str
    code: str
    name: str
    includes: str
    pia: Decimal | None
    pim: Decimal | None
    devengado: Decimal | None
    girado: Decimal | None
    query_date: date | None
    sha256: str
    printed: tuple[Decimal, ...] = ()
    through: int = 12


@dataclass(frozen=True)
class TotalRow:
    """Money of a year of the place, whole (``department``) or by level of government, in soles."""

    year: int
    entity: str
    name: str
    pia: Decimal | None
    pim: Decimal | None
    devengado: Decimal | None
    girado: Decimal | None
    query_date: date | None
    sha256: str


@dataclass(frozen=True)
class InvestmentRow:
    """An investment, once by CUI. Costs in soles; ``physical_progress`` in percent.

    ``places`` is in how many places of the department the file puts it; the other columns of place
    are those of its first row.
    """

    cui: str
    name: str
    state: str
    viable_cost: Decimal | None
    updated_cost: Decimal | None
    registered_on: date | None
    viable_on: date | None
    ubigeo: str
    department: str
    province: str
    district: str
    entity: str
    executor: str
    sector: str
    level: str
    places: int
    devengado: Decimal | None
    physical_progress: Decimal | None
    query_date: date | None
    sha256: str
    closed_on: date | None = None

    @property
    def known(self) -> Known:
        """Its district, called as the file does."""
        return Known(self.ubigeo, self.district, self.province)


@dataclass(frozen=True)
class PopulationRow:
    """People of a district, as counted (``census``) or calculated (``projection``).

    ``province`` is a code; ``province_name`` is empty where the file does not say it.
    """

    ubigeo: str
    name: str
    province: str
    province_name: str
    source: str
    total: int
    women: int | None
    men: int | None
    query_date: date | None
    sha256: str

    @property
    def known(self) -> Known:
        """Its district, called as the file does."""
        return Known(self.ubigeo, self.name, self.province_name)


@dataclass(frozen=True)
class ProgressRow:
    """What was declared about an investment in a period, in soles, as the file writes it."""

    cui: str
    period: str
    programmed_financial: Decimal | None
    updated_financial: Decimal | None
    programmed_physical: Decimal | None
    updated_physical: Decimal | None
    executed_physical: Decimal | None
    query_date: date | None
    sha256: str
