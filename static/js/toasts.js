// Toasts: dismissible; those that only say "done" go by themselves, errors stay. Also says when the server did not answer.
const PATIENCE = 8000; // milliseconds
const NO_ANSWER = "Muster did not answer. Check your connection and try again.";
const GONE = "This is not here any more. Reload the page.";
const REFUSED = "You may not do this. Reload the page to see what has changed.";

const region = () => document.getElementById("toasts");

function leave(toast) {
  const hadFocus = toast.contains(document.activeElement);
  toast.remove();
  if (hadFocus) document.getElementById("main")?.focus({ preventScroll: true });
}

function goByItself(toast) {
  toast.dataset.waits = "";
  if (toast.matches("[role=alert]")) return;
  let timer;
  const start = () => { timer = setTimeout(() => leave(toast), PATIENCE); };
  const stop = () => clearTimeout(timer);
  toast.addEventListener("pointerenter", stop);
  toast.addEventListener("focusin", stop);
  toast.addEventListener("pointerleave", start);
  toast.addEventListener("focusout", start);
  start();
}

function complain(text) {
  const template = document.getElementById("toast-bad");
  if (!template || !region()) return;
  if ([...region().querySelectorAll("p")].some((words) => words.textContent === text)) return;
  const toast = template.content.firstElementChild.cloneNode(true);
  toast.querySelector("p").textContent = text;
  region().append(toast);
}

// Screen readers speak what changes, not what was there when the page came: say it again, once.
const first = [...(region()?.querySelectorAll("[role=status] p") ?? [])].map((words) => words.textContent);
if (first.length) setTimeout(() => { document.getElementById("say").textContent = first.join(" "); }, 300);

const wait = () => region()?.querySelectorAll(".toast-note:not([data-waits])").forEach(goByItself);
wait();
document.addEventListener("htmx:oobAfterSwap", wait);

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-dismiss]");
  if (button) leave(button.closest(".toast-note"));
});
document.addEventListener("htmx:sendError", () => complain(NO_ANSWER));
document.addEventListener("htmx:timeout", () => complain(NO_ANSWER));
document.addEventListener("htmx:responseError", (event) => {
  const { status } = event.detail.xhr;
  complain(status === 403 ? REFUSED : status === 404 || status === 410 ? GONE : NO_ANSWER);
});
