// [data-typeahead]: a field with suggestions from the server (hx-get into its .options). Without script it is a plain field.
const boxOf = (target) => target?.closest?.("[data-typeahead]");
const fieldOf = (box) => box.querySelector("input");
const listOf = (box) => box.querySelector(".options");
const optionsOf = (box) => [...box.querySelectorAll("[role=option]")];

function start(box) {
  const field = fieldOf(box);
  if (field.hasAttribute("role")) return;
  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-expanded", "false");
  field.setAttribute("aria-controls", listOf(box).id);
  listOf(box).setAttribute("role", "listbox");
}

function show(box, shown) {
  listOf(box).hidden = !shown;
  fieldOf(box).setAttribute("aria-expanded", String(shown));
  if (!shown) mark(box, null);
}

function mark(box, option) {
  for (const other of optionsOf(box)) other.setAttribute("aria-selected", String(other === option));
  if (option) {
    fieldOf(box).setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  } else fieldOf(box).removeAttribute("aria-activedescendant");
}

function choose(box, option) {
  const field = fieldOf(box);
  field.value = option.dataset.value;
  show(box, false);
  field.focus();
  field.dispatchEvent(new CustomEvent("typeahead:chosen", { bubbles: true, detail: { option } }));
}

const startAll = () => document.querySelectorAll("[data-typeahead]").forEach(start);

document.addEventListener("keydown", (event) => {
  const box = boxOf(event.target);
  if (!box || event.target !== fieldOf(box)) return;
  const options = optionsOf(box);
  const open = !listOf(box).hidden && options.length > 0;
  const at = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
  if (event.key === "Escape" && !listOf(box).hidden) {
    event.preventDefault();
    event.stopPropagation();
    show(box, false);
  } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && options.length) {
    event.preventDefault();
    show(box, true);
    const step = event.key === "ArrowDown" ? at + 1 : at < 0 ? -1 : at - 1;
    mark(box, options.at(step % options.length));
  } else if (event.key === "Enter" && open && at >= 0) {
    event.preventDefault();
    choose(box, options[at]);
  } else if (event.key === "Tab" && open && at >= 0) choose(box, options[at]);
}, true);

document.addEventListener("pointerdown", (event) => {
  const option = event.target.closest("[data-typeahead] [role=option]");
  if (!option) return;
  event.preventDefault();
  choose(boxOf(option), option);
});

document.addEventListener("focusout", (event) => {
  const box = boxOf(event.target);
  if (box && !box.contains(event.relatedTarget)) show(box, false);
});

document.addEventListener("htmx:afterSwap", (event) => {
  const box = boxOf(event.detail.target);
  if (!box || event.detail.target !== listOf(box)) return;
  const options = optionsOf(box);
  options.forEach((option, number) => { option.id = `${listOf(box).id}_${number}`; });
  show(box, document.activeElement === fieldOf(box) && listOf(box).childElementCount > 0);
  const words = options.length === 1 ? "1 suggestion" : `${options.length} suggestions`;
  document.getElementById("say").textContent = words;
});
document.addEventListener("htmx:afterSettle", startAll);
document.addEventListener("htmx:afterProcessNode", startAll); // a dialog's fields, too
startAll();
