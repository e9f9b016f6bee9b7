#!/usr/bin/env python3
"""Holds the licences of all dependencies against a list, and writes what must go with the program.

  licences.py           fails (exit code 1) on a licence that is not listed, on a crate that speaks to a network, and if
                        LICENSES/dependencies.csv is out of date
  licences.py --write   writes LICENSES/dependencies.csv: name, version, licence, source
  licences.py --texts   prints the licence files of all dependencies, each text once, to go with a binary
  licences.py --sbom    prints a CycloneDX 1.5 bill of materials (JSON)

Reads `cargo metadata` and Cargo.lock; needs no network once the dependencies are fetched.
"""

import csv
import io
import json
import pathlib
import re
import subprocess
import sys

# Permissive licences, whose terms are met by shipping their texts. A new one is read before it is listed.
LISTED = {
    "0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "BSL-1.0", "CC0-1.0", "ISC", "MIT", "MIT-0", "Unicode-3.0", "Unlicense",
    "Zlib", "Apache-2.0 WITH LLVM-exception",
}
ROOT = pathlib.Path(__file__).resolve().parent.parent
TABLE = ROOT / "LICENSES" / "dependencies.csv"


# Crates that speak to a network. The program works offline, and what cannot connect needs no watching. tokio, mio and socket2 are not
# among them: polars-core names tokio with its sockets whatever its features (0.55), and starts no more of it than its threads.
BANNED = {
    "async-std", "aws-config", "aws-lc-rs", "curl", "h2", "h3", "hickory-resolver", "hyper", "isahc", "native-tls", "object_store", "openssl",
    "quinn", "reqwest", "ring", "rustls", "surf", "tungstenite", "ureq",
}


def cargo(*words):
    done = subprocess.run(["cargo", *words, "--locked"], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    return done.stdout if done.returncode == 0 else sys.exit(done.returncode)


def packages():
    """What the program and the Python package are built from or with, on any platform; those of tests and benches alone are left out.

    Asked of `cargo tree`, as `cargo metadata` also names packages that no enabled feature asks for (`polars-lazy?/csv`).
    """
    tree = cargo("tree", "--workspace", "--edges", "normal,build", "--target", "all", "--prefix", "none", "--no-dedupe", "--format", "{p}")
    wanted = {tuple(line.split()[:2]) for line in tree.splitlines() if line}
    metadata = json.loads(cargo("metadata", "--format-version", "1"))
    found = [p for p in metadata["packages"] if (p["name"], "v" + p["version"]) in wanted and p["source"]]
    return sorted(found, key=lambda p: (p["name"], p["version"]))


def accepted(expression):
    """Whether an SPDX expression can be met by listed licences. `/` is the old spelling of OR."""
    words = re.findall(r"\(|\)|[^\s()]+", re.sub(r"\s*/\s*", " OR ", expression))

    def atom():
        word = words.pop(0)
        if word == "(":
            value = either()
            words.pop(0)
            return value
        if words and words[0] == "WITH":
            words.pop(0)
            word += " WITH " + words.pop(0)
        return word in LISTED

    def both():
        value = atom()
        while words and words[0] == "AND":
            words.pop(0)
            value = atom() and value
        return value

    def either():
        value = both()
        while words and words[0] == "OR":
            words.pop(0)
            value = both() or value
        return value

    return bool(words) and either() and not words


def table(found):
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(["name", "version", "license", "source"])
    rows.writerows([p["name"], p["version"], p["license"] or "", p["repository"] or p["homepage"] or ""] for p in found)
    return out.getvalue()


def texts(found):
    """Each licence text with the packages that have it."""
    bearers = {}
    for p in found:
        folder = pathlib.Path(p["manifest_path"]).parent
        files = [f for f in sorted(folder.iterdir()) if re.match(r"(?i)(licen[cs]e|copying|notice|unlicense)", f.name) and f.is_file()]
        if not files:
            bearers.setdefault(f"({p['license']}; no text in the package)\n", []).append(f"{p['name']} {p['version']}")
        for f in files:
            bearers.setdefault(f.read_text(errors="replace"), []).append(f"{p['name']} {p['version']}")
    for notice in sorted((ROOT / "LICENSES").glob("*.txt")):
        bearers.setdefault(notice.read_text(), []).append(notice.stem)
    return "".join(f"==== {', '.join(names)}\n\n{text.strip()}\n\n" for text, names in bearers.items())


def sbom(found):
    def component(p):
        purl = f"pkg:cargo/{p['name']}@{p['version']}"
        return {"type": "library", "bom-ref": purl, "name": p["name"], "version": p["version"], "purl": purl,
                "licenses": [{"expression": re.sub(r"\s*/\s*", " OR ", p["license"])}] if p["license"] else []}

    version = re.search(r'^version = "(.*)"', (ROOT / "Cargo.toml").read_text(), re.M)[1]
    return json.dumps({"bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1,
                       "metadata": {"component": {"type": "application", "name": "urtext", "version": version}},
                       "components": [component(p) for p in found]}, indent=1)


def main():
    found = packages()
    for option, output in (("--texts", texts), ("--sbom", sbom)):
        if option in sys.argv:
            print(output(found))
            return 0
    refused = [f"{p['name']} {p['version']}: {p['license'] or 'no licence'}" for p in found if not accepted(p["license"] or "")]
    if refused:
        print("licences that are not listed:", *refused, sep="\n  ", file=sys.stderr)
        return 1
    banned = [f"{p['name']} {p['version']}" for p in found if p["name"] in BANNED]
    if banned:
        print("crates that speak to a network:", *banned, "(`cargo tree -i NAME` says who asks for them)", sep="\n  ", file=sys.stderr)
        return 1
    if "--write" in sys.argv:
        TABLE.write_text(table(found))
    elif not TABLE.exists() or TABLE.read_text() != table(found):
        print("LICENSES/dependencies.csv is out of date: run .ci/licences.py --write", file=sys.stderr)
        return 1
    print(f"{len(found)} dependencies, all under listed licences")
    return 0


if __name__ == "__main__":
    for expression, wanted in (("MIT", True), ("GPL-3.0", False), ("GPL-3.0 OR MIT", True), ("MIT AND GPL-3.0", False), ("", False),
                               ("(MIT OR GPL-3.0) AND ISC", True), ("Unlicense/MIT", True), ("Apache-2.0 WITH LLVM-exception", True),
                               ("GPL-2.0 WITH Classpath-exception-2.0", False)):
        assert accepted(expression) == wanted, expression
    sys.exit(main())
