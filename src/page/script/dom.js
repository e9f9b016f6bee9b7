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
// A line from the tables, which are English whatever the page is.
const english = (text) => el("span", { lang: "en" }, text);
const foreign = (text, lang) => el("bdi", { lang: lang || null }, text);
// Words with values in their places: as a list of texts and nodes, or as one text.
const mixed = (words, ...values) => words.split(/\{(\d)\}/).map((x, n) => (n % 2 ? values[x] : x));
const say = (...all) => mixed(...all).join("");
const count = (n, of) => say(of[+(n !== 1)], n);
const num = (x, decimals) => x.toFixed(decimals).replace(".", W.point);
const percent = (x) => (x == null ? S.not_measured : (x < 1 ? Math.min(99, Math.round(x * 100)) : 100) + "\u00a0%");
const joined = (nodes, mark) => nodes.filter(Boolean).flatMap((x, n) => (n ? [mark, x] : [x]));

// "N of M", wherever something is cut.
const ofAll = (what, n = D[what].length, m = D.totals[what]) => (n < m ? of(say(W.cut[what], n, m)) : null);

// A list that grows by a button: the page stays small, and reading order is document order.
const growing = (rows, make, step, into) => {
  let shown = 0;
  const status = of();
  const more = el("button", { type: "button", class: "more", click: () => grow(true) });
  const grow = (focus) => {
    const from = shown;
    for (const row of rows.slice(shown, shown + step)) into.append(make(row, shown++));
    more.hidden = status.hidden = shown >= rows.length;
    more.textContent = say(S.more, Math.min(step, rows.length - shown));
    status.textContent = say(S.shown, shown, rows.length);
    if (focus && into.children[from]) {
      into.children[from].tabIndex = -1;
      into.children[from].focus();
    }
  };
  grow(false);
  return [status, more];
};

// A window on rows of one height: only those that can be seen, and a few around them, are there.
const AROUND = 8;
const windowed = (rows, make, box, body, columns) => {
  const space = () => tr(el("td", { colspan: columns }));
  const [top, end] = [space(), space()].map((x) => (x.setAttribute("aria-hidden", true), x));
  const there = new Map();
  body.append(top, end);
  const fill = () => {
    const high = top.nextSibling.offsetHeight || 64;
    const from = Math.max(0, Math.floor(box.scrollTop / high) - AROUND);
    const to = Math.min(rows.length, Math.ceil((box.scrollTop + box.clientHeight) / high) + AROUND);
    for (const [n, row] of there) if (n < from || n >= to) {
      // The focus is not lost with its row.
      if (row.contains(document.activeElement)) box.focus({ preventScroll: true });
      row.remove();
      there.delete(n);
    }
    let next = top.nextSibling;
    for (let n = from; n < to; n++) {
      if (there.has(n)) next = there.get(n).nextSibling;
      else {
        there.set(n, make(rows[n], n));
        body.insertBefore(there.get(n), next);
      }
    }
    top.firstChild.style.height = from * high + "px";
    end.firstChild.style.height = (rows.length - to) * high + "px";
  };
  fill();
  box.onscroll = fill;
  box.sized = new ResizeObserver(fill);
  box.sized.observe(box);
};

// A table whose columns sort. A long one is a window on its rows, or else plain, a part at a time.
let plain = false;
const table = (label, columns, rows, step = 100) => {
  const body = el("tbody");
  const holder = el("div");
  const long = rows.length > step;
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
  const box = wide(label, el("table", { "aria-rowcount": rows.length + 1 }, el("thead", {}, el("tr", { "aria-rowindex": 1 }, heads)), body));
  const make = (row, at) => el("tr", { "aria-rowindex": at + 2 },
    columns.map((column, n) => el(n ? "td" : "th", { class: column.n ? "n" : null, scope: n ? null : "row" }, long && !plain ? div(column.cell(row)) : column.cell(row))));
  const change = () => {
    plain = !plain;
    draw();
    holder.querySelector(".mode").focus();
  };
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
    box.sized?.disconnect();
    box.onscroll = null;
    box.scrollTop = 0;
    box.classList.toggle("virtual", long && !plain);
    holder.replaceChildren(...(long && !plain ? [windowed(sorted, make, box, body, columns.length) || of(count(rows.length, C.row))] : growing(sorted, make, step, body)),
      long ? el("button", { type: "button", class: "mode", "aria-pressed": String(plain), click: change }, S.plain) : "");
  };
  draw();
  if (long) box.print = () => plain || (plain = true, draw(), plain = false);
  return [box, holder];
};
// On paper there is nothing to scroll: a part of the plain table, and "N of M".
addEventListener("beforeprint", () => document.querySelectorAll(".virtual").forEach((box) => box.print()));

// What stands behind a figure, on hover and on focus.
const tip = el("div", { id: "tip", role: "tooltip", popover: "manual" });
const tipped = (inside, words) => {
  const hide = () => tried(() => tip.hidePopover());
  const shown = (event) => {
    hide();
    tip.replaceChildren(words());
    document.body.append(tip);
    tried(() => tip.showPopover());
    const { left, right, top } = event.currentTarget.getBoundingClientRect();
    const { width, height } = tip.getBoundingClientRect();
    tip.style.left = (right + width + 16 < innerWidth ? right + 8 : Math.max(8, left - width - 8)) + "px";
    tip.style.top = Math.max(8, Math.min(top, innerHeight - height - 8)) + "px";
  };
  return el("button", { type: "button", class: "tipped", "aria-describedby": "tip", focus: shown, mouseenter: shown, click: shown, blur: hide, mouseleave: hide, keydown: (event) => event.key === "Escape" && hide() }, inside);
};
