// [data-reorder]: a list of rules whose order is changed by dragging a row at its handle, or by keyboard: Space lifts,
// arrows, Home and End move, Space drops and saves, Escape or leaving puts it back. The form round it is what is sent.
const SHORT = 160; // milliseconds a row takes to move
const HOLD = 150; // milliseconds of touching the handle until it lifts: scrolling stays free
const EDGE = 96; // pixels from the window's edge, where the bars are, within which dragging scrolls
const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
let lifted = null; // { row, list, from, gap, before: the rows' order }

const theList = () => document.querySelector("[data-reorder]");
const rowsOf = (list) => [...list.querySelectorAll(":scope > [data-rule]:not(.dragged-copy)")];
const placeOf = (row) => rowsOf(row.parentElement).indexOf(row) + 1;
const nameOf = (row) => row.dataset.name;

function say(words) {
  document.getElementById("drag-live").textContent = words;
}

function showBar(words) {
  const bar = document.getElementById("drag-bar");
  bar.hidden = !words;
  bar.querySelector("b").textContent = lifted ? nameOf(lifted.row) : "";
  bar.querySelector("[data-words]").textContent = words;
}

function number(list) {
  const rows = rowsOf(list);
  rows.forEach((row, at) => {
    row.querySelector(".rule-n").textContent = at + 1;
    row.querySelector(".grip").setAttribute("aria-label", `Reorder ${nameOf(row)}, position ${at + 1} of ${rows.length}`);
  });
}

// The gap stands where the row was: before the row that followed it, or after the last one.
function placeGap() {
  const { row, gap, next, list } = lifted;
  const isBack = placeOf(row) === lifted.from;
  if (isBack) gap.remove();
  else list.insertBefore(gap, next ?? list.querySelector(".pinned"));
}

function lift(row) {
  const list = row.parentElement;
  const before = rowsOf(list);
  const from = before.indexOf(row) + 1;
  const gap = document.createElement("li");
  gap.className = "left-gap";
  gap.textContent = `${nameOf(row)} was here, position ${from}`;
  lifted = { row, list, from, gap, before, next: before[from] ?? null };
  row.classList.add("lifted");
  say(`${nameOf(row)} lifted. Position ${from} of ${before.length}.`);
  showBar(`lifted. Now position ${from} of ${before.length}.`);
}

function moved() {
  const { row, list } = lifted;
  number(list);
  placeGap();
  const rows = rowsOf(list);
  const at = rows.indexOf(row);
  const after = rows[at + 1];
  say(`Position ${at + 1} of ${rows.length}, ${after ? `before ${nameOf(after)}` : "the last one"}.`);
  showBar(`lifted. Now position ${at + 1} of ${rows.length}.`);
}

function settle() {
  const { row, gap } = lifted;
  gap.remove();
  row.classList.remove("lifted");
  lifted = null;
  showBar("");
}

function putBack() {
  const { list, before, from } = lifted;
  const pinned = list.querySelector(".pinned");
  // The row that has focus stays where it is: the others are put round it.
  const { row } = lifted;
  for (const other of before.slice(0, from - 1)) list.insertBefore(other, row);
  for (const other of before.slice(from)) list.insertBefore(other, pinned);
  settle();
  number(list);
  say(`Put back at ${from}.`);
}

let dropped = null; // { at, from, list, before } until the server has answered

function drop() {
  const { row, list, from, before } = lifted;
  const at = placeOf(row);
  settle();
  if (at === from) {
    say(`Put back at ${from}.`);
    return;
  }
  const form = list.closest("form");
  form.elements.moved.value = row.querySelector("input[name=rule]").value;
  dropped = { at, from, list, before };
  form.requestSubmit();
}

// The others move round the lifted row: a row that is taken out of the page would lose the focus.
function moveTo(place) {
  const { row, list } = lifted;
  const rows = rowsOf(list);
  const at = rows.indexOf(row) + 1;
  const to = Math.min(Math.max(place, 1), rows.length);
  if (to < at) for (const other of rows.slice(to - 1, at - 1).reverse()) row.after(other);
  if (to > at) for (const other of rows.slice(at, to)) row.before(other);
  if (to === at) return;
  moved();
  row.scrollIntoView({ block: "nearest", behavior: calm.matches ? "auto" : "smooth" });
}

document.addEventListener("keydown", (event) => {
  const grip = event.target.closest?.("[data-reorder] .grip");
  if (!grip) return;
  const row = grip.closest("[data-rule]");
  if (event.key === " " || (event.key === "Enter" && lifted)) {
    event.preventDefault();
    if (lifted) drop(); else lift(row);
    return;
  }
  if (!lifted) return;
  const at = placeOf(row);
  const to = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 1, End: Infinity }[event.key];
  if (event.key === "Escape") putBack();
  else if (to !== undefined) moveTo(to);
  else return;
  event.preventDefault();
  event.stopPropagation();
});

// The button would be pressed by Space when the key comes up.
document.addEventListener("keyup", (event) => {
  if (event.key === " " && event.target.closest?.("[data-reorder] .grip")) event.preventDefault();
});

document.addEventListener("focusout", (event) => {
  if (lifted && !lifted.isDragged && event.target.closest(".grip") && lifted.row.contains(event.target)) putBack();
});

// The system takes the touch away, as when a call comes in: nobody has dropped anything.
const isCancelled = (event) => /cancel/.test(event?.type ?? "");

function sortable(list) {
  if (!list || "isSortable" in list.dataset || !window.Sortable) return;
  list.dataset.isSortable = "";
  window.Sortable.create(list, {
    handle: ".grip",
    draggable: "[data-rule]",
    animation: calm.matches ? 0 : SHORT,
    easing: "cubic-bezier(.2, 0, 0, 1)",
    delay: HOLD,
    delayOnTouchOnly: true,
    touchStartThreshold: 4,
    forceFallback: true,
    fallbackTolerance: 3,
    fallbackClass: "dragged-copy",
    chosenClass: "held",
    ghostClass: "drop-place",
    dragClass: "dragged",
    scroll: true,
    scrollSensitivity: EDGE,
    scrollSpeed: 20,
    onStart: ({ item }) => { lift(item); lifted.isDragged = true; },
    onMove: ({ related }) => !related.classList.contains("pinned"),
    onChange: () => { if (lifted) moved(); },
    onEnd: ({ originalEvent }) => { if (lifted) isCancelled(originalEvent) ? putBack() : drop(); },
  });
}

// A refusal (409, 422) comes with the newer order and speaks for itself (role=alert). Without an answer all is put back.
document.addEventListener("htmx:afterRequest", (event) => {
  if (!dropped || event.detail.requestConfig.elt.id !== "rule-order") return;
  const { at, from, list, before } = dropped;
  dropped = null;
  const { status } = event.detail.xhr;
  if (status === 200) say(`Dropped at ${at}. Saved.`);
  else if (status !== 409 && status !== 422) {
    for (const row of before) list.insertBefore(row, list.querySelector(".pinned"));
    number(list);
    say(`Not saved. Put back at ${from}.`);
  }
});

// htmx would copy what is left of the rows' moving, as style attributes, which the page's policy forbids.
document.addEventListener("htmx:beforeSwap", () => {
  for (const row of theList()?.querySelectorAll("[style]") ?? []) row.removeAttribute("style");
});

document.addEventListener("htmx:afterSettle", () => sortable(theList()));
document.addEventListener("DOMContentLoaded", () => sortable(theList()));
sortable(theList());
