"""Drawings that any kernel of the class has made, for all of them."""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

MOST_DRAWINGS = 4000


class SharedDrawings(MutableMapping[str, str]):
    """SVG drawings by the digest of what they show, each a file in a folder of this server.

    A drawing that cannot be kept (full folder, full disk) is simply drawn again next time.
    """

    def __init__(self, folder: Path, most: int = MOST_DRAWINGS) -> None:
        """Keep at most about ``most`` drawings in ``folder``, which is made if it is missing."""
        folder.mkdir(mode=0o700, exist_ok=True)
        self.folder, self.most = folder, most

    def __getitem__(self, key: str) -> str:
        """The drawing with this digest."""
        try:
            return (self.folder / key).read_text(encoding="utf-8")
        except OSError:
            raise KeyError(key) from None

    def __setitem__(self, key: str, drawing: str) -> None:
        """Keep a drawing: whoever reads it finds all of it or nothing."""
        if len(self) >= self.most:
            return
        with (
            suppress(OSError),
            NamedTemporaryFile(
                "w", encoding="utf-8", dir=self.folder, prefix=".", delete=False
            ) as file,
        ):
            try:
                file.write(drawing)
                file.flush()
                Path(file.name).replace(self.folder / key)
            except OSError:
                Path(file.name).unlink(missing_ok=True)

    def __delitem__(self, key: str) -> None:
        """Forget a drawing."""
        try:
            (self.folder / key).unlink()
        except OSError:
            raise KeyError(key) from None

    def __iter__(self) -> Iterator[str]:
        """Digests of all drawings kept."""
        return (path.name for path in self.folder.iterdir() if not path.name.startswith("."))

    def __len__(self) -> int:
        """How many drawings are kept."""
        return sum(1 for _name in self)
