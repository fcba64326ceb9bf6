// <a data-dialog href="…">: shows the page's `dialog` part in a <dialog>. [data-dialog-close] closes, [data-show=id] opens.
const sheet = document.getElementById("sheet");
const body = document.getElementById("sheet-body");

function prepare() {
  for (const form of body.querySelectorAll("form[method=post]:not([hx-post])")) {
    form.setAttribute("hx-post", form.getAttribute("action") || sheet.dataset.address);
    form.setAttribute("hx-target", "#sheet-body");
    form.setAttribute("hx-swap", "innerHTML");
    form.setAttribute("hx-disabled-elt", "find button:not([type=button])");
    if (form.enctype === "multipart/form-data") form.setAttribute("hx-encoding", "multipart/form-data");
  }
  for (const link of body.querySelectorAll("a[data-dialog-close]")) link.setAttribute("role", "button");
  window.htmx.process(body);
}

async function open(link) {
  const answer = await fetch(link.href, { headers: { "HX-Request": "true", "HX-Current-URL": location.href } });
  const text = await answer.text();
  if (!answer.ok || answer.redirected || answer.headers.has("HX-Redirect") || /<html/i.test(text)) {
    location.assign(answer.headers.get("HX-Redirect") ?? link.href);
    return;
  }
  sheet.dataset.address = link.href;
  body.innerHTML = text;
  prepare();
  sheet.showModal();
  (body.querySelector("[autofocus], [aria-invalid=true], input:not([type=hidden]), select, textarea") ?? body.querySelector("a, button"))?.focus();
}

document.addEventListener("click", (event) => {
  if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
  const link = event.target.closest("a[data-dialog]");
  if (link && sheet && window.htmx) {
    event.preventDefault();
    link.closest("details.menu")?.removeAttribute("open");
    open(link).catch(() => location.assign(link.href));
    return;
  }
  const shown = event.target.closest("[data-show]");
  if (shown) {
    shown.closest("details.menu")?.removeAttribute("open");
    document.getElementById(shown.dataset.show)?.showModal();
    return;
  }
  const dialog = event.target.closest("dialog");
  if (dialog?.open && (event.target === dialog || event.target.closest("[data-dialog-close]"))) {
    event.preventDefault();
    dialog.close();
  }
});

sheet?.addEventListener("close", () => body.replaceChildren());
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target === body) prepare();
});
