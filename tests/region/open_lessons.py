"""Open every lesson as the server does, without a browser, and print what went wrong in each.

``CUENTAS_HOME`` and ``CUENTAS_REGION`` say on which pack.
"""

import json
import os
import sys

from cuentas.classroom import controls
from cuentas.classroom.sessions import Session, SessionError
from cuentas.course import course
from cuentas.home import current_region


def opened(lesson):
    """The faults of one lesson, and its figure cells that showed nothing."""
    try:
        session = Session(lesson, current_region())
    except SessionError as error:
        return [str(error)]
    silent = [cell for cell, outputs in session.outputs.items() if outputs is None]
    return [*session.faults, *silent]


def main():
    os.environ["SERVER_SOFTWARE"] = "voila"
    controls.install()
    json.dump({lesson.slug: opened(lesson) for lesson in course().lessons}, sys.stdout)


if __name__ == "__main__":
    main()
