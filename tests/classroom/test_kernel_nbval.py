"""nbval can run the lessons on a forked kernel too: an ordinary one, with all imports done."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from cuentas.classroom.kernel.forks import can_fork
from cuentas.classroom.kernels import PROVISIONER
from cuentas.course import course

SPEC = {
    "argv": [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"],
    "display_name": "Python que se bifurca",
    "language": "python",
    "metadata": {"kernel_provisioner": {"provisioner_name": PROVISIONER}},
}


@pytest.mark.skipif(not can_fork(), reason="este sistema no puede bifurcar procesos")
def test_the_oracles_of_a_lesson_agree_on_a_forked_kernel(tmp_path):
    spec = tmp_path / "kernels" / "bifurcado" / "kernel.json"
    spec.parent.mkdir(parents=True)
    spec.write_text(json.dumps(SPEC), encoding="utf-8")
    notebook = course().lessons[0].notebook
    options = ["-q", "-p", "no:cacheprovider", "--nbval-lax", "--nbval-kernel-name=bifurcado"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options, str(notebook)],
        capture_output=True,
        check=False,
        env=os.environ | {"JUPYTER_PATH": str(tmp_path), "TMPDIR": "/tmp"},
        encoding="utf-8",
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert " passed" in done.stdout
