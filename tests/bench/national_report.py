"""What the national bench found: a table of ratios with their goals, and how it grows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.national_run import KIT, LATIN, OTHER, PANDAS, SCAN, ZIPPED

Told = dict[str, Any]
FASTER_THAN_PANDAS, OVER_SCAN, MOST_MB, SHEET_SECONDS = 8.0, 1.5, 1000.0, 10.0
GROWTH = 1.15
"""How much more than its size a larger file may cost and still be called linear: noise."""
INK, TEAL, COPPER, BLUE = "#1F2933", "#0B6E69", "#A8481A", "#2B63A8"
SHOWN = {KIT: (TEAL, "o", "-"), SCAN: (BLUE, "s", "--"), PANDAS: (COPPER, "^", ":")}


def verdicts(told: Told) -> dict[str, bool]:
    """Each promise of the national bench, kept or not; those that were not measured are absent."""
    found = {}
    largest = told["sizes"][-1] if told["sizes"] else {}
    if PANDAS in largest:
        times = largest[PANDAS]["seconds"] / largest[KIT]["seconds"]
        found[f"{times:.1f} veces más rápido que pandas (≥ 8)"] = times >= FASTER_THAN_PANDAS
    if SCAN in largest:
        over = largest[KIT]["seconds"] / largest[SCAN]["seconds"]
        found[f"{over:.2f} veces la lectura sola del motor (≤ 1.5)"] = over <= OVER_SCAN
        peak = largest[KIT]["peak_mb"]
        found[f"{peak:.0f} MB de memoria (≤ 1000)"] = peak <= MOST_MB
    if len(told["sizes"]) > 1:
        found["tiempo y memoria crecen lineal o menos"] = all(grows(told))
    if "sheet" in told:
        seconds = told["sheet"][KIT]["seconds"]
        found[f"hoja de Consulta Amigable en {seconds:.1f} s (≤ 10)"] = seconds <= SHEET_SECONDS
    return found


def grows(told: Told) -> Iterator[bool]:
    """Whether each file costs no more, for its size, than the one before it."""
    for before, after in zip(told["sizes"], told["sizes"][1:], strict=False):
        larger = after["bytes"] / before["bytes"]
        for what in ("seconds", "peak_mb"):
            yield after[KIT][what] <= before[KIT][what] * larger * GROWTH


def table(told: Told) -> str:
    """Every measure, in Markdown."""
    head = ("Filas", "MB", "Kit", "Lectura sola", "pandas", "Polars, lectura sola", "Kit/lectura",
            "pandas/kit", "CPU kit", "CPU pandas", "MB kit", "MB pandas")  # fmt: skip
    lines = [head, ["---"] * len(head), *map(_line, told["sizes"])]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n" + _others(told)


def _line(one: Told) -> list[str]:
    def seconds(name: str) -> str:
        return f"{one[name]['seconds']:.2f} s" if name in one else "–"

    def ratio(above: str, below: str) -> str:
        known = above in one and below in one
        return f"{one[above]['seconds'] / one[below]['seconds']:.2f}" if known else "–"

    def cpu(name: str) -> str:
        return f"{one[name]['cpu']:.1f} s" if name in one else "–"

    def memory(name: str) -> str:
        return f"{one[name]['peak_mb']:.0f}" if name in one else "–"

    return [
        f"{one['rows']:,}",
        f"{one['bytes'] / 1e6:.0f}",
        *map(seconds, (KIT, SCAN, PANDAS, OTHER)),
        ratio(KIT, SCAN),
        ratio(PANDAS, KIT),
        *map(cpu, (KIT, PANDAS)),
        *map(memory, (KIT, PANDAS)),
    ]


def _others(told: Told) -> str:
    lines = []
    for one in told["sizes"]:
        for name, words in ((ZIPPED, "en ZIP"), (LATIN, "en latin-1")):
            if name in one:
                seconds, usual = one[name]["seconds"], one[KIT]["seconds"]
                lines.append(
                    f"{one['rows']:,} filas {words}: {seconds:.2f} s, {seconds / usual:.1f} veces"
                    " lo que tarda el mismo archivo en UTF-8."
                )
    if "sheet" in told:
        sheet = told["sheet"]
        lines.append(
            f"Consulta Amigable, hoja de {sheet['rows']:,} filas: {sheet[KIT]['seconds']:.1f} s,"
            f" {sheet[KIT]['peak_mb']:.0f} MB."
        )
    return "\n".join(["", *lines, ""])


def draw(told: Told, path: Path) -> None:
    """Time and memory by size of file; the same numbers give the same bytes."""
    import matplotlib as mpl  # noqa: PLC0415 - slow to load, and only drawing needs it
    from matplotlib.figure import Figure  # noqa: PLC0415

    mpl.rcParams |= {"svg.hashsalt": "cuentas", "svg.fonttype": "none"}
    figure = Figure(figsize=(9, 4), layout="constrained")
    parts = (("seconds", "Segundos"), ("peak_mb", "Memoria máxima, MB"))
    for axes, (what, label) in zip(figure.subplots(1, 2), parts, strict=True):
        for name, (colour, mark, line) in SHOWN.items():
            at = [one for one in told["sizes"] if name in one]
            x = [one["rows"] / 1e6 for one in at]
            y = [one[name][what] for one in at]
            axes.plot(x, y, color=colour, marker=mark, linestyle=line, label=name)
        axes.set(xlabel="Millones de filas", ylabel=label, ylim=(0, None), xlim=(0, None))
        axes.legend(frameon=False, labelcolor=INK)
    figure.savefig(path, metadata={"Date": None})
