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
  return { title: "Who takes from whom", body: D.flows.length ? [
    lead(W.lead.flows), kept.sankey.cloneNode(true), h2("The matrix"),
    of(W.givers, ` ${from.length} of ${all("from").length} givers, ${to.length} of ${all("to").length} takers.`),
    wide("Matrix", el("table", { class: "matrix" }, el("thead", {}, tr(el("th", { scope: "col" }, "from, to"), to.map((n) => el("th", { scope: "col" }, sourceLink(n))))),
      el("tbody", {}, from.map((n) => tr(el("th", { scope: "row" }, sourceLink(n)), to.map((m) => cell(cells.get(n + " " + m)))))))),
    h2("All flows"), ofAll("flows"), flowTable("All flows", D.flows)] : [p("No outlet has another's text.")] };
};
const viewCopies = (query) => {
  const terms = parseQuery(query);
  const rows = D.pairs.filter(([, copy, first], n) => {
    const x = D.findings[by.findingOfPair.get(n)];
    return fits(terms, { kind: [], status: [], ...(x && aboutFinding(x)), ...aboutArticles(copy, first), relation: [A.relation[copy]], text: `${A.title[copy]} ${A.title[first]}` });
  });
  return { title: "Copies", body: [lead(W.lead.copies), searchBox("copies", query, "relation:spun altered:>2"),
    el("p", { role: "status", class: "of" }, `${rows.length} of ${D.totals.pairs} copies and versions`),
    D.pairs.some((x) => x[3] === -2) ? of(W.folder) : null,
    rows.length ? table("Copies", [
      col("outlet", ([, a]) => outletLink(a), ([, a]) => outlet(a)),
      col("headline", ([h, a]) => goto(h, headline(a)), ([, a]) => A.title[a]),
      col("date", ([, a]) => dateOf(a), ([, a]) => A.date[a]),
      col("from", ([, a, o]) => fromWhom(a, outletLink(o)), ([, , o]) => outlet(o)),
      col("relation", ([, a]) => A.relation[a], 1),
      col("credit", ([, a]) => W.credit[A.credit[a]] || "", ([, a]) => A.credit[a]),
      col("altered quotations", ([, a]) => A.quotes[a] || "", ([, a]) => A.quotes[a], true)], rows) : p("No copy fits.")] };
};
const viewCaptions = () => ({ title: "Captions", body: [lead(W.lead.captions),
  ofAll("captions"),
  D.captions.length ? table("Captions", [
    col("caption", (x) => foreign(x.text)), col("headline", (x) => headPage(x.a)),
    col("outlet", (x) => outletLink(x.a), (x) => outlet(x.a)), col("verdict", (x) => x.verdict, 1),
    col("belongs, probability", (x) => percent(x.related), (x) => x.related, true), col("why", (x) => x.why)], D.captions) : p("There are none.")] });
const viewCaption = (x) => {
  const own = D.captions.filter((c) => c.a === x.a);
  return { title: "A caption", body: [findingTop(x), h2("The captions and the headline"), own.map((c) => row(el("blockquote", {}, foreign(c.text)), p(headline(c.a), el("br"), `${c.verdict}; ${c.why}`))), articleTable("The article", [x.a])] };
};
const viewMethod = () => ({ title: "Method, limits, inputs", body: [kept.method(), D.rejects.length ? [h2("What could not be read"), ofAll("rejects"),
  table("What could not be read", [col("file", (x) => x[0]), col("line", (x) => x[1] ?? "", null, true), col("field", (x) => x[2] || "the whole record"), col("why", (x) => foreign(x[3]))], D.rejects)] : null] });
