// A copy beside the article it is compared with.
const FATE = ["same", "swapped", "moved", "alone"];
const part = (second, lang) => ([kind, text, mark]) => {
  const fate = FATE[kind & 3];
  const tag = fate === "alone" ? (second ? "ins" : "del") : mark >= 0 ? "mark" : "span";
  return el(tag, { class: `${fate}${kind & 4 ? " quoted" : ""}${mark >= 0 ? " drift" : ""}`, title: mark >= 0 ? say(S.alteration, mark + 1) : null }, text);
};
const sideFacts = (at, side) => el("dl", { class: "facts" }, [
  [H.outlet, outletLink(at)], [H.date, A.date[at] ? say(S.read_from, dateOf(at), W.basis[A.basis[at]]) : dateOf(at)], [H.address, out(A.url[at], A.url[at]) || S.not_known],
  [H.credit_found, [...side.credits.map(([name, where]) => `${name} (${W.basis[where]})`), ...side.authors].join(", ") || S.none_found],
  [H.words, side.words], [H.id, A.id[at]], [H.sha, code(side.sha256)],
].map(([term, ...value]) => div(dt(term), dd(value))));
const apart = (title, first, second) => first.length + second.length ? el("details", { class: "apart" }, summary(say(title, first.length, second.length)),
  row([first, second].map((lines) => el("div", { dir: "auto" }, lines.map(([label, text]) => p(b(W.label[label]), " ", text)))))) : null;
const viewBeside = async (pair, finding) => {
  const [, copy, first] = D.pairs[pair];
  const B = await besideOf(pair);
  const found = (by.findingsOfPair.get(pair) || []).map((n) => D.findings[n]).sort((x, y) => (y === finding) - (x === finding));
  const title = found.length ? T.finding : T.texts;
  const top = found.length ? found.map(findingTop) : storyLink(copy, S.whole);
  if (!B) return { title, body: [top, D.pairs[pair][3] === -2 ? p(el("a", { href: `report-texts/${D.pairs[pair][0]}.html` }, W.beside)) : of(say(S.left, D.pairs.filter((x) => x[3] >= 0).length, D.totals.pairs)), articleTable(T.two, [first, copy])] };
  const at = [first, copy];
  const evidence = (side) => B.signals.filter((s) => s[1] === side).map(([words, , weight]) => li(words, " ", b("+" + num(weight, 2))));
  return {
    title,
    body: [top,
      h2(T.why), p(b(B.relation), ": ", B.why), p(B.direction),
      B.signals.length ? row([0, 1].map((side) => div(h3(T.for[side]), evidence(side).length ? ul(evidence(side)) : p(S.nothing)))) : null,
      of(W.odds),
      B.alterations.length ? [h2(say(T.differs, B.alterations.length)), el("ol", { class: "alterations" }, B.alterations.map((d) => li(p(b(W.drift[d.kind]), d.speaker ? [", ", foreign(d.speaker)] : "", ` · ${W.severity[d.severity]} · ${d.firm === null ? S.only_listed : say(S.probability, percent(d.firm))} · `, b(d.counts ? S.held : S.free)),
        row(el("blockquote", { dir: "auto" }, d.texts[0]), el("blockquote", { dir: "auto" }, d.texts[1])))))] : null,
      h2(T.both),
      byId("legend").content.cloneNode(true),
      el("div", { class: "row heads" }, at.map((n, side) => div(h3(small(T.sides[side]), headline(n)), sideFacts(n, B.sides[side])))),
      apart(T.above, B.sides[0].above, B.sides[1].above),
      el("div", { class: "texts" }, B.rows.map((r) => row(r.map((parts, side) => el("p", { dir: "auto", lang: A.lang[at[side]] || null, class: parts.length ? null : "empty" }, parts.map(part(side === 1))))))),
      apart(T.below, B.sides[0].below, B.sides[1].below),
      of(say(W.hashes, D.version))],
  };
};
