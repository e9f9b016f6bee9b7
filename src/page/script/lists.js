// Flows, copies, captions and the method.
const MATRIX = 16;
const viewFlows = () => {
  const sums = new Map();
  D.flows.forEach((f) => [f.from, f.to].forEach((n) => sums.set(n, (sums.get(n) || 0) + f.n)));
  const all = (end) => [...new Set(D.flows.map((f) => f[end]))];
  const top = (end) => all(end).sort((x, y) => isAgency(y) - isAgency(x) || sums.get(y) - sums.get(x) || x - y).slice(0, MATRIX);
  const from = top("from"), to = top("to");
  const cells = new Map(D.flows.map((f) => [f.from + " " + f.to, f]));
  const most = Math.max(1, ...D.flows.map((f) => f.n));
  const cell = (f) => el("td", { class: f ? "n level-" + Math.ceil((4 * f.n) / most) : "n" }, f ? flowLink(f) : "");
  return { title: W.view.flows, body: D.flows.length ? [
    lead(W.lead.flows), kept.sankey.cloneNode(true), h2(T.matrix),
    of(say(W.givers, from.length, all("from").length, to.length, all("to").length)),
    wide(T.matrix, el("table", { class: "matrix" }, el("thead", {}, tr(el("th", { scope: "col" }, H.from_to), to.map((n) => el("th", { scope: "col" }, sourceLink(n))))),
      el("tbody", {}, from.map((n) => tr(el("th", { scope: "row" }, sourceLink(n)), to.map((m) => cell(cells.get(n + " " + m)))))))),
    h2(T.flows), ofAll("flows"), flowTable(T.flows, D.flows)] : [p(S.no_flow)] };
};
const viewCopies = (query) => {
  const terms = parseQuery(query);
  const rows = D.pairs.filter(([, copy, first], n) => {
    const found = (by.findingsOfPair.get(n) || []).map((x) => aboutFinding(D.findings[x]));
    return fits(terms, { ...found[0], kind: found.flatMap((x) => x.kind), status: found.flatMap((x) => x.status), ...aboutArticles(copy, first), relation: relationNames(A.relation[copy]), text: `${A.title[copy]} ${A.title[first]}` });
  });
  return { title: W.view.copies, body: [lead(W.lead.copies), searchBox("copies", query, "relation:spun altered:>2", Object.keys(W.keys)),
    el("p", { role: "status", class: "of" }, say(S.copies_versions, rows.length, D.totals.pairs)),
    D.pairs.some((x) => x[3] === -2) ? of(W.folder) : null,
    rows.length ? table(W.view.copies, [
      col(H.outlet, ([, a]) => outletLink(a), ([, a]) => outlet(a)),
      col(H.headline, ([h, a]) => goto(h, headline(a)), ([, a]) => A.title[a]),
      col(H.date, ([, a]) => dateOf(a), ([, a]) => A.date[a]),
      col(H.from, ([, a, o]) => fromWhom(a, outletLink(o)), ([, , o]) => outlet(o)),
      col(H.relation, ([, a]) => W.name[A.relation[a]], 1),
      col(H.credit, ([, a]) => W.credit[A.credit[a]] || "", ([, a]) => A.credit[a]),
      col(H.altered, ([, a]) => A.quotes[a] || "", ([, a]) => A.quotes[a], true)], rows) : p(S.no_copy)] };
};
const viewCaptions = () => ({ title: W.view.captions, body: [lead(W.lead.captions),
  ofAll("captions"),
  D.captions.length ? table(W.view.captions, [
    col(H.caption, (x) => foreign(x.text)), col(H.headline, (x) => headPage(x.a)),
    col(H.outlet, (x) => outletLink(x.a), (x) => outlet(x.a)), col(H.verdict, (x) => W.verdict[x.verdict], 1),
    col(H.belongs, (x) => percent(x.related), (x) => x.related, true), col(H.why, (x) => english(x.why))], D.captions) : p(S.there_are_none)] });
const viewCaption = (x) => {
  const own = D.captions.filter((c) => c.a === x.a);
  return { title: T.caption, body: [findingTop(x), h2(T.captions), own.map((c) => row(el("blockquote", {}, foreign(c.text)), p(headline(c.a), el("br"), W.verdict[c.verdict], "; ", english(c.why)))), articleTable(T.one, [x.a])] };
};
const viewMethod = () => ({ title: W.view.method, body: [kept.method(), D.rejects.length ? [h2(T.unread), ofAll("rejects"),
  table(T.unread, [col(H.file, (x) => x[0]), col(H.line, (x) => x[1] ?? "", null, true), col(H.field, (x) => x[2] || S.whole_record), col(H.why, (x) => foreign(x[3], "en"))], D.rejects)] : null] });
