// A copy beside the article it is compared with.
const FATE = ["same", "swapped", "moved", "alone"];
const part = (second, lang) => ([kind, text, mark]) => {
  const fate = FATE[kind & 3];
  const tag = fate === "alone" ? (second ? "ins" : "del") : mark >= 0 ? "mark" : "span";
  return el(tag, { class: `${fate}${kind & 4 ? " quoted" : ""}${mark >= 0 ? " drift" : ""}`, title: mark >= 0 ? `alteration ${mark + 1}` : null }, text);
};
const sideFacts = (at, side) => el("dl", { class: "facts" }, [
  ["outlet", outletLink(at)], ["date", `${dateOf(at)}${A.date[at] ? `; read from ${A.basis[at]}` : ""}`], ["address", out(A.url[at], A.url[at]) || "not known"],
  ["credit as found", [...side.credits.map(([name, where]) => `${name} (${where})`), ...side.authors].join(", ") || "none found"],
  ["words", side.words], ["id", A.id[at]], ["SHA-256 of the text", code(side.sha256)],
].map(([term, ...value]) => div(dt(term), dd(value))));
const apart = (title, first, second) => first.length + second.length ? el("details", { class: "apart" }, summary(`${title}: ${first.length} and ${second.length} ${W.apart}`),
  row([first, second].map((lines) => el("div", { dir: "auto" }, lines.map(([label, text]) => p(b(label), " ", text)))))) : null;
const viewBeside = async (pair, finding) => {
  const [, copy, first] = D.pairs[pair];
  const B = await besideOf(pair);
  const x = finding ?? D.findings[by.findingOfPair.get(pair)];
  const title = x ? "A finding" : "Two texts";
  const top = x ? findingTop(x) : storyLink(copy, "The whole story");
  if (!B) return { title, body: [top, D.pairs[pair][3] === -2 ? p(el("a", { href: `report-texts/${D.pairs[pair][0]}.html` }, W.beside)) : of(`${D.pairs.filter((x) => x[3] >= 0).length} of ${D.totals.pairs}${W.left}`), articleTable("The two articles", [first, copy])] };
  const at = [first, copy];
  const names = ["compared with", "the article"];
  const evidence = (side) => B.signals.filter((s) => s[1] === side).map(([words, , weight]) => li(words, " ", b(`+${weight.toFixed(2)}`)));
  return {
    title,
    body: [top,
      h2("Why"), p(b(B.relation), ": ", B.why), p(B.direction),
      B.signals.length ? row([0, 1].map((side) => div(h3(side ? "For the second being first" : "For the first being first"), evidence(side).length ? ul(evidence(side)) : p("nothing")))) : null,
      of(W.odds),
      B.alterations.length ? [h2(`What differs (${B.alterations.length})`), el("ol", { class: "alterations" }, B.alterations.map((d) => li(p(b(W.drift[d.kind]), d.speaker ? [", ", foreign(d.speaker)] : "", ` · ${W.severity[d.severity]} · ${d.firm === null ? "only listed" : `probability ${percent(d.firm)}`} · `, b(d.counts ? "held against it" : "listed, costs nothing")),
        row(el("blockquote", { dir: "auto" }, d.texts[0]), el("blockquote", { dir: "auto" }, d.texts[1])))))] : null,
      h2("The texts"),
      byId("legend").content.cloneNode(true),
      el("div", { class: "row heads" }, at.map((n, side) => div(h3(small(names[side]), headline(n)), sideFacts(n, B.sides[side])))),
      apart("Above the body", B.sides[0].above, B.sides[1].above),
      el("div", { class: "texts" }, B.rows.map((r) => row(r.map((parts, side) => el("p", { dir: "auto", lang: A.lang[at[side]] || null, class: parts.length ? null : "empty" }, parts.map(part(side === 1))))))),
      apart("Below the body", B.sides[0].below, B.sides[1].below),
      of(`${W.hashes}${D.version}.`)],
  };
};
