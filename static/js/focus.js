// After htmx has swapped a part: focus stays on the control with the same id (htmx does that); if it is gone, it goes
// to the first wrong field, else to the next row, else to the part's heading.
let remembered = null;

document.addEventListener("htmx:beforeSwap", (event) => {
  const part = event.detail.target;
  const active = document.activeElement;
  if (!part.contains(active) || active === document.body) { remembered = null; return; }
  const row = active.closest("tr, li");
  remembered = { id: part.id, row: row ? [...row.parentElement.children].indexOf(row) : -1, list: row?.parentElement.tagName };
});

document.addEventListener("htmx:afterSettle", () => {
  if (!remembered) return;
  const part = document.getElementById(remembered.id);
  const { row, list } = remembered;
  remembered = null;
  const wrong = part?.querySelector("[aria-invalid=true]");
  if (wrong) { wrong.focus(); return; }
  if (!part || (document.activeElement && document.activeElement !== document.body)) return;
  const rows = list ? [...(part.querySelector(list.toLowerCase())?.children ?? [])] : [];
  const next = row >= 0 ? rows[Math.min(row, rows.length - 1)]?.querySelector("a, button") : null;
  if (next) { next.focus(); return; }
  const heading = part.querySelector("h1, h2") ?? document.querySelector("h1");
  heading?.setAttribute("tabindex", "-1");
  heading?.focus({ preventScroll: true });
});
