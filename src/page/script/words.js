// Words for what the data holds as names.
const dateWords = (date) => {
  const [, y, m, d, time, zone] = /^(\d+)-(\d\d)-(\d\d)(?:T(\d\d:\d\d):\d\d(.*))?/.exec(date) || [];
  if (!y) return S.undated;
  const at = time ? `, ${time} ${zone === "Z" ? "UTC" : "UTC" + zone}` : "";
  return say(W.day, +d, W.months[m - 1], y) + at;
};
const dateOf = (at) => {
  if (A.date[at]) return A.basis[at] === "text" ? say(S.by_text, dateWords(A.date[at])) : dateWords(A.date[at]);
  const [low, high] = A.span[at];
  return [S.undated, [low && say(S.not_before, low), high && say(S.not_after, high)].filter(Boolean).join(", ")].filter(Boolean).join("; ");
};
const isAgency = (n) => n >= 0 && D.sources[n].agency;
const sourceName = (n) => (n >= 0 ? D.sources[n].name : S.unknown_outlet);
const outlet = (at) => (A.source[at] < 0 && A.claimed[at] ? say(S.calls_itself, sourceName(-1), A.claimed[at]) : sourceName(A.source[at]));
const outletLink = (at) => A.source[at] >= 0 ? sourceLink(A.source[at]) : outlet(at);
// Of a lost story any copy may be the nearest: it is the agency that a copy is from.
const fromWhom = (at, nearest) => {
  const lost = by.family.get(A.family[at]);
  return lost ? mixed(S.nearest, lost.agency[1], nearest) : nearest;
};
const headline = (at) => foreign(A.title[at] || A.id[at], A.lang[at]);
const headPage = (at) => [headline(at), " ", out(A.url[at], S.page)];
const copiesOf = (relations) => relations.reduce((sum, n) => sum + n, 0);
const storyLink = (at, ...text) => {
  const story = by.storyNumber.get(A.story[at]);
  return story ? goto(story.h, text) : null;
};
const whisker = (score) => {
  if (!score) return span("none", S.no_score);
  const at = (x) => (4 + x * 0.92).toFixed(1);
  const [value, low, high] = score;
  const words = say(S.score, ...score.map((x) => x.toFixed(0)));
  return el("span", { class: "score" },
    el("svg", { class: "whisker", viewBox: "0 0 100 14", width: 100, height: 14, role: "img", "aria-label": words },
      el("line", { class: "axis", x1: 4, y1: 7, x2: 96, y2: 7 }),
      el("line", { class: "range", x1: at(low), y1: 7, x2: at(high), y2: 7 }),
      el("circle", { cx: at(value), cy: 7, r: 4 })),
    span("figure", value.toFixed(0)), span("range-words", ` ${low.toFixed(0)}–${high.toFixed(0)}`));
};
