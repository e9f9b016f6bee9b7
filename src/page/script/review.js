// A reader's own marks: kept by the browser, saved as a file that `urtext report --review` reads back.
// Where the browser keeps nothing, they last as long as the page.
const stored = () => tried(() => JSON.parse(localStorage.urtextReview));
// Another page or tab may have added its own meanwhile.
const marks = stored() || {};
const reviewOf = (x) => marks[x.h] || x.review || ["", ""];
const findingTop = (x) => {
  const [mark, note] = reviewOf(x);
  const keep = () => {
    Object.assign(marks, stored(), { [x.h]: [choice.value, text.value] });
    tried(() => (localStorage.urtextReview = JSON.stringify(marks)));
  };
  const choice = el("select", { change: keep }, Object.entries(W.review).map(([value, words]) => el("option", { value, selected: value === mark }, words)));
  const text = el("input", { value: note, change: keep });
  const label = (...inside) => el("label", { class: "choose" }, inside);
  return [list(findingItem(x)), div(label(S.your_review, choice), label(S.note, text))];
};
const saveReviews = () => {
  const rows = D.findings.filter((x) => reviewOf(x)[0]).map((x) => ["report.html#" + x.h, ...reviewOf(x)]);
  const csv = [["link", "review", "note"], ...rows].map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`)).join("\r\n");
  return rows.length ? el("a", { href: "data:text/csv;charset=utf-8," + enc(csv), download: "review.csv" }, count(rows.length, C.save)) : null;
};
