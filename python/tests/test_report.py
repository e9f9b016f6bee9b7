"""A report from Python has the rows that the command writes."""

import csv
import json
import pathlib

import pytest

import urtext_news as un
from urtext_news import _given

SOURCES = "tests/sources.toml"


def written(cell):
    """A cell as the command's CSV has it."""
    return "" if cell is None else str(cell)


def rows(table, without=()):
    names = [name for name in table.columns if name not in without]
    return [tuple(map(written, row)) for row in zip(*(table[name] for name in names))]


def numbers(cell):
    """A number by its value: CSV and Python write some floats differently."""
    try:
        return float(cell)
    except ValueError:
        return cell


def test_every_table_has_the_rows_of_the_sample_report(run):
    for name in run.tables:
        with open(f"reports/all/{name}.csv", newline="", encoding="utf-8") as file:
            header, *expected = csv.reader(file)
        table = run.table(name)
        assert table.columns == header, name
        found = [tuple(map(numbers, row)) for row in rows(table)]
        assert found == [tuple(map(numbers, row)) for row in expected], name
    assert len(run.pairs) > 10 and len(run.findings) > 0


def test_what_is_written_is_the_sample_report_byte_for_byte(run, tmp_path):
    folder = pathlib.Path(run.write(tmp_path))
    names = {path.name for path in folder.iterdir() if not path.name.startswith(".")}
    assert names == {path.name for path in pathlib.Path("reports/all").iterdir() if not path.name.startswith(".")}
    for name in names:
        assert (folder / name).read_bytes() == pathlib.Path("reports/all", name).read_bytes(), name
    assert run.summary["schema"] >= 1


def test_parquet_holds_the_same(run, tmp_path):
    pl = pytest.importorskip("polars")
    folder = pathlib.Path(run.write(tmp_path, format="parquet", page=False))
    for name in run.tables:
        assert pl.read_parquet(folder / f"{name}.parquet").equals(run.table(name).to_polars()), name


def tables_of(columns):
    """The same table as an object of each library."""
    import duckdb
    import pandas as pd
    import polars as pl
    import pyarrow as pa

    arrow = pa.table(columns)
    yield "pyarrow", arrow
    yield "polars", pl.DataFrame(columns)
    yield "pandas", pd.DataFrame(columns)
    yield "duckdb", duckdb.sql("select * from arrow")
    yield "batches", pa.RecordBatchReader.from_batches(arrow.schema, iter(arrow.to_batches(max_chunksize=5)))


def test_a_table_of_any_library_gives_the_rows_of_the_same_parquet_file(columns, tmp_path):
    import pyarrow as pa
    import pyarrow.parquet as pq

    file = tmp_path / "week.parquet"
    pq.write_table(pa.table(columns), file)
    expected = un.report(file, sources=SOURCES)
    assert len(expected.articles) >= 20
    for library, table in tables_of(columns):
        found = un.report(table, sources=SOURCES)
        for name in expected.tables:
            # The name of the file is the only difference.
            assert rows(found.table(name), {"path"}) == rows(expected.table(name), {"path"}), (library, name)


def test_tables_go_out_to_every_library(run):
    import duckdb
    import pandas as pd
    import polars as pl
    import pyarrow as pa

    pairs = run.pairs
    assert pl.DataFrame(pairs).shape == (len(pairs), len(pairs.columns)) == pairs.to_polars().shape
    assert pa.table(pairs).num_rows == len(pairs) == pairs.to_arrow().num_rows
    assert list(pairs.to_pandas().columns) == pairs.columns
    assert isinstance(pairs.to_pandas(), pd.DataFrame)
    arrow = pairs.to_arrow()
    assert duckdb.sql("select count(*) from arrow").fetchall() == [(len(pairs),)]
    assert next(iter(pairs))["relation"] == pairs["relation"][0]


def test_types_are_read_as_from_a_file(tmp_path):
    """Dictionaries, dates, times with and without a zone, lists, numbers as ids, nulls, binary."""
    import datetime as dt

    import polars as pl
    import pyarrow.parquet as pq

    text = "Ferry crews in Halvik stopped work on Monday, and the harbour stood still until the evening came."
    noon = dt.datetime(2021, 6, 7, 12, 0)
    table = pl.DataFrame(
        {
            "id": [1, 2, 3],
            "text": [text, text.replace("Monday", "Tuesday"), None],
            "source": pl.Series(["halviktimes.example", "nwa", None], dtype=pl.Categorical),
            "published": [noon, None, noon],
            "first_seen": pl.Series([noon, noon, None]).dt.replace_time_zone("Europe/Berlin"),
            "modified": [dt.date(2021, 6, 8), None, None],
            "captions": [["A ferry.", None], [], None],
            "url": [b"x", None, None],
        }
    )
    file = tmp_path / "typed.parquet"
    pq.write_table(table.to_arrow(), file)
    expected, found = un.report(file), un.report(table)
    for name in expected.tables:
        assert rows(found.table(name), {"path"}) == rows(expected.table(name), {"path"}), name
    assert found.articles["article_id"] == ["1", "2"]
    assert found.articles["first_seen"][0] == "2021-06-07T10:00:00Z"
    assert any("binary" in reason for reason in found.rejects["reason"])


