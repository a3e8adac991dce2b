"""What the project says of itself: nothing of any one machine, nothing fetched from afar."""

import re
import subprocess

import pytest

from support import PACKAGE, ROOT

WORDS = {".py", ".md", ".toml", ".csv", ".json", ".ipynb", ".j2", ".css", ".js", ".yml", ".svg"}
MACHINE = re.compile(r"(?<![\w.:/~-])/(?:home|Users|root|tmp|work)/(?!ana\b)[A-Za-z0-9_.-]+")
"""A folder of one machine; Ana is the invented person of our examples."""
INDEX = re.compile(r"pypi[.]org|pythonhosted[.]org|conda[.]anaconda")
DELIVERY = re.compile(r"cdn\.|unpkg|jsdelivr|googleapis|gstatic|cloudflare", re.IGNORECASE)
LINKED = re.compile(r"""(?:src|href)=["'](?:https?:)?//""")
UNFINISHED = re.compile(r"# ?TODO|TODO[:(]|FIXME|XXX|[Ll]orem ipsum")
"""Spanish «todo» and «- TODOS -» are ordinary words."""


SEEKERS = {"cells.py", "test_notebook_faults.py"}
"""Files that name unfinished words because they look for them."""


def committed():
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    names = [name for name in listed.stdout.split("\0") if name]
    if listed.returncode:
        names = [str(path.relative_to(ROOT)) for path in ROOT.rglob("*") if path.is_file()]
    own = [ROOT / name for name in names if not name.startswith((".venv/", "tests/house/"))]
    return [path for path in own if path.is_file() and is_words(path)]


def is_words(path):
    return path.suffix in WORDS or path.name in {"Makefile", "run", "LICENSE"}


def found(pattern, paths):
    return {
        f"{path.relative_to(ROOT)}: {hit.group()}"
        for path in paths
        for hit in pattern.finditer(path.read_text(encoding="utf-8"))
    }


def test_there_are_texts_to_look_at():
    assert len(committed()) > 50


@pytest.mark.parametrize("pattern", [MACHINE, INDEX], ids=["path", "index"])
def test_no_text_names_a_machine_or_a_package_index(pattern):
    assert found(pattern, committed()) == set()


def test_nothing_is_left_to_do():
    assert found(UNFINISHED, [path for path in committed() if path.name not in SEEKERS]) == set()


def test_pages_and_drawings_fetch_nothing_from_another_host():
    served = [path for path in PACKAGE.rglob("*") if path.suffix in {".j2", ".css", ".js", ".svg"}]
    assert served
    assert found(DELIVERY, served) == set()
    assert found(LINKED, served) == set()


@pytest.mark.parametrize(
    ("words", "pattern"),
    [
        ("see {}home/luis/x".format("/"), MACHINE),
        ("a TODO{} later".format(":"), UNFINISHED),
        ('src="{}x.y"'.format("//"), LINKED),
    ],
)
def test_these_rules_would_notice_a_fault(words, pattern):
    assert pattern.search(words)
    assert not pattern.search("todo: https://www.gob.pe/home/ayuda")
