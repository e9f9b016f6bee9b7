// The sources, and one source.
const kindWords = (x) => W.source[x.kind] ?? x.kind;
const sourceColumns = () => [
  col(H.source, (x) => goto(x.h, foreign(x.name)), (x) => x.name),
  col(H.kind, kindWords, 1),
  col(H.articles, (x) => x.articles, 1, true),
  col(H.originals, (x) => x.originals, 1, true),
  col(H.copies, (x) => copiesOf(x.relations), 1, true),
  col(H.score, (x) => tipped(whisker(x.score), () => behind(x)), (x) => x.score && x.score[0], true),
  col(H.grade, (x) => x.grade, 1),
  col(H.why, (x) => x.reasons),
];
const viewSources = (query) => {
  const terms = parseQuery(query);
  const rows = D.sources.filter((x) => x.articles && fits(terms, { text: `${x.name} ${x.id} ${kindWords(x)} ${x.grade}`, source: [x.name, x.id], date: "", points: x.score && x.score[0] })).sort((x, y) => y.articles - x.articles || (x.id < y.id ? -1 : 1));
  return {
    title: W.view.sources,
    body: [lead(W.lead.sources), searchBox("sources", query, W.source.wire, ["source", "points"]),
      query ? of(say(W.fit.sources, rows.length, D.totals.sources)) : ofAll("sources", rows.length), table(W.view.sources, sourceColumns(), rows)],
  };
};
const sourceLink = (n) => goto(D.sources[n].h, foreign(sourceName(n)));
// Copies of a lost story are not listed under its agency.
const flowLink = (f) => goto(D.pairs.some(([, a, o]) => A.source[a] === f.to && A.source[o] === f.from)
  ? "copies/" + enc(`from:"${D.sources[f.from].id}" source:"${D.sources[f.to].id}"`) : D.sources[f.to].h, f.n);
const flowTable = (label, rows) => table(label, [
  col(H.from, (x) => sourceLink(x.from), (x) => sourceName(x.from)),
  col(H.to, (x) => sourceLink(x.to), (x) => sourceName(x.to)),
  col(H.copies, flowLink, (x) => x.n, true),
  col(H.credited, (x) => (x.credited[1] ? say(S.judged, ...x.credited) : S.not_judged), (x) => x.credited[0], true),
  col(H.how, (x) => x.relations.map((n, r) => n && `${n} ${W.name[RELATIONS[r]]}`).filter(Boolean).join(", ")),
], rows);
const articleTable = (label, rows) => table(label, [
  col(H.headline, headPage, (at) => A.title[at]),
  col(H.date, (at) => dateOf(at), (at) => A.date[at]),
  col(H.role, (at) => W.role[A.role[at]] || S.open),
  col(H.from, (at) => A.parent[at] < 0 ? "" : fromWhom(at, pairLink(at, outlet(A.parent[at])))),
  col(H.relation, (at) => W.name[A.relation[at]], 1),
  col(H.credit, (at) => W.credit[A.credit[at]] || "", (at) => A.credit[at]),
  col(H.altered, (at) => A.quotes[at] || "", (at) => A.quotes[at], true),
  col(H.points, (at) => A.score[at] === null ? "" : A.score[at].toFixed(0), (at) => A.score[at], true),
  col(H.story, (at) => storyLink(at, S.story)),
], rows, 50);
const pairLink = (at, ...text) => {
  const pair = by.pairOf.get(at + " " + A.parent[at]);
  return pair === undefined ? text : goto(D.pairs[pair][0], text);
};
const rates = (x) => x.rates.filter((r) => r[2]);
const ratio = ([, hits, cases]) => say(S.of, hits, cases);
// What a score is made of, and what was counted.
const behind = (x) => div(
  x.groups.length ? [b(T.groups), el("dl", {}, x.groups.map(([group, got, most]) => div(dt(W.group[group]), dd(say(S.of, num(got, 1), num(most, 1))))))] : null,
  b(T.counted), el("dl", {}, rates(x).map((r) => div(dt(r[0]), dd(ratio(r))))),
  el("dl", {}, x.relations.map((n, r) => n > 0 && div(dt(W.relation[RELATIONS[r]]), dd(n)))));
const viewSource = (x, n) => {
  const own = A.source.map((s, at) => (s === n ? at : -1)).filter((at) => at >= 0);
  const copies = own.filter((at) => A.role[at] === 1 && A.source[A.parent[at]] !== n);
  const found = D.findings.filter((f) => A.source[f.a] === n);
  return {
    title: x.name,
    label: true,
    body: [lead(joined([kindWords(x), [count(x.articles, C.article), count(x.originals, C.original), count(copiesOf(x.relations), C.copy)].join(", ")], " · ")),
      x.articles ? p(x.score ? [whisker(x.score), x.grade && say(S.grade, x.grade), " "] : null, x.reasons) : null,
      x.groups.length ? [h2(T.groups), el("dl", { class: "rates" }, x.groups.map(([group, got, most]) => div(dt(W.group[group]), dd(say(S.of, num(got, 1), num(most, 1))))))] : null,
      x.articles ? [h2(T.counted), el("dl", { class: "rates" }, rates(x).map((r) =>
        div(dt(r[0]), dd(ratio(r), r[3] ? span("range-words", ` (${say(S.range, ...r[3].map(percent))})`) : null, r[4] === null ? null : span("range-words", say(S.middle, percent(r[4])))))))] : null,
      x.past.length ? [h2(T.weeks), table(T.weeks, [
        col(H.week, (w) => w[0]), col(H.articles, (w) => w[1], 1, true), col(H.score, (w) => whisker(w[2]), (w) => w[2] && w[2][0], true)], x.past)] : null,
      found.length ? [h2(T.findings), p(say(S.charged, count(found.length, C.finding), found.filter((f) => f.status === "charged").length, found.filter((f) => f.status !== "charged").length)), list(found.slice(0, 20).map(findingItem)),
        found.length > 20 ? goto("read/" + enc(`source:"${x.id}"`), say(S.all_findings, found.length)) : null] : null,
      flowsOf(T.takes, W.took, D.flows.filter((f) => f.to === n)),
      flowsOf(T.gives, W.gave, D.flows.filter((f) => f.from === n)),
      articlesOf(T.its_copies, copies), articlesOf(T.its_articles, own)],
  };
};
const flowsOf = (title, none, rows) => [h2(title), rows.length ? [flowTable(title, rows), rows.length > 5 && el("p", { class: "of paper" }, say(S.shown, 5, rows.length))] : p(none)];
const articlesOf = (title, rows) => (rows.length ? el("div", { class: "long" }, h2(`${title} (${rows.length})`), articleTable(title, rows)) : null);
