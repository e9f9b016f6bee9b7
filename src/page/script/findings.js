// Read first: the findings.
const aboutFinding = (x) => ({
  ...aboutArticles(x.a, x.o), relation: relationNames(x.relation), kind: x.kinds, status: [x.status],
  points: x.points, sure: x.sure === null ? null : x.sure * 100, text: x.text,
});
const findingItem = (x) => {
  const charged = x.status === "charged";
  return el("li", { class: charged ? "finding charged" : "finding" },
    el("p", { class: "tags" },
      span(charged ? "tag blame" : "tag", W.status[x.status]),
      x.kinds.map((kind) => span("tag kind", W.kind[kind])),
      reviewOf(x)[0] ? span("tag", W.review[reviewOf(x)[0]]) : null,
    ),
    el("p", { class: "sentence" }, goto(x.h, x.text)),
    el("p", { class: "about" }, joined([
      x.about, storyLink(x.a, S.the_story), out(A.url[x.a], S.the_article), x.o >= 0 ? out(A.url[x.o], S.the_other) : null], " · ")));
};
const list = (...items) => el("ol", { class: "findings" }, items);
const viewRead = (query) => {
  const terms = parseQuery(query);
  const about = D.findings.map(aboutFinding);
  const rows = D.findings.filter((x, n) => fits(terms, about[n]));
  const shown = list();
  const status = el("p", { role: "status", class: "of" });
  const more = growing(rows, findingItem, 50, shown);
  const charged = rows.filter((x) => x.status === "charged").length;
  status.textContent = say(S.charged, query ? say(W.fit.findings, rows.length, D.findings.length) : count(rows.length, C.finding), charged, rows.length - charged);
  const choose = (...rest) => chooser("read", query, ...rest);
  const pick = (values) => tally(values.filter((n) => n >= 0)).map(([n]) => [sourceName(n), sourceName(n)]);
  const caution = kept.caution.cloneNode(true);
  return {
    title: W.view.read,
    body: [caution, searchBox("read", query, "source:bbc altered:>2", Object.keys(W.keys)),
      el("div", { class: "choosers" },
        choose("kind", W.choose.kind, tally(D.findings.flatMap((x) => x.kinds)).map(([k]) => [k, W.kind[k]])),
        choose("status", W.choose.status, tally(D.findings.map((x) => x.status)).map(([s]) => [s, W.status[s]])),
        choose("source", W.choose.source, pick(D.findings.map((x) => A.source[x.a]))),
        choose("agency", W.choose.agency, pick(D.findings.flatMap((x) => [x.a, x.o].filter((at) => at >= 0).flatMap(agencies))))),
      status, ofAll("findings"),
      rows.length ? shown : p(query ? S.no_finding : W.none), more, saveReviews()],
  };
};
const viewFinding = (x) =>
  x.pair >= 0 ? viewBeside(x.pair, x) : x.kinds[0] === "caption" ? viewCaption(x)
  : { title: T.finding, body: [findingTop(x), articleTable(T.one, [x.a])] };
