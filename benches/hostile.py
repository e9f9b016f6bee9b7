#!/usr/bin/env python3
"""Measures what one hostile document costs: seconds and memory at n and 2n bytes.

usage: hostile.py BINARY [--size 5] [KIND...]
"""
import json, os, resource, subprocess, sys, tempfile, time

def rep(unit, n):
    unit = unit.encode() if isinstance(unit, str) else unit
    return unit * (n // len(unit))

def distinct(n):
    out, size, k = [], 0, 0
    while size < n:
        w = "%x " % (k * 2654435761 % 4294967296)
        out.append(w); size += len(w); k += 1
    return "".join(out).encode()

def two(unit):
    def make(n):
        t = rep(unit, n // 2).decode()
        rows = [{"id": "a", "url": "https://a.example/1", "text": t}, {"id": "b", "url": "https://b.example/1", "text": t.replace("Monday", "Tuesday").replace("quiet", "loud")}]
        return "\n".join(json.dumps(r) for r in rows).encode()
    return make

def items(n):
    unit = b"<item><title>T%d</title><link>https://a.example/%d</link></item>"
    k = n // 70
    return b'<?xml version="1.0"?><rss version="2.0"><channel><title>f</title>' + b"".join(b"<item><title>T%d</title><link>https://a.example/%d</link></item>" % (i, i) for i in range(k)) + b"</channel></rss>"

def tiny(n):
    return b"".join(b'{"text":"a%d"}\n' % i for i in range(n // 18))

PAGE = b"<html><body><article>"
KINDS = {
    "lines": ("t.txt", lambda n: rep("a,0\n", n)),
    "lines1": ("t.txt", lambda n: rep("a\n", n)),
    "cell": ("t.csv", lambda n: b"id,text\n1,\"" + rep("a,0\n", n) + b"\"\n"),
    "words": ("t.txt", lambda n: rep("a b c d ", n)),
    "distinct": ("t.txt", distinct),
    "cjk": ("t.txt", lambda n: rep("北海道新聞", n)),
    "numbers": ("t.txt", lambda n: rep("1 22 3.5 ", n)),
    "sentences": ("t.txt", lambda n: rep("He ran. ", n)),
    "names": ("t.txt", lambda n: rep("Mr Smith said Mrs Jones of Ohio left. ", n)),
    "quotes": ("t.txt", lambda n: rep('"It is a quiet day," he said. ', n)),
    "quotes0": ("t.txt", lambda n: rep('"a" ', n)),
    "quotes2": ("t.jsonl", two('"It is a quiet day," he said. ')),
    "opened": ("t.txt", lambda n: rep('“a ', n)),
    "dates": ("t.txt", lambda n: rep("7 June 2021, Monday. ", n)),
    "dates2": ("t.jsonl", two("It rained on Monday 7 June 2021. ")),
    "captions": ("t.jsonl", lambda n: json.dumps({"id": "a", "text": "A text.", "captions": ["A boat of %d" % i for i in range(n // 22)]}).encode()),
    "caplines": ("t.txt", lambda n: rep("Photo: A boat/AP\n\n", n)),
    "authors": ("t.jsonl", lambda n: json.dumps({"id": "a", "text": "A text.", "authors": ["A B%d" % i for i in range(n // 12)]}).encode()),
    "title": ("t.jsonl", lambda n: json.dumps({"id": "a", "text": "A text.", "title": rep("a b c ", n).decode()}).encode()),
    "lt": ("t.html", lambda n: PAGE + rep("<", n)),
    "amp": ("t.html", lambda n: PAGE + rep("&", n)),
    "amplt": ("t.html", lambda n: PAGE + rep("<&", n)),
    "ltjson": ("t.jsonl", lambda n: json.dumps({"id": "a", "text": rep("<&", n).decode()}).encode()),
    "ampjson": ("t.jsonl", lambda n: json.dumps({"id": "a", "text": rep("&", n).decode()}).encode()),
    "lthtml": ("t.jsonl", lambda n: json.dumps({"id": "a", "html": rep("<", n).decode()}).encode()),
    "paragraphs": ("t.html", lambda n: PAGE + rep("<p>a b", n)),
    "attrs": ("t.html", lambda n: PAGE + b"<p " + rep("a b=c ", n) + b">x y z"),
    "script": ("t.html", lambda n: PAGE + rep('<script type="application/ld+json">{}</script>', n) + b"A text of it."),
    "metas": ("t.html", lambda n: b"<html><head>" + rep('<meta property="og:title" content="a">', n) + b"<body><p>A text of it."),
    "jsonld": ("t.html", lambda n: b'<html><head><script type="application/ld+json">' + b"[" + rep('{"@type":"NewsArticle","headline":"a","articleBody":"b c d"},', n) + b"{}]</script><body><p>A text of it."),
    "items": ("t.rss", items),
    "tiny": ("t.jsonl", tiny),
    "punct": ("t.txt", lambda n: rep("?! ", n)),
    "spaces": ("t.txt", lambda n: b"a" + rep(" ", n) + b"b"),
    "newlines": ("t.txt", lambda n: b"a" + rep("\n", n) + b"b"),
    "oneword": ("t.txt", lambda n: rep("a", n)),
    "credits": ("t.txt", lambda n: rep("(Reuters) - (AP) ", n)),
    "by": ("t.txt", lambda n: rep("By Jane Doe\n", n)),
    "said": ("t.txt", lambda n: rep("said he told ", n)),
    "urls": ("t.txt", lambda n: rep("https://a.example/b ", n)),
    "hyphens": ("t.txt", lambda n: rep("co-\n", n)),
    "wrapped": ("t.txt", lambda n: rep("The crews of the northern ferries stopped work on Monday after ta-\nlks of pay. ", n)),
    "marks": ("t.txt", lambda n: rep("a\u0301\u0302", n)),
    "zeros": ("t.txt", lambda n: rep("\u200b", n) + b"a b"),
}

def run(binary, name, data, extra=()):
    with tempfile.TemporaryDirectory() as d:
        p = os.path.join(d, name)
        open(p, "wb").write(data)
        t = time.time()
        pid = os.fork()
        if pid == 0:
            null = os.open(os.devnull, os.O_WRONLY)
            err = os.open(os.path.join(d, "err"), os.O_WRONLY | os.O_CREAT)
            os.dup2(null, 1); os.dup2(err, 2)
            resource.setrlimit(resource.RLIMIT_CPU, (120, 120))
            os.execv(binary, [binary, "report", p, "--out", os.path.join(d, "out"), *extra])
        _, status, use = os.wait4(pid, 0)
        code = os.waitstatus_to_exitcode(status)
        rows = open(os.path.join(d, "err")).read().replace(d, "")
        rejects = ""
        r = os.path.join(d, "out/all/rejects.csv")
        if os.path.exists(r): rejects = open(r).read().split("\n", 1)[1].replace(d, "").strip()[:100]
        return use.ru_utime + use.ru_stime, use.ru_maxrss / 1024, code, (rejects or rows.split("hint:")[-1].strip() if code else rejects).replace("\n", " ")[:110]

if __name__ == "__main__":
    args = sys.argv[1:]
    binary = args.pop(0)
    size = 5.0
    if args and args[0] == "--size": size = float(args[1]); args = args[2:]
    n = int(size * 1e6)
    for kind in args or KINDS:
        name, make = KINDS[kind]
        a = run(binary, name, make(n)); b = run(binary, name, make(2 * n))
        print(f"{kind:10} {size:g} MB {a[0]:6.2f}s {a[1]:6.0f}M  | {b[0]:6.2f}s {b[1]:6.0f}M x{b[0]/max(a[0],.01):.1f} {b[2]} {b[3]}", flush=True)
