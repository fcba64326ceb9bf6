// [data-bulk]: a list whose rows have a checkbox named "chosen"; its .bulk-bar appears when some are chosen.
const boxes = (list) => [...list.querySelectorAll("input[type=checkbox][name=chosen]")];
let last = null;

function update(list) {
  const all = boxes(list);
  const count = all.filter((box) => box.checked).length;
  for (const bar of list.querySelectorAll(".bulk-bar")) bar.classList.toggle("is-on", count > 0);
  for (const words of list.querySelectorAll("[data-bulk-count]")) words.textContent = `${count} selected`;
  for (const head of list.querySelectorAll("[data-bulk-all]")) {
    head.checked = count > 0 && count === all.length;
    head.indeterminate = count > 0 && count < all.length;
  }
}

const updateAll = () => document.querySelectorAll("[data-bulk]").forEach(update);

document.addEventListener("change", (event) => {
  const list = event.target.closest("[data-bulk]");
  if (!list) return;
  if (event.target.matches("[data-bulk-all]")) {
    for (const box of boxes(list)) box.checked = event.target.checked;
  }
  update(list);
});

document.addEventListener("click", (event) => {
  const list = event.target.closest("[data-bulk]");
  if (!list) return;
  if (event.target.closest("[data-bulk-clear]")) {
    for (const box of boxes(list)) box.checked = false;
    update(list);
    list.querySelector("[data-bulk-all]")?.focus();
  }
  if (!event.target.matches("input[name=chosen]")) return;
  const all = boxes(list);
  if (event.shiftKey && all.includes(last)) {
    const [from, to] = [all.indexOf(last), all.indexOf(event.target)].sort((a, b) => a - b);
    for (const box of all.slice(from, to + 1)) box.checked = event.target.checked;
    update(list);
  }
  last = event.target;
});

document.addEventListener("htmx:afterSettle", updateAll);
document.addEventListener("htmx:historyRestore", updateAll);
window.addEventListener("pageshow", updateAll);
updateAll();
