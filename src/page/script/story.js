// The stories, and one story: when who had it, and who had it from whom.
const viewStories = (query) => {
  const terms = parseQuery(query);
  const rows = D.stories.filter((x) => {
    const own = by.members.get(x.n) || [];
    return fits(terms, { text: [x.title, ...own.map((at) => A.title[at])].join(" "), date: x.span[0],
      source: own.flatMap((at) => names(A.source[at])), agency: own.flatMap(agencies).flatMap(names), relation: own.flatMap((at) => relationNames(A.relation[at])) });
  });
  return { title: W.view.stories, body: [lead(W.lead.stories), searchBox("stories", query, "source:bbc relation:spun", ["source", "agency", "relation", "since", "until"]),
    query ? of(say(W.fit.stories, rows.length, D.totals.stories)) : ofAll("stories"),
    table(W.view.stories, [
      col(H.story, (x) => goto(x.h, foreign(x.title || S.no_headline)), (x) => x.title),
      col(H.outlets, (x) => x.counts[1], 1, true),
      col(H.origins, (x) => x.counts[2], 1, true),
      col(H.articles, (x) => x.counts[0], 1, true),
      col(H.first, (x) => dateWords(x.span[0]), (x) => x.span[0])], rows)] };
};
// Earliest and latest moment that a date, or the bounds of an unknown one, can mean.
const moments = (at) => {
  const day = 864e5;
  if (A.date[at].length > 10) return [Date.parse(A.date[at]), Date.parse(A.date[at])];
  if (A.date[at]) return [Date.parse(A.date[at]) - day * 14 / 24, Date.parse(A.date[at]) + day * 1.5];
  const [low, high] = A.span[at];
  return low && high ? [Date.parse(low), Date.parse(high) + day] : null;
};
const timeline = (members) => {
  const known = members.map(moments).filter(Boolean);
  const from = Math.min(...known.map((x) => x[0])), to = Math.max(...known.map((x) => x[1]));
  const x = (time) => 6 + 148 * (to > from ? (time - from) / (to - from) : 0.5);
  return (at) => {
    const when = moments(at);
    if (!when) return span("none", S.undated);
    const mark = when[0] === when[1] ? el("circle", { cx: x(when[0]), cy: 8, r: 4.5 })
      : el("rect", { x: x(when[0]), y: 4, width: Math.max(4, x(when[1]) - x(when[0])), height: 8, rx: 4 });
    return el("svg", { class: "time " + A.relation[at], viewBox: "0 0 160 16", width: 160, height: 16, "aria-hidden": "true" }, el("line", { class: "axis", x1: 6, y1: 8, x2: 154, y2: 8 }), mark);
  };
};
const viewStory = (story) => {
  const members = by.members.get(story.n) || [];
  const when = (at) => (moments(at) || [Infinity])[0];
  const sorted = [...members].sort((x, y) => when(x) - when(y) || x - y);
  const draw = timeline(sorted);
  const [articles, outlets, origins] = story.counts;
  const families = [...new Set(sorted.map((at) => A.family[at]))].filter((x) => x >= 0);
  const node = (flat) => (at) => li(span("node", outletLink(at), " ", headline(at), el("small", {},
      joined([dateOf(at), A.parent[at] >= 0 ? pairLink(at, W.relation[A.relation[at]] || S.compare) : A.role[at] === 0 ? W.role[0] : null, W.credit[A.credit[at]], A.quotes[at] ? count(A.quotes[at], C.altered) : null], " · "))),
    !flat && below(at).length ? ul(below(at).map(node())) : null);
  const below = (at) => sorted.filter((x) => A.parent[x] === at);
  const tree = (family) => {
    const own = sorted.filter((at) => A.family[at] === family);
    const tops = own.filter((at) => A.parent[at] < 0 || !own.includes(A.parent[at]));
    const lost = by.family.get(family);
    const inside = lost ? el("ul", { class: "tree" }, li(span("node lost", say(S.lost, lost.agency[1]), small(count(lost.credited_by, C.credited)),
        lost.text ? el("details", {}, summary(count(lost.witnesses, C.agree)), el("p", { class: "text" }, foreign(lost.text))) : null), ul(own.map(node(1)))))
      : el("ul", { class: "tree" }, tops.map(node()));
    return [tops.length > 1 && !lost ? p(W.open) : null, inside];
  };
  const told = D.contradictions.filter((x) => x[0] === story.n);
  const sure = D.corroborated.filter((x) => x[0] === story.n);
  const single = sorted.filter((at) => A.family[at] < 0);
  return {
    title: story.title || S.headless,
    body: [lead([count(outlets, C.outlet), count(origins, C.origin), count(articles, C.article)].join(", ")),
      ofAll("articles", members.length, articles),
      families.length ? h2(T.tree) : null, families.map(tree),
      single.length ? [h2(T.alone), el("ul", { class: "tree" }, single.map(node()))] : null,
      sure.length ? [h2(T.alike), p(W.agree), ofAll("corroborated"), ul(sure.map(([, kind, text, at]) => li(foreign(text, A.lang[at[0]]), small(` ${W.told[kind]}: `, joined(at.map(outletLink), ", ")))))] : null,
      told.length ? [h2(T.differently), p(W.differ), ofAll("contradictions"), told.map(([, kind, sides]) => row(sides.map(([at, text]) =>
        el("blockquote", { dir: "auto" }, text, el("br"), small(W.told[kind], ": ", outletLink(at), " · ", headPage(at))))))] : null,
      h2(T.when), p(W.when),
      table(T.by_time, [
        col(H.outlet, outletLink), col(H.when, (at) => [draw(at), " ", dateOf(at)]),
        col(H.headline, headPage), col(H.role, (at) => W.relation[A.relation[at]] || W.role[A.role[at]] || S.open)], sorted)],
  };
};
