// <a data-dialog href="…"> or <button data-dialog formaction="…"> in a GET form: shows the page's `dialog` part in a
// <dialog>. [data-dialog-close] closes it, [data-show=id] opens another. htmx may replace the body: nothing is kept.
const theSheet = () => document.getElementById("sheet");
const theBody = () => document.getElementById("sheet-body");
const FIRST = "[autofocus], [aria-invalid=true], input:not([type=hidden]), select, textarea";

function prepare() {
  for (const form of theBody().querySelectorAll("form[method=post]:not([hx-post])")) {
    form.setAttribute("hx-post", form.getAttribute("action") || theSheet().dataset.address);
    form.setAttribute("hx-target", "#sheet-body");
    form.setAttribute("hx-swap", "innerHTML");
    form.setAttribute("hx-disabled-elt", "find button:not([type=button])");
    if (form.enctype === "multipart/form-data") form.setAttribute("hx-encoding", form.enctype);
  }
  window.htmx.process(theBody());
}

async function open(address) {
  const headers = { "HX-Request": "true", "HX-Current-URL": location.href };
  const answer = await fetch(address, { headers });
  const text = await answer.text();
  if (!answer.ok || answer.redirected || answer.headers.has("HX-Redirect") || /<html/i.test(text)) {
    location.assign(answer.headers.get("HX-Redirect") ?? address);
    return;
  }
  theSheet().dataset.address = address;
  theBody().innerHTML = text;
  prepare();
  theSheet().showModal();
  (theBody().querySelector(FIRST) ?? theBody().querySelector("a, button"))?.focus();
}

function addressOf(opener) {
  if (opener.matches("a")) return opener.href.baseVal ?? opener.href; // a link within an SVG has the former
  const address = new URL(opener.formAction);
  for (const [name, value] of new FormData(opener.form, opener)) {
    if (name !== "csrfmiddlewaretoken") address.searchParams.append(name, value);
  }
  return address.href;
}

// The dialog gives focus back to what had it, which the item of a closed menu could not take.
function leaveMenu(menu) {
  menu?.querySelector("summary").focus();
  menu?.removeAttribute("open");
}

document.addEventListener("click", (event) => {
  if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
  const opener = event.target.closest("a[data-dialog], button[data-dialog]");
  const shown = event.target.closest("[data-show]");
  leaveMenu((opener ?? shown)?.closest("details.menu"));
  if (opener && theSheet() && window.htmx) {
    event.preventDefault();
    const address = addressOf(opener);
    open(address).catch(() => location.assign(address));
    return;
  }
  if (shown) {
    document.getElementById(shown.dataset.show)?.showModal();
    return;
  }
  const dialog = event.target.closest("dialog");
  if (dialog?.open && (event.target === dialog || event.target.closest("[data-dialog-close]"))) {
    event.preventDefault();
    dialog.close();
  }
});

document.addEventListener("close", (event) => {
  if (event.target === theSheet()) theBody().replaceChildren();
}, true);
document.addEventListener("htmx:afterSwap", (event) => {
  if (theBody() && event.detail.target === theBody()) prepare();
});
