#!/usr/bin/env python3
"""Measures what is read of pages that other projects test their extractors on.

usage: pages.py [--bin PATH] [-v] FOLDER...

A FOLDER is a checkout of mozilla/readability (`test/test-pages/*/source.html` with
`expected-metadata.json` and `expected.html`) or of postlight/parser (`fixtures` and
`src/extractors/custom/*/index.test.js`), or holds gzipped pages and a `gold.jsonl` that names
`file`, `title`, `date` and `authors` (as fundus does). The pages belong to their publishers: fetch
them to measure, and commit none. Prints one `name right/of` line per figure; -v lists every page
that was read otherwise than expected.

- title: the same letters and digits, or one begins with the other
- author: each name that was read stands in the expected byline, and at least one was read
- author.house: as above, but a byline that is only the site's own name may also be read as none: a
  house that signs for itself is nobody's byline
- published: the same day, in UTC or as written
- text: F1 of words, mean over the pages (readability only)
"""
import argparse, collections, datetime, gzip, html, json, os, re, subprocess, sys, tempfile


def letters(text):
    return ''.join(re.findall(r'\w', (text or '').casefold()))


def words(text):
    return collections.Counter(re.findall(r'\w+', (text or '').casefold()))


INLINE = r'(?s)</?(?:a|b|code|em|font|i|span|strong|sub|sup|u)\b[^>]*>'


def plain(markup):
    """Returns the text of markup: inline elements part no word, all others do."""
    markup = re.sub(r'(?s)<(script|style)\b.*?</\1>|<!--.*?-->', ' ', markup)
    return html.unescape(re.sub(r'(?s)<[^>]*>', ' ', re.sub(INLINE, '', markup)))


def readability(folder):
    """Yields name, markup and what is expected of the pages of mozilla/readability."""
    base = os.path.join(folder, 'test/test-pages')
    for name in sorted(os.listdir(base)):
        with open(os.path.join(base, name, 'expected-metadata.json'), encoding='utf-8') as f:
            told = json.load(f)
        with open(os.path.join(base, name, 'expected.html'), encoding='utf-8') as f:
            text = plain(f.read())
        with open(os.path.join(base, name, 'source.html'), 'rb') as f:
            yield name, f.read(), {'title': told.get('title'), 'author': told.get('byline'),
                                   'published': told.get('publishedTime'), 'text': text,
                                   'site': told.get('siteName')}


def literal(code):
    """Returns the string that a JavaScript literal spells, `None` for anything else."""
    code = code.strip()
    if len(code) < 2 or code[0] not in '\'"`' or code[-1] != code[0]:
        return None
    code = re.sub(r'\\u([0-9a-fA-F]{4})', lambda m: chr(int(m[1], 16)), code[1:-1])
    return re.sub(r'\\(.)', r'\1', code, flags=re.S)


def postlight(folder):
    """Yields name, markup and what is expected of the pages of postlight/parser."""
    base = os.path.join(folder, 'src/extractors/custom')
    for name in sorted(os.listdir(base)):
        path = os.path.join(base, name, 'index.test.js')
        if not os.path.exists(path):
            continue
        with open(path, encoding='utf-8') as f:
            code = f.read()
        for case in re.split(r'\bbeforeAll\(|\bbefore\(', code)[1:]:
            file = re.search(r'readFileSync\(\s*[\'"`]\./(fixtures/[^\'"`]+)', case)
            if not file or not os.path.exists(os.path.join(folder, file[1])):
                continue
            told = {}
            for ours, theirs in (('title', 'title'), ('author', 'author'),
                                 ('published', 'date_published')):
                asserted = r'assert\.equal\(\s*%s(?:\.split\([^)]*\)\[0\])?\s*,(.*?)\)\s*;'
                said = re.search(asserted % theirs, case, re.S)
                told[ours] = literal(said[1].rstrip().rstrip(',')) if said else None
            with open(os.path.join(folder, file[1]), 'rb') as f:
                page = f.read()
            # The fixtures hold the tags as the parser rewrites them.
            page = re.sub(rb'(<meta\b[^>]*?)\bvalue=', rb'\1content=', page)
            yield file[1][9:], page, told


