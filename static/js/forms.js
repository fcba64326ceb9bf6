// Small helps for forms: [data-autosubmit] filters, [data-switch] checkboxes, [data-copy] buttons, [data-pick].
const TYPING = 350; // milliseconds
let timer;

document.addEventListener("change", (event) => {
  const { form } = event.target;
  if (form?.matches("[data-switch]")) form.requestSubmit();
  else if (form?.matches("[data-autosubmit]") && !event.target.matches("input[type=search], input[type=text]")) form.requestSubmit();
});

// [data-pick]: whoever types into what belongs to a choice has made it.
document.addEventListener("input", (event) => {
  const choice = event.target.closest("[data-pick]")?.querySelector("input[type=radio]");
  if (choice && choice !== event.target) choice.checked = true;
});

document.addEventListener("input", (event) => {
  const { form } = event.target;
  if (!form?.matches("[data-autosubmit]") || !event.target.matches("input[type=search], input[type=text]")) return;
  if (!form.hasAttribute("hx-get")) return;
  clearTimeout(timer);
  timer = setTimeout(() => form.requestSubmit(), TYPING);
});

document.addEventListener("typeahead:chosen", ({ target: { form } }) => { if (form?.matches("[data-autosubmit]")) form.requestSubmit(); });

document.addEventListener("submit", () => clearTimeout(timer), true);

// A short address: filters that ask nothing stay out of it.
document.addEventListener("htmx:configRequest", (event) => {
  const { elt, formData } = event.detail;
  if (!elt.matches("[data-autosubmit]")) return;
  for (const [name, value] of [...formData]) if (value === "") formData.delete(name);
});

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const source = document.getElementById(button.dataset.copy);
  const text = source ? source.value ?? source.textContent.trim() : button.dataset.copy;
  const label = button.querySelector("[data-label]") ?? button;
  const before = label.textContent;
  try {
    await navigator.clipboard.writeText(text);
    label.textContent = "Copied";
  } catch {
    source?.select?.();
    label.textContent = "Press Ctrl+C";
  }
  document.getElementById("say").textContent = label.textContent;
  setTimeout(() => { label.textContent = before; }, 2000);
});
