"""Cuentas Claras: lessons that teach to read, question and follow public budgets."""
