// The search box: words, "quoted words", key:value, key:>number, since:day, until:day, and - before any of them.
const parseQuery = (text) => {
  const terms = [];
  for (const [, no, key, quoted, bare] of text.matchAll(/(-?)(?:([a-z]+):)?(?:"([^"]*)"?|(\S+))/g)) {
    const value = (quoted !== undefined ? quoted : bare).toLowerCase();
    if (key && !Object.hasOwn(W.keys, key)) terms.push({ no, value: `${key}:${value}` });
    else terms.push({ no, key, value });
  }
  return terms;
};
const numberFits = (n, value) => {
  const [, sign, of] = /^(>=|<=|>|<|=)?(\d+(?:\.\d+)?)$/.exec(value) || [];
  if (of === undefined || n == null) return false;
  return { ">": n > of, "<": n < of, ">=": n >= of, "<=": n <= of }[sign] ?? n === +of;
};
// `about` gives for each key a list of texts, or a number, or a date.
const fits = (terms, about) => terms.every(({ no, key, value }) => {
  const has = (texts) => texts.some((text) => String(text).toLowerCase().includes(value));
  const day = () => about.date.slice(0, value.length);
  let found;
  if (!key) found = has([about.text]);
  else if (key === "since") found = day() >= value;
  else if (key === "until") found = !!about.date && day() <= value;
  else if (Array.isArray(about[key])) found = has(about[key]);
  else found = numberFits(about[key], value);
  return no ? !found : found;
});
const names = (n) => (n >= 0 ? [D.sources[n].id, D.sources[n].name] : []);
const agencies = (at) => {
  const lost = by.family.get(A.family[at]);
  const list = [...A.wire[at], ...(lost ? [lost.agency[0]] : []), ...(isAgency(A.source[at]) ? [A.source[at]] : [])];
  return list.filter(isAgency);
};
const aboutArticles = (a, o) => ({
  source: [...names(A.source[a]), A.claimed[a]].filter(Boolean),
  from: o >= 0 ? [...names(A.source[o]), A.claimed[o]].filter(Boolean) : [],
  agency: [a, o].filter((at) => at >= 0).flatMap(agencies).flatMap(names),
  credit: [A.credit[a]], altered: A.quotes[a], facts: A.facts[a], date: A.date[a],
});
const relationNames = (relation) => [relation, W.name[relation] || ""];
// The box, and which of the keys in it have no meaning in this list, where others would seem to find nothing.
const searchBox = (view, query, examples, keys) => {
  const input = el("input", { type: "search", id: "q", name: "q", value: query, autocomplete: "off", spellcheck: "false", "aria-describedby": "q-help", placeholder: examples });
  const go = (event) => {
    event.preventDefault();
    location.hash = view + (input.value.trim() ? "/" + enc(input.value.trim()) : "");
  };
  const lost = [...new Set(parseQuery(query).map((x) => x.key).filter((key) => key && !keys.includes(key)))];
  return [el("form", { role: "search", class: "search", submit: go },
    el("label", { for: "q" }, S.search), input, el("button", { type: "submit" }, S.search),
    el("details", { id: "q-help" }, summary(S.help),
      p(W.search),
      el("dl", { class: "keys" }, keys.map((key) => div(dt(key + ":"), dd(W.keys[key])))),
      p(W.example))), lost.length ? el("p", { class: "caution", role: "status" }, say(S.no_key, lost.map((key) => key + ":").join(", "), keys.map((key) => key + ":").join(", "))) : null];
};
// Replaces the term of one key in a query.
const withTerm = (query, key, value) => {
  const rest = query.replace(new RegExp(`(^|\\s)${key}:(?:"[^"]*"?|\\S+)`, "g"), " ").trim();
  return `${rest} ${value ? `${key}:${/\s/.test(value) ? `"${value}"` : value}` : ""}`.trim();
};
const valueOf = (query, key) => {
  const term = parseQuery(query).find((x) => x.key === key && !x.no);
  return term ? term.value : "";
};
const chooser = (view, query, key, label, options) =>
  options.length < 2 && !valueOf(query, key) ? null : el("label", { class: "choose" }, label,
    el("select", { change: (event) => { location.hash = view + "/" + enc(withTerm(query, key, event.target.value)); } },
      el("option", { value: "" }, S.all),
      options.map(([value, words]) => el("option", { value, selected: valueOf(query, key) === low(value) }, words))));
const tally = (values) => {
  const counts = new Map();
  for (const value of values) counts.set(value, (counts.get(value) || 0) + 1);
  return [...counts].sort((x, y) => y[1] - x[1] || (x[0] < y[0] ? -1 : 1));
};
