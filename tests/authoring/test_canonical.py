"""Two notebooks with the same content are the same bytes, whatever editor saved them."""

import json
from copy import deepcopy

import nbformat
from hypothesis import given, settings
from hypothesis import strategies as st
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from cuentas.authoring.notebook import ORACLE_TAGS, canonical, canonical_text, read

words = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs",)) | st.sampled_from("\n \t#$á«"),
    max_size=60,
)
tags = st.lists(st.sampled_from([*ORACLE_TAGS, "hide-input"]), max_size=3, unique=True)
streams = st.builds(
    lambda name, text: new_output("stream", name=name, text=text),
    st.sampled_from(["stdout", "stderr"]),
    words,
)
results = st.builds(lambda text: new_output("display_data", data={"text/plain": text}), words)


@st.composite
def notebooks(draw):
    cells = []
    for number in range(draw(st.integers(0, 4))):
        metadata = {"tags": draw(tags), "collapsed": True}
        common = {"id": f"cell-{number}", "metadata": metadata}
        if draw(st.booleans()):
            cells.append(new_markdown_cell(draw(words), **common))
        else:
            outputs = draw(st.lists(streams | results, max_size=3))
            count = draw(st.none() | st.integers(1, 99))
            code = new_code_cell(draw(words), outputs=outputs, execution_count=count, **common)
            cells.append(code)
    return new_notebook(cells=cells, metadata={"widgets": {"state": {}}, "author": "Ana"})


@settings(max_examples=80, deadline=None)
@given(notebooks())
def test_the_canonical_form_of_a_canonical_form_is_itself(notebook):
    once = canonical_text(notebook)
    assert canonical_text(nbformat.reads(once, as_version=4)) == once


@settings(max_examples=40, deadline=None)
@given(notebooks())
def test_the_canonical_form_is_a_valid_notebook(notebook):
    nbformat.validate(json.loads(canonical_text(notebook)), version=4)


def test_what_a_run_and_an_editor_leave_behind_goes_away():
    code = new_code_cell("here.quiz()  \n\n", id="quiz", execution_count=7)
    code.outputs = [new_output("execute_result", data={"text/plain": "VBox"}, execution_count=7)]
    code.metadata = {"tags": [], "execution": {"iopub.status.busy": "now"}, "scrolled": True}
    conda = {"name": "conda-env", "display_name": "conda", "language": "python"}
    saved = new_notebook(cells=[code], metadata={"widgets": {}, "kernelspec": conda})
    saved.metadata.language_info = {"name": "python", "version": "3.13.1"}
    kept = canonical(saved)
    assert kept.cells[0] == {
        "cell_type": "code",
        "id": "quiz",
        "metadata": {},
        "source": "here.quiz()",
        "outputs": [],
        "execution_count": None,
    }
    assert set(kept.metadata) == {"kernelspec", "language_info"}
    assert kept.metadata.kernelspec.name == "python3"
    assert kept.metadata.language_info == {"name": "python"}


def test_an_oracle_keeps_what_it_prints_and_nothing_else():
    oracle = new_code_cell("print(1)", id="m1-oraculo", execution_count=12)
    oracle.metadata.tags = ["oracle", "nbval-check-output"]
    oracle.outputs = [
        new_output("stream", name="stdout", text="uno\n"),
        new_output("stream", name="stderr", text="aviso\n"),
        new_output("display_data", data={"text/html": "<style></style>"}),
        new_output("stream", name="stdout", text="dos\n"),
    ]
    kept = canonical(new_notebook(cells=[oracle])).cells[0]
    assert kept.outputs == [{"name": "stdout", "output_type": "stream", "text": "uno\ndos\n"}]
    assert kept.execution_count == 1


def test_a_notebook_saved_by_jupyterlab_goes_back_to_the_same_bytes(made):
    original = made.notebook.read_text(encoding="utf-8")
    notebook = read(made.notebook)
    for number, cell in enumerate(notebook.cells):
        cell.metadata["trusted"] = True
        if cell.cell_type == "code":
            cell.execution_count = number
    edited = deepcopy(notebook)
    edited.metadata.language_info.version = "3.12.4"
    assert canonical_text(edited) == original
