"""The obvious script: what a person who knows pandas writes to get a department's tables.

python tests/bench/national_pandas.py 2025-Gasto-Devengado-Mensual.csv 18 out
"""

import sys
from pathlib import Path

import pandas as pd

file, department, out = sys.argv[1:]
Path(out).mkdir(parents=True, exist_ok=True)

table = pd.read_csv(file, dtype=str)
here = table[table["DEPARTAMENTO_EJECUTORA"] == department].copy()
amounts = [name for name in here.columns if name.startswith("MONTO_")]
here[amounts] = here[amounts].apply(pd.to_numeric)

place = ["PROVINCIA_EJECUTORA", "DISTRITO_EJECUTORA", "SEC_EJEC", "EJECUTORA_NOMBRE"]
local = here[here["NIVEL_GOBIERNO"] == "M"]
local.groupby(["ANO_EJE", *place])[amounts].sum().to_csv(f"{out}/budget.csv")
here.groupby(["ANO_EJE", "GENERICA", "GENERICA_NOMBRE"])[amounts].sum().to_csv(
    f"{out}/generica.csv"
)
here.groupby(["ANO_EJE", "FUNCION", "FUNCION_NOMBRE"])[amounts].sum().to_csv(f"{out}/funcion.csv")
here.groupby(["ANO_EJE", "NIVEL_GOBIERNO"])[amounts].sum().to_csv(f"{out}/totals.csv")
