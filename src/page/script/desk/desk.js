"use strict";(() => {
const at = id => document.getElementById(id);
const form = at("form"), text = at("text"), file = at("file"), status = at("status"), error = at("error"), frame = at("result"), token = at("token");
let asked = 0, shown = "";

// Tells what went wrong, as the server put it.
function fail(told) {
  const parts = [["b", told.error], ["span", told.place + (told.value ? ": " + told.value : "")], ["span", told.remedy]];
  error.replaceChildren(...parts.filter(part => part[1]).map(([tag, words]) => {
    const element = document.createElement(tag);
    element.textContent = words;
    return element;
  }));
  error.hidden = false;
}

// Reads why there is no verdict. Something between here and the server may have answered instead.
function refusal(words, code) {
  try {
    const told = JSON.parse(words);
    if (told && told.error) return told;
  } catch (why) { /* Said below. */ }
  return {error: "the answer is not one of this server's", place: "status " + code, remedy: "see what stands between the browser and the server, such as a proxy"};
}

// Shows the page that the server made, which has no script. Its links open beside it.
function show(page) {
  URL.revokeObjectURL(shown);
  shown = URL.createObjectURL(new Blob([page], {type: "text/html"}));
  frame.onload = () => {
    const inner = frame.contentDocument;
    if (!inner || !inner.body) return;
    for (const link of inner.links) link.target = "_blank";
    const fit = () => { frame.style.height = inner.documentElement.offsetHeight + 32 + "px"; };
    for (const part of inner.querySelectorAll("details")) part.addEventListener("toggle", fit);
    fit();
  };
  frame.hidden = false;
  frame.src = shown;
}

async function check(body, name) {
  const turn = ++asked;
  error.hidden = frame.hidden = true;
  status.textContent = "Checking " + (name || "the text") + " …";
  const headers = {Accept: "text/html", "Content-Type": "application/octet-stream"};
  if (token && token.value) headers.Authorization = "Bearer " + token.value.trim();
  try {
    const address = "/v1/score" + (name ? "?name=" + encodeURIComponent(name) : "");
    const answer = await fetch(address, {method: "POST", headers, body});
    const words = await answer.text();
    // Of several requests, the last one counts.
    if (turn !== asked) return;
    status.textContent = "";
    if (answer.ok) show(words);
    else fail(refusal(words, answer.status));
  } catch (why) {
    if (turn !== asked) return;
    status.textContent = "";
    fail({error: "the server gave no answer", place: String(why), remedy: "see whether it still runs"});
  }
}

// Runs on the page that somebody wants to have checked, as a bookmark: opens the desk with that page
// behind the mark of the address, which no browser sends to a server. The desk only fills its field.
// Addresses may have a megabyte in Firefox, two in Chrome.
const send = desk => {
  const page = document.documentElement.cloneNode(true);
  for (const part of page.querySelectorAll("script:not([type='application/ld+json']),style,svg,iframe,template,link[rel~=stylesheet]")) part.remove();
  const whole = text => encodeURIComponent(text.toWellFormed ? text.toWellFormed() : text);
  let found = whole(page.outerHTML);
  if (found.length > 1e6) found = whole(document.title + "\n\n" + document.body.innerText);
  if (found.length > 1e6) alert("This page is too long to be sent. Save it, and drop the file on the desk.");
  else open(desk + "/#page=" + found);
};
const mark = at("mark"), report = at("report");
mark.href = "javascript:(" + encodeURIComponent(String(send)) + ")(" + encodeURIComponent(JSON.stringify(location.origin)) + ");void 0";

// Fills the field with what the bookmark sent. Whoever sent it, nothing is done with it but that.
function fill() {
  if (!location.hash.startsWith("#page=")) return;
  try {
    text.value = decodeURIComponent(location.hash.slice(6));
    status.textContent = "This page was sent by the bookmark. Nothing has been checked yet.";
  } catch (why) {
    fail({error: "the bookmark sent nothing readable", place: "", remedy: "save the page, and drop the file here"});
  }
  history.replaceState(null, "", location.pathname);
}
addEventListener("hashchange", fill);
fill();

// Where a token is set, a link cannot carry it: a cookie for the report alone is asked for first.
if (report && token) report.addEventListener("click", async event => {
  event.preventDefault();
  const headers = {Authorization: "Bearer " + token.value.trim()};
  try {
    const answer = await fetch("/v1/session", {method: "POST", headers});
    if (answer.ok) location.assign(report.href);
    else fail(refusal(await answer.text(), answer.status));
  } catch (why) {
    fail({error: "the server gave no answer", place: String(why), remedy: "see whether it still runs"});
  }
});

form.addEventListener("submit", event => {
  event.preventDefault();
  if (text.value.trim()) check(text.value, "");
  else fail({error: "there is nothing to check", place: "", remedy: "paste an article, or choose a file"});
});
file.addEventListener("change", () => {
  if (file.files.length) check(file.files[0], file.files[0].name);
  file.value = "";
});
// Words that are dragged into the field go where they are dropped, as in any field.
const isEdit = event => event.target === text && !event.dataTransfer.types.includes("Files");
addEventListener("dragover", event => {
  if (isEdit(event)) return;
  event.preventDefault();
  form.className = "dropping";
});
addEventListener("dragleave", () => { form.className = ""; });
addEventListener("drop", event => {
  form.className = "";
  if (isEdit(event)) return;
  event.preventDefault();
  const {files} = event.dataTransfer;
  if (files.length > 1) return fail({error: "several files were dropped", place: "", remedy: "drop one at a time"});
  if (files.length) return check(files[0], files[0].name);
  const page = event.dataTransfer.getData("text/html") || event.dataTransfer.getData("text/plain");
  if (page) check(page, "");
});
})();
