#!/usr/bin/env python3
"""Measures what the most hostile inputs cost that are still read: processor seconds and peak memory at n and 2n bytes.

Each kind is one file; 2n is the most that the default limits of `urtext report` let pass, or 20 MB. Beyond them the file is a reject,
which takes a tenth of a second. What the program takes for a file of one line is subtracted from the memory.

usage: hostile.py BINARY [KIND...]
"""
import json, os, resource, subprocess, sys, tempfile, time

WORDS = "stone river paper window garden letter market winter summer bridge engine doctor lawyer farmer singer".split()


def rep(unit, n):
    unit = unit.encode()
    return unit * (n // len(unit))


def text(unit):
    return lambda n: rep(unit, n)


def page(unit, end=""):
    return lambda n: b"<html><head></head><body><article>" + rep(unit, n) + end.encode()


def field(name, unit):
    return lambda n: json.dumps({"id": "a", "text": "A text.", name: rep(unit, n).decode()}).encode()


def listed(name, unit):
    return lambda n: json.dumps({"id": "a", "text": "A text.", name: [unit % i for i in range(n // (len(unit) + 6))]}).encode()


def words(i, k):
    return " ".join(WORDS[i // 15**j % 15] for j in range(k))


def two(sentence, altered):
    """Two articles of many sentences, each altered in the second."""
    def make(n):
        told, size = [], 0
        while size < n // 2:
            told.append(sentence(len(told)))
            size += len(told[-1])
        other = [altered(s) for s in told]
        rows = [{"id": x, "url": f"https://{x}.example/1", "text": "".join(t)} for x, t in (("a", told), ("b", other))]
        return "\n".join(json.dumps(row) for row in rows).encode()
    return make


def items(n):
    item = b"<item><title>T%d</title><link>https://a.example/%d</link></item>"
    return b'<?xml version="1.0"?><rss version="2.0"><channel><title>f</title>' + b"".join(item % (i, i) for i in range(n // 70)) + b"</channel></rss>"


# Kind: stage that it is aimed at, name of the file, bytes at 2n, what makes it.
KINDS = {
    "lines": ("clean", "t.txt", 399_000, text("a,0\n")),
    "lines of one letter": ("clean", "t.txt", 199_000, text("a\n")),
    "lines in one cell": ("clean", "t.csv", 399_000, lambda n: b'id,text\n1,"' + rep("a,0\n", n) + b'"\n'),
    "bylines": ("clean", "t.txt", 1_190_000, text("By Jane Doe\n")),
    "photo credits": ("clean, captions", "t.txt", 1_690_000, text("Photo: A boat/AP\n\n")),
    "divided words": ("ingest", "t.txt", 3_700_000, text("The crews of the northern ferries stopped work on Monday after ta-\nlks of pay. ")),
    "hyphens": ("ingest", "t.txt", 399_000, text("co-\n")),
    "words": ("text", "t.txt", 1_990_000, text("a b c d ")),
    "characters": ("text", "t.txt", 2_990_000, text("北海道新聞")),
    "sentences": ("text", "t.txt", 3_990_000, text("He ran. ")),
    "numbers": ("text", "t.txt", 2_200_000, text("1 22 3.5 ")),
    "names": ("text", "t.txt", 4_700_000, text("Mr Smith said Mrs Jones of Ohio left. ")),
    "quotations": ("text", "t.txt", 590_000, text('"It is a quiet day," he said. ')),
    "terms in marks": ("text", "t.txt", 79_000, text('"a" ')),
    "dates": ("dating", "t.txt", 5_200_000, text("7 June 2021, Monday. ")),
    "dates of two": ("compare", "t.jsonl", 9_000_000, two(lambda i: "It rained on Monday 7 June 2021. ", lambda s: s.replace("Monday", "Tuesday"))),
    "quotations of two": ("compare", "t.jsonl", 1_900_000, two(lambda i: f'"The {words(i, 4)} is closed today for us," said Mr Smith. ', lambda s: s.replace("closed", "open"))),
    "numbers of two": ("compare", "t.jsonl", 8_000_000, two(lambda i: f"The {words(i, 4)} had {i + 10} people. ", lambda s: s.replace("people", "persons").replace("1", "2"))),
    "captions": ("captions", "t.jsonl", 10_000 * 22, listed("captions", "A boat of %d")),
    "captions cut off": ("captions", "t.jsonl", 20_000_000, listed("captions", "A boat of %d")),
    "authors cut off": ("ingest", "t.jsonl", 20_000_000, listed("authors", "A B%d")),
    "a title of megabytes": ("ingest", "t.jsonl", 20_000_000, field("title", "a b c ")),
    "page of <": ("ingest", "t.html", 20_000_000, page("<")),
    "page of &": ("ingest", "t.html", 20_000_000, page("&")),
    "page of <&": ("ingest", "t.html", 20_000_000, page("<&")),
    "field of &": ("ingest", "t.jsonl", 20_000_000, field("text", "&")),
    "field of <&": ("ingest", "t.jsonl", 20_000_000, field("text", "<&")),
    "html of <": ("ingest", "t.jsonl", 20_000_000, lambda n: json.dumps({"id": "a", "html": "<" * n}).encode()),
    "paragraphs": ("ingest", "t.html", 400_000, page("<p>a b")),
    "attributes": ("ingest", "t.html", 20_000_000, lambda n: page("a b=c ", ">x y z")(n).replace(b"<article>", b"<p ", 1)),
    "JSON-LD": ("ingest", "t.html", 4_000_000, lambda n: b'<html><head><script type="application/ld+json">[' + rep('{"@type":"NewsArticle","headline":"a","articleBody":"b c d"},', n) + b"{}]</script><body><p>A text of it."),
    "spaces": ("ingest", "t.txt", 20_000_000, lambda n: b"a" + rep(" ", n) + b"b"),
    "one word": ("text", "t.txt", 16_000_000, text("a")),
    "marks over letters": ("text", "t.txt", 4_900_000, text("a\u0301\u0302")),
    "items of a feed": ("all", "t.rss", 7_000_000, items),
    "articles of a word": ("all", "t.jsonl", 1_440_000, lambda n: b"".join(b'{"text":"a%d"}\n' % i for i in range(n // 18))),
}


def run(binary, name, data):
    """Processor seconds, peak memory in MB and the exit code of a report over one file."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, name)
        with open(path, "wb") as file:
            file.write(data)
        pid = os.fork()
        if pid == 0:
            null = os.open(os.devnull, os.O_WRONLY)
            os.dup2(null, 1)
            os.dup2(null, 2)
            resource.setrlimit(resource.RLIMIT_CPU, (300, 300))
            os.execv(binary, [binary, "report", path, "--out", os.path.join(folder, "out")])
        _, status, use = os.wait4(pid, 0)
        return use.ru_utime + use.ru_stime, use.ru_maxrss / 1e3, os.waitstatus_to_exitcode(status)


def main():
    binary, *kinds = sys.argv[1:]
    binary = os.path.abspath(binary)
    base = min(run(binary, "t.txt", b"The ferries of Halvik stood still.\n")[1] for _ in range(5))
    print(f"without input: {base:.0f} MB\n\n| input | aimed at | bytes at 2n | at n | at 2n | exit code |\n|---|---|---|---|---|---|")
    for kind in kinds or KINDS:
        stage, name, size, make = KINDS[kind]
        cells = []
        for n in (size // 2, size):
            seconds, memory, code = run(binary, name, make(n))
            cells.append(f"{seconds:.2f} s, {max(0, memory - base):.0f} MB")
        print(f"| {kind} | {stage} | {size / 1e6:.1f} M | {' | '.join(cells)} | {code} |", flush=True)


main()
