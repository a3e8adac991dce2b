"""Whether the course may be taught now: which region is in use, and is its pack in order."""

from __future__ import annotations

import os

from cuentas.data.check import check_pack
from cuentas.data.region import region_folder
from cuentas.data.tables import DatasetError
from cuentas.lesson.catalogue import course

REGION_VARIABLE = "CUENTAS_REGION"
DEFAULT_REGION = "moquegua"


def current_region() -> str:
    """The region named by ``CUENTAS_REGION``, or the one the course comes with."""
    return os.environ.get(REGION_VARIABLE) or DEFAULT_REGION


def faults() -> tuple[str, ...]:
    """All that is wrong with the region's pack, if any lesson of the course needs one."""
    if not any(lesson.datasets for lesson in course().lessons):
        return ()
    try:
        return check_pack(region_folder(current_region())).faults
    except DatasetError as error:
        return (str(error),)
