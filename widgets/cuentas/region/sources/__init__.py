"""Official files of the State, recognised by content and read row by row within bounds."""

from cuentas.model.place import DEPARTMENTS
from cuentas.region.sources.content import Look, Progress
from cuentas.region.sources.engine import Session, engine
from cuentas.region.sources.errors import SourceError, Surprise
from cuentas.region.sources.files import SourceFile, recognise
from cuentas.region.sources.kinds import Kind
from cuentas.region.sources.place import Place
from cuentas.region.sources.readers import (
    begin_spending,
    budget_rows,
    investment_rows,
    part_rows,
    population_rows,
    progress_rows,
    spending_rows,
    totals_rows,
)
from cuentas.region.sources.records import (
    BudgetRow,
    InvestmentRow,
    PartRow,
    PopulationRow,
    ProgressRow,
    Reading,
    SpendingRow,
    TotalRow,
)

__all__ = [
    "DEPARTMENTS",
    "BudgetRow",
    "InvestmentRow",
    "Kind",
    "Look",
    "PartRow",
    "Place",
    "PopulationRow",
    "Progress",
    "ProgressRow",
    "Reading",
    "Session",
    "SourceError",
    "SourceFile",
    "SpendingRow",
    "Surprise",
    "TotalRow",
    "begin_spending",
    "budget_rows",
    "engine",
    "investment_rows",
    "part_rows",
    "population_rows",
    "progress_rows",
    "recognise",
    "spending_rows",
    "totals_rows",
]
