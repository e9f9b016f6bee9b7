// Which view is shown, by the fragment of the address.
const main = byId("main");
const kept = {};
const VIEWS = { read: viewRead, week: () => ({ title: kept.weekTitle, body: kept.week() }), sources: viewSources, flows: viewFlows, stories: viewStories, copies: viewCopies, captions: viewCaptions, method: viewMethod };
const decoded = (text) => tried(() => decodeURIComponent(text), text);
const view = async (hash) => {
  const [name, ...rest] = hash.split("/");
  if (Object.hasOwn(VIEWS, name)) return VIEWS[name](decoded(rest.join("/")));
  if (by.open.has(hash)) return by.open.get(hash)();
  const shown = viewRead("");
  if (hash) shown.body.unshift(of(W.gone));
  return shown;
};
let shownOnce = false;
const show = async () => {
  const hash = location.hash.slice(1);
  const { title, body, label } = await view(hash);
  tried(() => tip.hidePopover());
  const head = el("h1", { tabindex: -1, id: "title" }, title);
  const search = document.activeElement && document.activeElement.id === "q";
  main.replaceChildren(el("section", { "aria-labelledby": "title", class: label ? "label" : null }, head, [body].flat(9).filter((x) => x || x === 0)));
  document.title = `${title} · ${kept.title}`;
  const name = hash.split("/")[0] || "read";
  document.querySelectorAll("nav a").forEach((a) => (a.dataset.view === name ? a.setAttribute("aria-current", "page") : a.removeAttribute("aria-current")));
  scrollTo(0, 0);
  // Whoever has just opened the page has the focus where the browser puts it.
  if (shownOnce) ((search && byId("q")) || head).focus({ preventScroll: true });
  shownOnce = true;
  document.documentElement.dataset.ready = hash || "read";
};
(async () => {
  kept.title = document.title;
  kept.sankey = byId("sankey");
  kept.caution = document.querySelector(".caution");
  kept.weekTitle = byId("h-week").textContent;
  // What the page says without a script, apart from its heading.
  for (const id of ["week", "method"]) {
    const whole = byId(id);
    kept[id] = () => [...whole.cloneNode(true).childNodes].filter((node) => node.tagName !== "H2");
  }
  D = await unpack("data");
  index();
  await show();
  addEventListener("hashchange", show);
})();