def listed(folder):
    """Yields name, markup and what is expected of the gzipped pages of a `gold.jsonl`."""
    with open(os.path.join(folder, 'gold.jsonl'), encoding='utf-8') as f:
        for gold in map(json.loads, filter(str.strip, f)):
            with gzip.open(os.path.join(folder, gold['file'])) as page:
                yield gold['file'], page.read(), {
                    'title': gold.get('title'), 'author': '; '.join(gold.get('authors') or []),
                    'published': gold.get('date'), 'site': gold.get('publisher')}


def is_title(ours, told):
    a, b = letters(ours), letters(told)
    is_part = min(len(a), len(b)) >= 12 and (a.startswith(b) or b.startswith(a))
    return bool(a) and (a == b or is_part)


def is_author(ours, told):
    told = letters(told)
    return bool(ours) and all(letters(name) in told for name in ours)


def day(moment):
    """Returns the days a moment may be called: as written and in UTC."""
    days = {moment[:10]}
    try:
        at = datetime.datetime.fromisoformat(moment.replace('Z', '+00:00'))
        if at.tzinfo:
            days.add(at.astimezone(datetime.timezone.utc).date().isoformat())
    except ValueError:
        pass
    return days


def f1(ours, told):
    ours, told = words(ours), words(told)
    common = sum((ours & told).values())
    return 2 * common / max(1, sum(ours.values()) + sum(told.values()))


def extract(pages, binary):
    """Returns what is read of the pages, in their order; an empty article for a reject."""
    with tempfile.TemporaryDirectory(prefix='pages-') as scratch:
        paths = []
        for number, (_, page, _) in enumerate(pages):
            paths.append(os.path.join(scratch, f'{number:04}.html'))
            with open(paths[-1], 'wb') as f:
                f.write(page)
        run = subprocess.run([binary, 'extract', *paths], stdin=subprocess.DEVNULL,
                             stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding='utf-8')
        if run.returncode:
            sys.exit(f'{binary} extract ended with {run.returncode}')
        read = {a['path']: a for a in map(json.loads, run.stdout.splitlines())}
        return [read.get(path, {}) for path in paths]


def judged(article, told):
    """Yields figure, what was read, what is expected, and whether that is right."""
    title, authors, moment = (article.get(k) for k in ('title', 'authors', 'published'))
    if told.get('title'):
        yield 'title', title, told['title'], is_title(title, told['title'])
    if told.get('author'):
        right = is_author(authors, told['author'])
        yield 'author', authors, told['author'], right
        house = not authors and letters(told['author']) == letters(told.get('site'))
        yield 'author.house', authors, told['author'], right or house
    if told.get('published'):
        right = bool(moment) and bool(day(moment) & day(told['published']))
        yield 'published', moment, told['published'], right


def measure(name, pages, binary, verbose):
    figures, scores = collections.OrderedDict(), []
    for (page, _, told), article in zip(pages, extract(pages, binary)):
        for key, ours, expected, right in judged(article, told):
            figure = figures.setdefault(key, [0, 0])
            figure[0], figure[1] = figure[0] + right, figure[1] + 1
            if verbose and not right:
                print(f'   {page}: {key} {ours!r}, expected {expected!r}')
        if 'text' in told:
            scores.append(f1(article.get('text'), told['text']))
            if verbose and scores[-1] < .9:
                print(f'   {page}: text {scores[-1]:.3f}')
    for key, (right, of) in figures.items():
        print(f'{name}.{key} {right}/{of}')
    if scores:
        print(f'{name}.text.f1 {sum(scores) / len(scores):.3f}')


KINDS = (('readability', 'test/test-pages', readability),
         ('postlight', 'src/extractors/custom', postlight),
         ('listed', 'gold.jsonl', listed))


def main():
    target = os.environ.get('CARGO_TARGET_DIR', 'target')
    ap = argparse.ArgumentParser(description=__doc__,
                                 formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument('folders', nargs='+', metavar='FOLDER')
    ap.add_argument('--bin', default=os.path.join(target, 'release/urtext'))
    ap.add_argument('-v', '--verbose', action='store_true')
    a = ap.parse_args()
    for folder in a.folders:
        found = [(name, pages) for name, within, pages in KINDS
                 if os.path.exists(os.path.join(folder, within))]
        if not found:
            sys.exit(f'{folder}: neither a checkout of mozilla/readability or postlight/parser '
                     'nor a folder with gold.jsonl')
        for name, pages in found:
            measure(name, list(pages(folder)), os.path.abspath(a.bin), a.verbose)


if __name__ == '__main__':
    main()
