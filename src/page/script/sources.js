// The sources, and one source.
const kindWords = (x) => W.source[x.kind] ?? x.kind;
const sourceColumns = () => [
  col("source", (x) => goto(x.h, foreign(x.name)), (x) => x.name),
  col("kind", kindWords, 1),
  col("articles", (x) => x.articles, 1, true),
  col("originals", (x) => x.originals, 1, true),
  col("copies", (x) => copiesOf(x.relations), 1, true),
  col("score (90 % range)", (x) => whisker(x.score), (x) => x.score && x.score[0], true),
  col("grade", (x) => x.grade, 1),
  col("why", (x) => x.reasons),
];
const viewSources = (query) => {
  const terms = parseQuery(query);
  const rows = D.sources.filter((x) => x.articles && fits(terms, { text: `${x.name} ${x.id} ${kindWords(x)} ${x.grade}`, source: [x.name, x.id], date: "", points: x.score && x.score[0] })).sort((x, y) => y.articles - x.articles || (x.id < y.id ? -1 : 1));
  return {
    title: "Sources",
    body: [lead(W.lead.sources), searchBox("sources", query, "news agency"),
      query ? of(`${rows.length} of ${D.totals.sources} sources`) : ofAll("sources", rows.length), table("Sources", sourceColumns(), rows)],
  };
};
const sourceLink = (n) => goto(D.sources[n].h, foreign(sourceName(n)));
// Copies of a lost story are not listed under its agency.
const flowLink = (f) => goto(D.pairs.some(([, a, o]) => A.source[a] === f.to && A.source[o] === f.from)
  ? "copies/" + enc(`from:"${D.sources[f.from].id}" source:"${D.sources[f.to].id}"`) : D.sources[f.to].h, f.n);
const flowTable = (label, rows) => table(label, [
  col("from", (x) => sourceLink(x.from), (x) => sourceName(x.from)),
  col("to", (x) => sourceLink(x.to), (x) => sourceName(x.to)),
  col("copies", flowLink, (x) => x.n, true),
  col("of these naming the source", (x) => (x.credited[1] ? `${x.credited[0]} of ${x.credited[1]} judged` : "not judged"), (x) => x.credited[0], true),
  col("how", (x) => x.relations.map((n, r) => n && `${n} ${RELATIONS[r]}`).filter(Boolean).join(", ")),
], rows);
const articleTable = (label, rows) => table(label, [
  col("headline", headPage, (at) => A.title[at]),
  col("date", (at) => dateOf(at), (at) => A.date[at]),
  col("what it is", (at) => W.role[A.role[at]] || "open"),
  col("from", (at) => A.parent[at] < 0 ? "" : fromWhom(at, pairLink(at, outlet(A.parent[at])))),
  col("relation", (at) => A.relation[at], 1),
  col("credit", (at) => W.credit[A.credit[at]] || "", (at) => A.credit[at]),
  col("altered quotations", (at) => A.quotes[at] || "", (at) => A.quotes[at], true),
  col("score", (at) => A.score[at] === null ? "" : A.score[at].toFixed(0), (at) => A.score[at], true),
  col("story", (at) => storyLink(at, "story")),
], rows, 50);
const pairLink = (at, ...text) => {
  const pair = by.pairOf.get(at + " " + A.parent[at]);
  return pair === undefined ? text : goto(D.pairs[pair][0], text);
};
const viewSource = (x, n) => {
  const own = A.source.map((s, at) => (s === n ? at : -1)).filter((at) => at >= 0);
  const copies = own.filter((at) => A.role[at] === 1 && A.source[A.parent[at]] !== n);
  const found = D.findings.filter((f) => A.source[f.a] === n);
  return {
    title: x.name,
    body: [lead(`${kindWords(x)} · ${count(x.articles, "article")}, ${count(x.originals, "original")}, ${count(copiesOf(x.relations), "copy", "copies")} of others`),
      x.articles ? p(x.score ? [whisker(x.score), x.grade && ` grade ${x.grade}.`, " "] : null, x.reasons) : null,
      x.articles ? [h2("What was counted"), el("dl", { class: "rates" }, x.rates.filter((r) => r[2]).map(([words, hits, of, ends, middle]) =>
        div(dt(words), dd(`${hits} of ${of}`, ends ? span("range-words", ` (90 % range ${percent(ends[0])} to ${percent(ends[1])})`) : null, middle === null ? null : span("range-words", `${W.middle}${percent(middle)}`)))))] : null,
      x.past.length ? [h2("Earlier weeks"), table("Earlier weeks", [
        col("week", (w) => w[0]), col("articles", (w) => w[1], 1, true), col("score (90 % range)", (w) => whisker(w[2]), (w) => w[2] && w[2][0], true)], x.past)] : null,
      found.length ? [h2("Findings"), list(found.slice(0, 20).map(findingItem)),
        found.length > 20 ? goto("read/" + enc(`source:"${x.id}"`), `all ${found.length} findings`) : null] : null,
      flowsOf("From whom it takes", W.took, D.flows.filter((f) => f.to === n)),
      flowsOf("Who takes from it", W.gave, D.flows.filter((f) => f.from === n)),
      articlesOf("Its copies", copies), articlesOf("Its articles", own)],
  };
};
const flowsOf = (title, none, rows) => [h2(title), rows.length ? flowTable(title, rows) : p(none)];
const articlesOf = (title, rows) => (rows.length ? [h2(`${title} (${rows.length})`), articleTable(title, rows)] : null);
