"""What the documents show is what the package does."""

import ast
import doctest
import json
import pathlib

import urtext_news as un

ROOT = pathlib.Path(__file__).resolve().parents[2]


def test_the_readme_shows_true_output():
    found = doctest.testfile(str(ROOT / "README.md"), module_relative=False)
    assert found.attempted >= 4 and found.failed == 0


def test_the_stub_names_what_the_native_part_has():
    from urtext_news import _urtext

    stub = ast.parse((ROOT / "python" / "urtext_news" / "_urtext.pyi").read_text())
    for node in stub.body:
        if isinstance(node, ast.FunctionDef):
            assert callable(getattr(_urtext, node.name)), node.name
        if isinstance(node, ast.ClassDef):
            there = getattr(_urtext, node.name)
            names = {each.name for each in node.body if isinstance(each, ast.FunctionDef)}
            assert names <= set(dir(there)), node.name
            assert {name for name in vars(there) if not name.startswith("_")} <= names, node.name


def test_everything_public_is_documented():
    assert (pathlib.Path(un.__file__).parent / "py.typed").exists()
    for name in un.__all__:
        if not name.startswith("__"):
            assert getattr(un, name).__doc__, name


def test_the_notebook_holds_no_output():
    notebook = json.loads((ROOT / "python" / "examples" / "week.ipynb").read_text())
    assert all(not cell.get("outputs") for cell in notebook["cells"])
