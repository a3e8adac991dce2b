"""A pack that was checked is not checked again, until something that counts changes."""

import pytest

from cuentas.data.region import region_folder
from cuentas.data.stamp import STAMP, checked, holds
from cuentas.home import region_slugs
from support import copy_pack


@pytest.mark.parametrize("slug", region_slugs())
def test_the_stamp_of_each_region_of_the_course_holds(slug):
    assert holds(region_folder(slug)), f"cuentas region check {slug}"


def test_a_stamp_holds_until_a_file_changes_and_not_for_the_ends_of_lines(tmp_path):
    folder = copy_pack(tmp_path)
    (folder / STAMP).unlink(missing_ok=True)
    assert not holds(folder)
    assert checked(folder).passed
    assert holds(folder)
    table = folder / "budget" / "data.csv"
    lines = table.read_bytes()
    table.write_bytes(lines.replace(b"\n", b"\r\n"))
    assert holds(folder)
    table.write_bytes(lines + b"1")
    assert not holds(folder)


def test_a_pack_with_a_fault_gets_no_stamp(tmp_path):
    folder = copy_pack(tmp_path)
    (folder / STAMP).unlink(missing_ok=True)
    table = folder / "budget" / "data.csv"
    table.write_text(table.read_text("utf-8") + "x\n", "utf-8")
    assert not checked(folder).passed
    assert not (folder / STAMP).exists()
