// The list of alerts brings itself up to date. #alert-news asks the server every ten seconds and gets
// the rows that are new or changed. They wait while the reader is at work in the list, so that
// nothing moves under a pointer or the focus; a button says how many, and shows them.
let waiting = new Map();

const list = () => document.getElementById("alert-list");
let read = document.getElementById("alert-news");
let shown = list();

const isBusy = () =>
  list().matches(":hover") ||
  list().contains(document.activeElement) ||
  list().querySelector("input[name=chosen]:checked, details[open]") !== null;

function place(row) {
  const old = document.getElementById(row.id);
  if (old) {
    old.replaceWith(row);
  } else if (row.dataset.matches === "yes") {
    list().querySelector("[data-rows]").prepend(row);
  }
  window.htmx.process(row);
}

function isNew(row) {
  return row.dataset.matches === "yes" && !document.getElementById(row.id);
}

function showAll() {
  const rows = [...waiting.values()];
  waiting = new Map();
  const fresh = rows.filter(isNew).length;
  if (fresh && !list().querySelector("[data-rows]")) {
    document.getElementById("alert-filter").requestSubmit();
    return;
  }
  rows.reverse().forEach(place);
  if (fresh) document.getElementById("say").textContent = counted(fresh);
  draw();
}

function counted(number) {
  return number === 1 ? "1 new alert" : `${number} new alerts`;
}

function draw() {
  const button = document.querySelector("[data-show-news]");
  if (!button) return;
  const fresh = [...waiting.values()].filter(isNew).length;
  button.hidden = waiting.size === 0;
  button.textContent = fresh ? `Show ${counted(fresh)}` : "Show what has changed";
}

document.addEventListener("htmx:afterSwap", () => {
  const news = document.getElementById("alert-news");
  if (!news || news === read) return;
  if (!document.contains(shown)) waiting = new Map();
  [read, shown] = [news, list()];
  if (news.dataset.tooMany === "yes" && !isBusy()) {
    document.getElementById("alert-filter").requestSubmit();
    return;
  }
  for (const row of news.querySelector("template").content.querySelectorAll("tr")) {
    waiting.delete(row.id);
    waiting.set(row.id, document.importNode(row, true));
  }
  if (isBusy()) draw();
  else showAll();
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-show-news]")) showAll();
});

document.addEventListener("mouseout", (event) => {
  if (waiting.size && event.relatedTarget && !list()?.contains(event.relatedTarget) && !isBusy()) showAll();
});
