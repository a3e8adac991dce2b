"""Whether the course may be taught now: is the pack of a region in order."""

from __future__ import annotations

from cuentas.course import course
from cuentas.data import stamp
from cuentas.data.tables import DatasetError
from cuentas.home import current_region


def faults(region: str | None = None) -> tuple[str, ...]:
    """All that is wrong with a region's pack, if any lesson of the course needs one.

    Args:
        region: its slug; by default that of the region in use.
    """
    if not any(lesson.datasets for lesson in course().lessons):
        return ()
    try:
        return stamp.faults_of(region or current_region())
    except DatasetError as error:
        return (str(error),)
