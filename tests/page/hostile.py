"""Writes a corpus whose every field tries to run, to fetch, or to mislead. Invented for this test."""

import itertools
import json

PAYLOADS = [
    "<script>window.pwned=1</script>",
    "</script><script>window.pwned=1</script>",
    "</template><script>window.pwned=1</script>",
    "</style><script>window.pwned=1</script>",
    "--><script>window.pwned=1</script><!--",
    "<img src=x onerror=window.pwned=1>",
    "<svg onload=window.pwned=1>",
    "<svg><script href=http://evil.invalid/x></script></svg>",
    "<iframe src=http://evil.invalid/></iframe>",
    "<link rel=stylesheet href=http://evil.invalid/x.css>",
    "<meta http-equiv=refresh content='0;url=http://evil.invalid/'>",
    "<base href=http://evil.invalid/>",
    "<form action=http://evil.invalid/><button autofocus onfocus=window.pwned=1>",
    "<details open ontoggle=window.pwned=1>",
    "<video><source onerror=window.pwned=1></video>",
    "<a href=javascript:window.pwned=1>x</a>",
    "<style>*{background:url(http://evil.invalid/b)}</style>",
    "\"><script>window.pwned=1</script>",
    "' onmouseover='window.pwned=1' x='",
    "\" autofocus onfocus=\"window.pwned=1",
    "javascript:window.pwned=1",
    "data:text/html,<script>window.pwned=1</script>",
    "{{ 7*7 }} {% include \"/etc/passwd\" %} {# x #}",
    "${window.pwned=1} `+window.pwned=1+`",
    "\\u003cscript\\u003ewindow.pwned=1\\u003c/script\\u003e",
    "&lt;script&gt;window.pwned=1&lt;/script&gt; &#x3c;script&#x3e;",
    "\u202eevil\u202c \u2066x\u2069 \u200fy",
    "a\x00b\x1b[31mred\x07\x7f",
    "\u2028window.pwned=1\u2029",
    "\ufeff\u200b\u200d invisible",
    "]]><script>window.pwned=1</script>",
    "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=window.pwned=1&gt;\">",
    "__proto__",
    "constructor",
    "%3Cscript%3E %00 %0d%0aSet-Cookie:x",
]
# Each way of running something that an element has by itself.
PAYLOADS += [
    f"<{tag} {event}=window.pwned=1 tabindex=1 autofocus src=x href=x style=animation:x>"
    for tag in ("body", "input", "select", "object", "embed", "audio", "marquee", "custom-element", "a", "div", "image", "frameset", "portal")
    for event in ("onload", "onerror", "onfocus", "onanimationstart", "onpointerenter")
]
URLS = [
    "javascript:window.pwned=1", "JaVaScRiPt:window.pwned=1", "data:text/html,<script>window.pwned=1</script>", "vbscript:x",
    "http://evil.invalid/\"><script>window.pwned=1</script>", "https://evil.invalid/' onclick='window.pwned=1", "//evil.invalid/x",
    "file:///etc/passwd", "blob:http://evil.invalid/x", "http://\u202eevil.invalid/", "https://user:pass@evil.invalid/#\"onload=x",
]


def records():
    """Each payload in each field, in an article and in a copy of it with other quotations, so that every view has it."""
    urls = itertools.cycle(URLS)
    for n, payload in enumerate(PAYLOADS * 3):
        field = ["title", "source", "text"][n // len(PAYLOADS)]
        for copy in (False, True):
            said = "“We are tired of it and want to go home,”" if copy else "“We are weary of waiting and want to sleep,”"
            verb = ["stopped", "halted"][copy]
            body = (
                f"HALVIK (NWA) - Ferry crews number {n} {verb} work in Halvik on Monday, and {n + 20} boats stayed at the quay of the harbour.\n\n"
                f"{said} said Jane Doe{n} of the union number {n}, after talks with the Coastal Line had failed for the third time this year.\n\n"
                f"{payload if field == 'text' else 'The mediator'} will come by train, and the mayor of town {n} opened hall {n + 3} to stranded drivers.\n\n"
                f"On the island of Ostrey{n} the health centre moved {n + 4} patients to the mainland, where they will stay until crew {n} returns.\n"
            )
            yield {
                "id": f"h{n}{'b' if copy else 'a'} {payload[:30]}".replace("\x00", "").replace("=", "e").strip(),
                "title": f"{payload if field == 'title' else 'Crews stop'} {n}",
                "source": f"{payload if field == 'source' else 'Outlet'} {n}{'b' if copy else ''}",
                "url": next(urls),
                "text": body,
                "authors": [payload, "<b>x</b>"],
                "captions": [payload, f"The trophy of {payload} in Oldgate, 3 March 2009"],
                "credit": payload,
                "language": "en",
                "published": f"2021-06-{7 + (n + copy) % 20:02d}T08:00:00Z" if n % 3 else payload,
            }


def write(path):
    with open(path, "w", encoding="utf-8") as file:
        for record in records():
            file.write(json.dumps(record) + "\n")
        # Rejects quote their values.
        for payload in PAYLOADS:
            file.write(json.dumps({"id": payload, "published": payload}) + "\n")
