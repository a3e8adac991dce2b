"""Open lessons on one region, as the server does, and print all that a learner would meet.

The arguments are a folder for drawings and the lessons to open.
``CUENTAS_HOME`` and ``CUENTAS_REGION`` say where. Drawings are kept, because most packs of a
test draw the same figures. It runs in a process of its own, with a
child for each lesson, because a rehearsal takes the whole process for itself.
"""

from __future__ import annotations

import json
import os
import sys
from multiprocessing import get_context
from pathlib import Path

from ipywidgets import Widget
from ipywidgets.widgets.widget import _instances

from cuentas.classroom.kernel.drawings import SharedDrawings
from cuentas.classroom.kernel.rehearsal import rehearse
from cuentas.course import course
from cuentas.view.absence import Absence
from cuentas.view.draw import canvas

WIDGET = "application/vnd.jupyter.widget-view+json"
TEXTS = ("value", "description", "placeholder", "tooltip")


def places(here):
    """Other choices than where the region opens: its ends, in the years at both ends."""
    districts = here.pack.region.districts
    years = sorted({line.year for line in here.pack.budget if line.pim})
    ends = zip((districts[0], districts[-1]), (years[0], years[-1]), strict=True)
    return [f"distrito={district.ubigeo}&anio={year}" for district, year in ends]


def shown():
    """Every text of every control on the page, with the name of its kind."""
    states = Widget.get_manager_state(drop_defaults=True)["state"].values()
    for one in states:
        texts = [one["state"].get(name) for name in TEXTS]
        texts += one["state"].get("_options_labels", ())
        yield from ([one["model_name"], text] for text in texts if isinstance(text, str) and text)


def figures(rehearsal, lesson):
    """For each moment: what its figure lacks, and whether a kind box took its place."""
    for moment in lesson.moments:
        for bundle in rehearsal.outputs[f"{moment.id}-figura"] or ():
            figure = _instances[bundle[WIDGET]["model_id"]]
            boxed = isinstance(getattr(figure, "shown", None), Absence)
            yield moment.id, rehearsal.heres[0].lacks(moment.id), boxed


def opened(slug):
    """What one lesson shows, first as it opens and then at each of the places."""
    lesson, rehearsal = course().lesson(slug), rehearse(slug)
    silent = [cell for cell, outputs in rehearsal.outputs.items() if outputs is None]
    found = {"faults": rehearsal.faults, "silent": silent}
    found["figures"] = list(figures(rehearsal, lesson))
    texts = list(shown())
    for query in places(rehearsal.heres[0]):
        rehearsal.follow(query)
        texts += shown()
    found["texts"] = sorted({tuple(one) for one in texts})
    return slug, found


def main():
    _program, drawings, *slugs = sys.argv
    canvas.shared_drawings = SharedDrawings(Path(drawings), most=100_000)
    with get_context("fork").Pool(os.cpu_count(), maxtasksperchild=1) as children:
        json.dump(dict(children.map(opened, slugs, chunksize=1)), sys.stdout)


if __name__ == "__main__":
    main()