def test_duplicate_ids_and_nulls_are_rejects_with_their_row(columns):
    import polars as pl

    table = pl.DataFrame({"id": ["a", "a", None], "text": ["One text.", "Another text.", None]})
    found = un.report(table)
    assert len(found.articles) == 1
    assert sorted(found.rejects["line"])[-1] == 3
    assert len(found.rejects) == 2


def test_unusable_rows_of_ratings_and_reviews_are_rejects(columns, tmp_path):
    import polars as pl

    ratings, review = tmp_path / "ratings.csv", tmp_path / "review.csv"
    ratings.write_text("domain,score\nhalviktimes.example,0.9\nmarschenecho.example,nan\n")
    review.write_text("link,review\nnowhere,right\n")
    found = un.report(pl.DataFrame(columns), sources=SOURCES, ratings=ratings, review=review)
    rejects = set(zip(found.rejects["path"], found.rejects["line"], found.rejects["field"]))
    assert {(str(ratings), 3, "score"), (str(review), 2, "link")} <= rejects


def test_each_record_has_its_line_and_any_value_is_taken():
    import datetime as dt

    text = "Ferry crews in Halvik stopped work on Monday, and the harbour stood still until the evening came."
    records = [
        {"id": "a", "text": text, "captions": [dt.date(2021, 6, 7)]},
        {"id": "b", "title": "No text"},
        {"id": "c", "text": text.replace("Monday", "Tuesday\n"), "seen": {"at": [dt.datetime(2021, 6, 7, 12)]}},
    ]
    found = un.report(records, as_of=dt.datetime(2021, 6, 8, 12, 30), window=3)
    assert found.articles["article_id"] == ["a", "c"]
    assert found.rejects["line"] == [2]
    assert un.clean(records)["line"] == [1, 3]
    first, _, third = json.loads(_given.articles(records)[1])
    assert first["captions"] == ["2021-06-07"] and third["seen"] == {"at": ["2021-06-07T12:00:00"]}


def test_a_stream_that_cannot_be_had_is_an_input_error():
    class Broken:
        def __arrow_c_stream__(self, requested_schema=None):
            raise ValueError("no stream today")

    with pytest.raises(un.InputError, match="no stream today"):
        un.report(Broken())


def test_a_missing_column_is_told_with_those_that_there_are():
    import polars as pl

    table = pl.DataFrame({"key": ["a"], "contents": ["A text."]})
    with pytest.raises(un.InputError) as told:
        un.report(table)
    assert "`contents`, `key`" in str(told.value) and 'fields={"text": "contents"}' in told.value.remedy
    with pytest.raises(un.InputError) as told:
        un.report(table, fields={"text": "content"})
    assert "there is no column `content` for `text`" in told.value.what
    assert told.value.remedy.startswith("nearest: `contents`")
    assert len(un.report(table, fields={"text": "contents", "id": "key"}).articles) == 1


def test_bad_arguments_say_what_to_give(tmp_path):
    import polars as pl

    empty = pl.DataFrame({"text": pl.Series([], dtype=pl.String)})
    for wrong, words in (
        (empty, "holds no record"),
        (pl.DataFrame({"text": [1.5]}).lazy(), ".collect()"),
        (pl.DataFrame({"text": [b"x"]}), "binary data"),
        (7, "int holds no articles"),
        ([], "at least one"),
        (tmp_path / "gone.csv", "cannot be read"),
    ):
        with pytest.raises(un.InputError, match=words):
            un.report(wrong)
    with pytest.raises(un.SettingsError, match="2021-W23"):
        un.report(empty, week="June")
    for window in (-1, 1.5, "7"):
        with pytest.raises(un.SettingsError, match="whole number of days"):
            un.report(empty, window=window)
    with pytest.raises(un.SettingsError, match="week=") as told:
        un.report(empty, earlier=tmp_path)
    assert told.value.what.startswith("earlier:") and "week=" in told.value.remedy
    with pytest.raises(un.SettingsError, match="NAME=COLUMN"):
        un.report(empty, fields={"texts": "body"})
    for limits in ({"documents": "5M"}, {"document": "much"}, {"memory": "1G"}):
        with pytest.raises(un.SettingsError, match="document|memory"):
            un.report(empty, limits=limits)
    with pytest.raises(un.SettingsError, match="gone.toml"):
        un.report(empty, sources="gone.toml")
    with pytest.raises(un.ArchiveError, match="archive"):
        un.report(archive=tmp_path / "gone")


