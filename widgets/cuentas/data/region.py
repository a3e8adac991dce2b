"""A region as its ``region.toml`` describes it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from cuentas.data.tables import DatasetError
from cuentas.data.toml_file import TomlError, toml_of
from cuentas.home import datasets_folder, region_slugs
from cuentas.model.place import District, Mine, Office, Province, Region

__all__ = ["read_region", "region_folder", "region_slugs"]


def region_folder(slug: str) -> Path:
    """The folder of a region pack.

    Raises:
        DatasetError: there is no such region; the message lists those that exist.
    """
    regions = datasets_folder() / "regions"
    folder = regions / slug
    if slug in region_slugs():
        return folder
    known = ", ".join(region_slugs()) or "ninguna"
    raise DatasetError(f"No conozco la región «{slug}». Regiones de este curso: {known}.")


def read_region(folder: Path) -> Region:
    """The region that ``folder/region.toml`` describes.

    Raises:
        DatasetError: the file is missing, is not TOML, or an entry is missing or of another type.
    """
    raw = raw_region(folder)
    try:
        return region_of(raw)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        from cuentas.data.region_shape import shape_of  # noqa: PLC0415 - slow, only for what is wrong

        raise DatasetError(f"{folder}: {shape_of(raw).faults[0]}") from error


def raw_region(folder: Path) -> dict[str, Any]:
    """The content of ``folder/region.toml`` as TOML gives it.

    Raises:
        DatasetError: the file is missing or is not TOML.
    """
    path = folder / "region.toml"
    try:
        return toml_of(path)
    except FileNotFoundError as error:
        raise DatasetError(f"Falta {path}.") from error
    except TomlError as error:
        raise DatasetError(f"{path} {error}") from error


def region_of(raw: dict[str, Any]) -> Region:
    """The region of a ``region.toml`` whose shape is right."""
    return Region(
        slug=raw["slug"],
        name=raw["name"],
        department=raw["department"],
        provinces=tuple(Province(item["code"], item["name"]) for item in raw["provinces"]),
        districts=tuple(_district(item) for item in raw["districts"]),
        mines=tuple(_mine(item) for item in raw.get("mines", [])),
        offices=tuple(Office(item["name"], item["ask"]) for item in raw.get("offices", [])),
        datasets=tuple(raw["datasets"]),
        start_district=raw["start_district"],
        start_year=raw["start_year"],
        is_part=bool(raw.get("scope")),
    )


def _district(item: dict[str, Any]) -> District:
    row, column = item["tile"]
    return District(
        ubigeo=item["ubigeo"],
        name=item["name"],
        municipality=item["municipality"],
        short=item["short"],
        sec_ejec=item["sec_ejec"],
        capital=item["capital"],
        tile=(row, column),
        exists_since=item.get("exists_since"),
        mining=item.get("mining", False),
        tile_name=item.get("tile_name", item["name"]),
        split_since=item.get("split_since"),
        split_name=item.get("split_name", ""),
    )


def _mine(item: dict[str, Any]) -> Mine:
    return Mine(
        name=item["name"],
        company=item["company"],
        districts=tuple(item.get("districts", [])),
        mineral=item["mineral"],
        status=item["status"],
        source=item["source"],
    )
