"""The example notebook runs on the sample corpus, as a CSV with other column names."""

import csv
import pathlib
import shutil

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]


def test_the_notebook_runs_from_a_csv_to_a_graph(records, tmp_path):
    nbclient = pytest.importorskip("nbclient")
    nbformat = pytest.importorskip("nbformat")
    names = {"id": "key", "url": "address", "title": "heading", "text": "story", "published": "day"}
    with open(tmp_path / "articles.csv", "w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(names.values())
        out.writerows([record.get(name) for name in names] for record in records)
    shutil.copy(ROOT / "tests" / "sources.toml", tmp_path)
    notebook = nbformat.read(ROOT / "python" / "examples" / "week.ipynb", as_version=4)
    nbclient.NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(tmp_path)}}).execute()
    outputs = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    shown = [output.data for output in outputs if "data" in output]
    assert sum("image/png" in data for data in shown) == 2
    pages = [data["text/html"] for data in shown if "text/html" in data]
    assert any("Ferry crews and dockers walk out" in page for page in pages)
    assert any("<iframe sandbox" in page for page in pages)
    assert outputs[-1].text.startswith("DiGraph with ")
    assert (tmp_path / "reports" / "2021-W23" / "report.html").exists()
