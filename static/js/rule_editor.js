// The editor of a rule: operations that fit the field are offered, and the words beside the form follow what is typed.
const form = document.getElementById("rule-form");
const operations = JSON.parse(document.getElementById("operations").textContent);

function kindOf(row) {
  const { kind } = row.querySelector("[data-field]").selectedOptions[0].dataset;
  return kind === "map" && row.querySelector("[data-key]").value ? "property" : kind;
}

function offer(row) {
  const select = row.querySelector("[data-operation]");
  const offered = operations[kindOf(row)];
  if (offered.length === select.length && offered.every(([name], at) => select.options[at].value === name)) return;
  const chosen = select.value;
  select.replaceChildren(...offered.map(([name, words]) => new Option(words, name, false, name === chosen)));
}

for (const kind of ["change", "input"]) {
  form.addEventListener(kind, (event) => {
    if (event.target.matches("[data-field], [data-key]")) offer(event.target.closest(".cond"));
  }, true);
}

// Rows or windows were added or removed: nothing was typed, but the rule is another one.
document.addEventListener("htmx:afterSettle", (event) => {
  const { id } = event.detail.elt;
  if (id === "conditions" || id.endsWith("-windows")) window.htmx.trigger(form, "redraw");
});

// What is wrong with a condition came with the words: its field says so as well.
document.addEventListener("htmx:oobAfterSwap", (event) => {
  const field = event.detail.target.closest?.(".cond")?.querySelector("[data-expected]");
  if (!field) return;
  const isWrong = Boolean(field.closest(".cond").querySelector(".wide p"));
  field.classList.toggle("is-invalid", isWrong);
  if (isWrong) field.setAttribute("aria-invalid", "true");
  else field.removeAttribute("aria-invalid");
});
