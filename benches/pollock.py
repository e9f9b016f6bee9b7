#!/usr/bin/env python3
"""Reads the damaged tables of Pollock and counts rows that are wrong and nobody told of.

Pollock (Vitagliano and others, PVLDB 16, 2023) damages one table in 2,289 ways and holds what each should read as; its repository is
HPI-Information-Systems/Pollock, its folder `polluted_files`. A row is right if it reads as it does from the clean table, told if a reject
names its line, and else wrong. A file is silent if it has a wrong row, or lacks more rows than rejects name lines.

usage: pollock.py BINARY POLLUTED_FILES [NAME...]   (NAME: only files that hold it; prints what is wrong with each)
"""
import collections, concurrent.futures, csv, json, os, re, subprocess, sys

# Every column that a field can hold as it is; Qty and TIME have none.
FIELDS = {"title": "ProductType", "text": "ProductDescription", "url": "URL", "credit": "PRODUCTID", "captions": "Price",
          "authors": "Comments", "source": "DATE"}


def read(binary, path, times=1):
    """What of a table is read, each row with its line, and how often it is told of which lines that they are lost or damaged; `None` for
    a table that is refused as a whole. `times`: how often the header repeats a column's name."""
    mapped = [word for field, column in FIELDS.items() for word in ("--field", f"{field}={' '.join([column] * times)}")]
    done = subprocess.run([binary, "extract", path, *mapped], capture_output=True, text=True)
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    if done.returncode == 3:
        return None, set(), done.stderr.strip()
    if done.returncode:
        sys.exit(f"{path}: exit code {done.returncode}: {done.stderr}")
    told = set()
    for line in done.stderr.splitlines():
        if match := re.match(re.escape(path) + r":(\d+):", line):
            span = re.search(r"\(lines (\d+) to (\d+)\)", line)
            told.update(range(int(span[1]), int(span[2]) + 1) if span else [int(match[1])])
    if re.search(r"^and \d+ more reject", done.stderr, re.M):
        told.update(range(1, 1 << 20))
    return [(row["line"], tuple(str(row[field]) for field in FIELDS)) for row in rows], told, done.stderr.strip()


def judge(binary, folder, name):
    clean = os.path.join(folder, "clean", name)
    with open(clean, encoding="utf-8", errors="replace", newline="") as file:
        header = next(csv.reader(file), [""])
    want, _, _ = read(binary, clean, header[0].count("DATE") or 1)
    got, told, why = read(binary, os.path.join(folder, "csv", name))
    if got is None:
        return name, "refused", why
    want = {row for _, row in want or []}
    # A row of which a field is told to be damaged is no silent one.
    wrong = [(line, row) for line, row in got if row not in want and line not in told]
    missing = want - {row for _, row in got}
    if wrong or len(missing) > len(told):
        return name, "silent", "\n  ".join([f"wrong: {row}" for row in wrong] + [f"missing {len(missing)}, told {len(told)}", why])
    return name, "told" if told else "right", why


def main():
    binary, folder, *names = sys.argv[1:]
    files = sorted(name for name in os.listdir(os.path.join(folder, "csv")) if not names or any(part in name for part in names))
    kinds = collections.Counter()
    with concurrent.futures.ThreadPoolExecutor() as pool:
        for name, outcome, why in pool.map(lambda name: judge(binary, folder, name), files):
            kinds[outcome] += 1
            if outcome == "silent" or names:
                print(outcome, name, why, sep="\n  ")
    print(f"{len(files)} files:", ", ".join(f"{n} {kind}" for kind, n in sorted(kinds.items())))
    sys.exit(1 if kinds["silent"] else 0)


main()