def test_other_files_are_not_overwritten(run, tmp_path):
    notes = tmp_path / "notes.html"
    notes.write_text("mine")
    with pytest.raises(un.WriteError, match="force=True"):
        run.page(notes)
    assert notes.read_text() == "mine"
    run.page(tmp_path / "week.html")
    run.page(tmp_path / "week.html")
    assert (tmp_path / "week.html").read_bytes() == pathlib.Path("reports/all/report.html").read_bytes()


def test_another_history_is_not_overwritten(columns, tmp_path):
    import polars as pl

    found = un.report(pl.DataFrame(columns), sources=SOURCES, archive=tmp_path / "archive", week="2021-W23")
    history = tmp_path / "reports" / "history.csv"
    history.parent.mkdir()
    history.write_text("mine\n")
    with pytest.raises(un.WriteError, match="history.csv"):
        found.write(tmp_path / "reports")
    assert history.read_text() == "mine\n"
    found.write(tmp_path / "reports", force=True)
    assert history.read_text() != "mine\n"


def test_a_week_and_an_archive_are_as_in_the_command(columns, tmp_path):
    import polars as pl

    table = pl.DataFrame(columns)
    first = un.report(table, sources=SOURCES, archive=tmp_path / "archive")
    again = un.report(archive=tmp_path / "archive", sources=SOURCES)
    assert len(first.articles) == len(again.articles) == len(un.Archive(tmp_path / "archive"))
    week = un.report(table, sources=SOURCES, week="2021-W23")
    assert 0 < len(week.articles) < len(first.articles)
    assert pathlib.Path(week.write(tmp_path / "reports")).name == "2021-W23"


def test_a_notebook_shows_titles_and_links(run):
    shown = run.pairs._repr_html_()
    assert "Ferry crews and dockers walk out in Halvik over night rosters" in shown
    assert '<a href="https://' in shown and "<script" not in shown
    assert "<table>" in run._repr_html_() and "<table>" in run.sources._repr_html_()


def test_a_notebook_says_original_only_of_copies(run):
    import html.parser

    class Cells(html.parser.HTMLParser):
        def __init__(self):
            super().__init__()
            self.rows = []

        def handle_starttag(self, tag, attrs):
            if tag == "tr":
                self.rows.append([])
            elif tag in ("th", "td"):
                self.rows[-1].append("")

        def handle_data(self, data):
            if self.rows and self.rows[-1]:
                self.rows[-1][-1] += data

    def direction(pairs):
        parser = Cells()
        parser.feed(run._pairs_shown(pairs).partition("</table>")[0])
        head, *body = parser.rows
        assert head == ["first article", "other article", "relation", "direction", "firmness", "evidence"]
        return [row[3] for row in body]

    class Pairs:
        """As many pairs as there are cells."""

        name = "pairs"

        def __init__(self, relations, originals):
            self.columns = {"relation": relations, "original": originals}

        def __len__(self):
            return len(self.columns["relation"])

        def _cells(self, column, most):
            return self.columns.get(column, ["x"] * len(self))[:most]

    named = [original is not None for original in run.pairs["original"][:20]]
    shown = direction(run.pairs)
    assert len(shown) == min(20, len(run.pairs)) and any(shown)
    assert not any(told for told, known in zip(shown, named) if not known)
    pairs = Pairs(["edited", "edited", "shared_source", "translated"], ["x", None, "x", "x"])
    assert direction(pairs) == ["first text is the original", "", "", ""]


def test_text_of_articles_is_escaped_in_a_notebook():
    records = [
        {"id": name, "title": "<script>alert(1)</script>", "url": "javascript:alert(1)", "text": "A ferry stood still. " * 20}
        for name in ("a", "b")
    ]
    shown = un.report(records).pairs._repr_html_()
    assert "&lt;script&gt;" in shown and "<script" not in shown and "javascript:" not in shown


def test_unknown_names_are_told(run):
    with pytest.raises(AttributeError, match="pairs"):
        run.pair
    with pytest.raises(un.InputError, match="findings"):
        run.table("pair")
    with pytest.raises(KeyError, match="article_a"):
        run.pairs["article"]
    assert {entry["table"] for entry in un.schema()} >= set(run.tables)
    assert [entry["column"] for entry in un.schema("pairs")] == run.pairs.columns
