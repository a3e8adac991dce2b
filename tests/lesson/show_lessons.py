"""Open lessons on one region, as the server does, and print all that a learner would meet.

The arguments are the lessons to open. ``CUENTAS_HOME`` and ``CUENTAS_REGION`` say where.
"""

from __future__ import annotations

import json
import os
import sys

from cuentas.classroom import controls
from cuentas.classroom.sessions import WIDGET_MIME, Session
from cuentas.course import course
from cuentas.home import current_region
from cuentas.view.absence import Absence

TEXTS = ("value", "description", "placeholder", "tooltip")


def places(here):
    """Other choices than where the region opens: its ends, in the years at both ends."""
    districts = here.pack.region.districts
    years = sorted({line.year for line in here.pack.budget if line.pim})
    ends = zip((districts[0], districts[-1]), (years[0], years[-1]), strict=True)
    return [f"distrito={district.ubigeo}&anio={year}" for district, year in ends]


def shown(session):
    """Every text of every control on the page, with the name of its kind."""
    for one in session.states().values():
        texts = [one["state"].get(name) for name in TEXTS]
        texts += one["state"].get("_options_labels", ())
        yield from ([one["model_name"], text] for text in texts if isinstance(text, str) and text)


def figures(session):
    """For each moment: what its figure lacks, and whether a kind box took its place."""
    for moment in session.lesson.moments:
        for bundle in session.outputs[f"{moment.id}-figura"] or ():
            figure = session._controls.widgets[bundle[WIDGET_MIME]["model_id"]]
            boxed = isinstance(getattr(figure, "shown", None), Absence)
            yield moment.id, session._heres[0].lacks(moment.id), boxed


def opened(slug):
    """What one lesson shows, first as it opens and then at each of the places."""
    session = Session(course().lesson(slug), current_region())
    silent = [cell for cell, outputs in session.outputs.items() if outputs is None]
    found = {"faults": session.faults, "silent": silent}
    found["figures"] = list(figures(session))
    texts = list(shown(session))
    for query in places(session._heres[0]):
        session.follow(query)
        texts += shown(session)
    found["texts"] = sorted({tuple(one) for one in texts})
    return found


def main():
    os.environ["SERVER_SOFTWARE"] = "voila"
    controls.install()
    json.dump({slug: opened(slug) for slug in sys.argv[1:]}, sys.stdout)


if __name__ == "__main__":
    main()
