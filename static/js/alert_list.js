// The list of alerts brings itself up to date. #alert-news asks the server every ten seconds and gets the rows that are
// new or changed. A changed row takes its own place. A new one would move the others, so it waits while the reader is at
// work in the list, or has scrolled down it; a button says how many wait, and shows them.
let waiting = new Map();
let tooMany = false; // more has changed than came along: the list is to be read anew
let said = 0;

const list = () => document.getElementById("alert-list");
const rowsOf = () => list().querySelector("[data-rows]");
let read = document.getElementById("alert-news");
let shown = list();

const inUse = (part) => part.matches(":hover") || part.contains(document.activeElement) ||
  part.querySelector("input[name=chosen]:checked, details[open]") !== null;
const isBusy = () => inUse(list()) || list().getBoundingClientRect().top < 0;
const counted = (number) => (number === 1 ? "1 new alert" : `${number} new alerts`);
const readAnew = () => document.getElementById("alert-filter").requestSubmit();
const say = (words) => { document.getElementById("say").textContent = words; };

// Puts the row where its older self stands; returns whether it needs nothing more.
function replaced(row) {
  const old = document.getElementById(row.id);
  if (!old) return row.dataset.matches !== "yes";
  if (inUse(old)) return false;
  old.replaceWith(row);
  return true;
}

function take(row) {
  waiting.delete(row.id);
  if (!replaced(row)) waiting.set(row.id, row);
}

function showAll() {
  const rows = [...waiting.values()].reverse();
  const fresh = rows.filter((row) => !document.getElementById(row.id));
  waiting = new Map();
  if (fresh.length) say(counted(fresh.length));
  if (tooMany || (fresh.length && !rowsOf())) { readAnew(); return; }
  for (const row of rows) {
    const old = document.getElementById(row.id);
    if (old) old.replaceWith(row);
    else rowsOf().prepend(row);
  }
  draw();
}

function draw() {
  const button = document.querySelector("[data-show-news]");
  if (!button) return;
  const fresh = [...waiting.keys()].filter((id) => !document.getElementById(id)).length;
  button.hidden = !fresh && !tooMany;
  button.textContent = tooMany ? "Show what is new" : `Show ${counted(fresh)}`;
  if (fresh && fresh !== said) say(`${counted(fresh)} at the top of the list`);
  said = fresh;
}

document.addEventListener("htmx:afterSwap", () => {
  const news = document.getElementById("alert-news");
  if (!news || news === read) return;
  if (!document.contains(shown)) [waiting, tooMany] = [new Map(), false];
  [read, shown] = [news, list()];
  tooMany ||= news.dataset.tooMany === "yes";
  for (const row of news.querySelector("template").content.querySelectorAll("tr")) take(document.importNode(row, true));
  if (isBusy()) draw();
  else showAll();
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-show-news]");
  if (!button) return;
  button.blur();
  showAll();
  list().scrollIntoView({ block: "nearest" });
});

document.addEventListener("mouseout", (event) => {
  if ((waiting.size || tooMany) && event.relatedTarget && !list()?.contains(event.relatedTarget) && !isBusy()) showAll();
});
