"""Open every lesson as the server does, without a browser, and print what went wrong in each.

``CUENTAS_HOME`` and ``CUENTAS_REGION`` say on which pack. Each lesson has a process of its own,
because a rehearsal takes the whole process for itself.
"""

import json
import sys
from multiprocessing import get_context

from cuentas.classroom.kernel.rehearsal import rehearse
from cuentas.course import course


def opened(slug):
    """The faults of one lesson, and its figure cells that showed nothing."""
    rehearsal = rehearse(slug)
    silent = [cell for cell, outputs in rehearsal.outputs.items() if outputs is None]
    return slug, [*map(str, rehearsal.faults), *silent]


def main():
    slugs = [lesson.slug for lesson in course().lessons]
    with get_context("fork").Pool(1, maxtasksperchild=1) as children:
        json.dump(dict(children.map(opened, slugs, chunksize=1)), sys.stdout)


if __name__ == "__main__":
    main()
