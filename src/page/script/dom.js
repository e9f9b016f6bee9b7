// Elements. Text of articles only ever becomes text, and only addresses of the web become links.
const SVG = new Set(["svg", "line", "circle", "rect", "path", "text", "g", "title"]);
const el = (tag, props, ...children) => {
  const node = SVG.has(tag)
    ? document.createElementNS("http://www.w3.org/2000/svg", tag)
    : document.createElement(tag);
  for (const [key, value] of Object.entries(props || {})) {
    if (typeof value === "function") node.addEventListener(key, value);
    else if (value === true) node.setAttribute(key, "");
    else if (value !== false && value != null) node.setAttribute(key, value);
  }
  node.append(...children.flat(9).filter((x) => x || x === 0));
  return node;
};
const [p, h2, h3, div, li, ul, dt, dd, b, small, code, tr, summary] = "p h2 h3 div li ul dt dd b small code tr summary".split(" ")
  .map((tag) => (...inside) => el(tag, null, inside));
const [lead, of, span, row] = [["p", "lead"], ["p", "of"], ["span"], ["div", "row"]]
  .map(([tag, name]) => (...inside) => el(tag, { class: name || inside.shift() }, inside));
// A column: its head, its cell, the key it sorts by (1: the cell itself), and whether it is a number.
const col = (head, cell, key, n) => ({ head, cell, key: key === 1 ? cell : key, n });
const wide = (label, ...inside) => el("div", { class: "wide", tabindex: 0, role: "region", "aria-label": label }, inside);
const byId = (id) => document.getElementById(id);
const tried = (what, otherwise) => {
  try {
    return what();
  } catch {
    return otherwise;
  }
};
const enc = encodeURIComponent;
const low = (text) => String(text).toLowerCase();
const goto = (hash, ...text) => el("a", { href: "#" + hash }, text);
const out = (url, ...text) =>
  /^https?:\/\//.test(url) ? el("a", { href: url, rel: "noopener noreferrer" }, text) : null;
// Foreign text: its own direction, and its language where that is known.
const foreign = (text, lang) => el("bdi", { lang: lang || null }, text);
const count = (n, one, more) => `${n} ${n === 1 ? one : more || one + "s"}`;
const percent = (x) => (x == null ? "not measured" : (x < 1 ? Math.min(99, Math.round(x * 100)) : 100) + "\u00a0%");
const joined = (nodes, mark) => nodes.filter(Boolean).flatMap((x, n) => (n ? [mark, x] : [x]));

// "N of M", wherever something is cut.
const ofAll = (what, n = D[what].length, m = D.totals[what]) => (n < m ? of(`${n} of ${m} ${what} are in this page; ${what}.csv has all.`) : null);

// A list that grows by a button: the page stays small, and reading order is document order.
const growing = (rows, make, step, into, status) => {
  let shown = 0;
  const more = el("button", { type: "button", class: "more", click: () => grow(true) });
  const grow = (focus) => {
    const from = shown;
    for (const row of rows.slice(shown, shown + step)) into.append(make(row, shown++));
    more.hidden = shown >= rows.length;
    more.textContent = `Show ${Math.min(step, rows.length - shown)} more (${shown} of ${rows.length} shown)`;
    if (focus && into.children[from]) {
      into.children[from].tabIndex = -1;
      into.children[from].focus();
    }
    if (status) status.textContent = `${shown} of ${rows.length} shown`;
  };
  grow(false);
  return more;
};

// A table whose columns sort.
const table = (label, columns, rows, step) => {
  const body = el("tbody");
  const holder = el("div");
  let by = -1, up = false;
  const heads = columns.map((column, n) => {
    const press = () => {
      // Words begin with A, figures with the most.
      up = by === n ? !up : !column.n;
      by = n;
      draw();
    };
    const inside = column.key ? el("button", { type: "button", click: press }, column.head) : column.head;
    return el("th", { scope: "col", class: column.n ? "n" : null }, inside);
  });
  const cells = (row) =>
    columns.map((column, n) => el(n ? "td" : "th", { class: column.n ? "n" : null, scope: n ? null : "row" }, column.cell(row)));
  const draw = () => {
    heads.forEach((head, n) => {
      if (columns[n].key) head.setAttribute("aria-sort", n !== by ? "none" : up ? "ascending" : "descending");
    });
    let sorted = rows;
    if (by >= 0) {
      const key = columns[by].key;
      const keyed = rows.map((row) => [key(row) ?? "", row]).map(([x, row]) => [typeof x === "string" ? low(x) : x, row]);
      // What is missing stands last, whichever way.
      const order = ([x], [y]) => (x === "" || y === "" ? (x === "") - (y === "") : (x < y ? -1 : x > y) * (up ? 1 : -1));
      sorted = keyed.sort(order).map(([, row]) => row);
    }
    body.replaceChildren();
    const more = growing(sorted, (row) => tr(cells(row)), step || 100, body);
    holder.replaceChildren(more);
  };
  draw();
  return [
    wide(label, el("table", { "aria-rowcount": rows.length + 1 }, el("thead", {}, tr(heads)), body)),
    holder,
  ];
};
