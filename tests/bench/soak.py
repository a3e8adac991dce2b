"""Hours of a class that comes and goes: does anything grow, fail, or stay behind?

Flat memory is decided so: the server process's private memory is sampled every ten seconds,
the first fifth of the samples is warm-up, and a straight line through the rest may not rise
more than ``MOST_GROWTH_MB`` in an hour.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import linear_regression
from typing import Any

from bench import proc
from bench.compare import percentiles, seconds_of
from bench.servers import OURS, ROOT, Server, running
from bench.steering import CrowdError, Steering, crowd

EVERY = 10.0
WARM_UP = 0.2
MOST_GROWTH_MB = 10.0
FEWEST_SAMPLES = 6
IDLE_SECONDS = 60
CULL_PATIENCE = 4 * IDLE_SECONDS
WINDOW = 60.0

Soak = dict[str, Any]
Say = Callable[[str], None]


def soak(minutes: float, count: int, say: Say) -> Soak:
    """Run it; what was measured, with its verdicts. Ctrl-C ends it early and loses nothing."""
    told: Soak = {"machine": proc.this_machine(), "minutes": minutes, "learners": count}
    with running(OURS, idle_seconds=IDLE_SECONDS) as server:
        told["samples"] = samples = []
        paths = [f"/lecciones/{slug}" for slug in _lessons()]
        _visit_all(server, paths)
        rest = proc.tree(server.mark)
        with crowd("soak", address=server.address, paths=paths, count=count) as steering:
            _watch(server, steering, minutes, samples, say)
            told["crowd"] = _end(steering)
        told["left_behind"] = _left_behind(server, len(rest.costs), say)
        told["events"] = _counts(steering)
        told["rest_private_mb"] = rest.private / proc.MEGA
    return told | {"verdicts": verdicts(told)}


def verdicts(told: Soak) -> dict[str, bool]:
    """Each promise of the soak, kept or not."""
    slope = growth(told["samples"])
    return {
        "no trouble": not told["crowd"]["troubles"],
        "server memory flat": slope is not None and slope <= MOST_GROWTH_MB,
        "no process left behind": told["left_behind"] == 0,
    }


def growth(samples: list[Soak]) -> float | None:
    """MB an hour by which the server process grows after the warm-up; ``None``: too short."""
    steady = samples[int(len(samples) * WARM_UP) :]
    if len(steady) < FEWEST_SAMPLES:
        return None
    line = linear_regression(
        [one["second"] for one in steady], [one["server_private_mb"] for one in steady]
    )
    return float(line.slope * 3600)


def write(told: Soak, out: Path) -> None:
    """The numbers as JSON and, beside it, the drawing."""
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", "utf-8")
    if told["samples"]:
        _draw(told["samples"], out.with_suffix(".svg"))


def _watch(
    server: Server, steering: Steering, minutes: float, samples: list[Soak], say: Say
) -> None:
    begin = time.monotonic()
    try:
        while (second := time.monotonic() - begin) < minutes * 60:
            samples.append(_sample(server, steering, second))
            if len(samples) % 6 == 1:
                say(_in_words(samples[-1]))
            time.sleep(EVERY)
    except KeyboardInterrupt:
        say("Interrumpido: escribo lo que hay.")


def _sample(server: Server, steering: Steering, second: float) -> Soak:
    now = proc.tree(server.mark)
    own = now.costs.get(server.pid)
    recent = steering.told("change", since=time.monotonic() - WINDOW)
    return {
        "second": round(second, 1),
        "private_mb": now.private / proc.MEGA,
        "proportional_mb": now.proportional / proc.MEGA,
        "server_private_mb": own.private / proc.MEGA if own else 0.0,
        "server_files": own.files if own else 0,
        "files": now.files,
        "processes": len(now.costs),
        "troubles": len(steering.told("trouble")),
        "changes": percentiles(seconds_of(recent)),
    }


def _end(steering: Steering) -> Soak:
    try:
        steering.say("stop")
        return steering.until("end", patience=60)
    except (CrowdError, BrokenPipeError) as error:
        return {"troubles": {"crowd": str(error)}, "cpu": None}


def _left_behind(server: Server, rest: int, say: Say) -> int:
    """How many more processes there are than before the class, once idle ones have ended."""
    say("Todos se fueron. Espero a que terminen los núcleos sin página.")
    begin = time.monotonic()
    while (left := len(proc.marked(server.mark)) - rest) > 0:
        if time.monotonic() - begin > CULL_PATIENCE:
            break
        time.sleep(1)
    return max(0, left)


def _visit_all(server: Server, paths: list[str]) -> None:
    """Every lesson has been opened once: what the server keeps of them is there."""
    for path in paths:
        with crowd("class", address=server.address, path=path, count=1) as steering:
            steering.until("all")
            steering.say("stop")
            steering.until("end")
    time.sleep(EVERY / 2)


def _lessons() -> Iterator[str]:
    """Slugs of the course's lessons."""
    for folder in sorted((ROOT / "lessons").iterdir()):
        if (folder / "lesson.ipynb").is_file() and not folder.name.startswith("_"):
            yield folder.name


def _counts(steering: Steering) -> Soak:
    kinds = ("ready", "change", "reload", "back")
    times = {kind: percentiles(seconds_of(steering.told(kind))) for kind in kinds}
    waited = max((one["waited"] for one in steering.told("ready")), default=0.0)
    return times | {"waited_most": waited, "troubles": steering.told("trouble")}


def _in_words(sample: Soak) -> str:
    p95 = sample["changes"]["p95"]
    return (
        f"{sample['second'] / 60:5.1f} min · servidor {sample['server_private_mb']:.1f} MB · "
        f"todo {sample['proportional_mb']:.0f} MB · procesos {sample['processes']} · "
        f"archivos {sample['files']} · problemas {sample['troubles']} · "
        f"p95 {'–' if p95 is None else f'{p95:.3f} s'}"
    )


def _draw(samples: list[Soak], out: Path) -> None:
    import matplotlib as mpl  # noqa: PLC0415 - only this command draws

    mpl.use("svg")
    from matplotlib import pyplot as plt  # noqa: PLC0415

    minutes = [one["second"] / 60 for one in samples]
    curves = {
        "Servidor, memoria privada (MB)": [one["server_private_mb"] for one in samples],
        "Todo, memoria (MB)": [one["proportional_mb"] for one in samples],
        "Procesos": [one["processes"] for one in samples],
        "Archivos abiertos": [one["files"] for one in samples],
        "Cambio, p95 (s)": [one["changes"]["p95"] for one in samples],
    }
    _figure, places = plt.subplots(len(curves), sharex=True, figsize=(8, 10), layout="tight")
    for place, (title, values) in zip(places, curves.items(), strict=True):
        place.plot(minutes, [float("nan") if one is None else one for one in values])
        place.set_title(title, loc="left", fontsize=9)
        place.set_ylim(bottom=0)
    places[-1].set_xlabel("minutos")
    plt.savefig(out)
    plt.close()
