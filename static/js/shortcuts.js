// Letter keys: "/" search, "g" and a place's letter, "?" the map; in a [data-list], j k x. Off in fields and where the
// person switched them off (<body data-shortcuts="off">); Enter on a row's link is the browser's own.
const WAIT = 1200; // milliseconds from "g" to the letter
let goingUntil = 0;

const inField = (target) => target.closest?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
const rowsOf = (list) => [...list.querySelectorAll("[data-row]")].filter((row) => row.offsetParent !== null);

function walk(step) {
  const list = document.activeElement.closest("[data-list]") ?? document.querySelector("[data-list]");
  const rows = list ? rowsOf(list) : [];
  if (!rows.length) return;
  const at = rows.indexOf(document.activeElement.closest("[data-row]"));
  const to = at < 0 ? (step > 0 ? 0 : rows.length - 1) : Math.min(Math.max(at + step, 0), rows.length - 1);
  const link = rows[to].querySelector("[data-row-link], a[href]");
  link?.focus();
  rows[to].scrollIntoView({ block: "nearest" });
}

const keys = {
  "/": () => { document.getElementById("search")?.focus(); },
  "?": () => { document.getElementById("keys")?.showModal(); },
  j: () => walk(1),
  k: () => walk(-1),
  x: () => { document.activeElement.closest("[data-row]")?.querySelector("input[type=checkbox]")?.click(); },
  g: () => { goingUntil = Date.now() + WAIT; },
};

// A page's own letters: a button or link with data-hotkey is pressed, a field is entered.
function hot(key) {
  const thing = key.length === 1 && document.querySelector(`[data-hotkey="${CSS.escape(key)}"]`);
  return thing && (() => { thing.matches("input, textarea") ? thing.focus() : thing.click(); });
}

document.addEventListener("keydown", (event) => {
  if (document.body.dataset.shortcuts === "off" || event.defaultPrevented) return;
  if (event.ctrlKey || event.metaKey || event.altKey || inField(event.target)) return;
  if (document.querySelector("dialog[open]")) return;
  if (Date.now() < goingUntil) {
    goingUntil = 0;
    const place = document.querySelector(`.nav-main a[data-key="${CSS.escape(event.key)}"]`);
    if (place) { event.preventDefault(); place.click(); return; }
  }
  const act = keys[event.key] ?? hot(event.key);
  if (!act) return;
  event.preventDefault();
  act();
});
