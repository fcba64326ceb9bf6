// The page of an alert asks every ten seconds whether anything has happened, and gets 204 when not. Else the parts
// that [data-live] names are replaced, those alone that differ; one with an open menu waits for the next time.
const HERE = "#alert-poll";
const partsOf = (poll) => poll.dataset.live.split(" ");
const withoutToken = (part) => part.outerHTML.replace(/name="csrfmiddlewaretoken" value="[^"]*"/g, "");
const drawn = new Map(); // what each part was when it came from the server

// A dialog gives the focus back to what opened it, so that must not go meanwhile.
const isBusy = (part) => part.querySelector("details.menu[open]") !== null || document.querySelector("dialog[open]") !== null;

function keepOpen(part, copy) {
  const unfolded = copy.querySelectorAll("details:not(.menu)");
  part.querySelectorAll("details:not(.menu)").forEach((one, number) => { if (unfolded[number]) unfolded[number].open = one.open; });
}

// Returns whether the part is now as the server says.
function bring(id, fresh) {
  const part = document.getElementById(id);
  if (!part || !fresh || withoutToken(fresh) === drawn.get(id)) return true;
  if (isBusy(part)) return false;
  const copy = document.importNode(fresh, true);
  keepOpen(part, copy);
  const focus = part.contains(document.activeElement) ? document.activeElement : null;
  part.replaceWith(copy);
  drawn.set(id, withoutToken(fresh));
  if (focus) (document.getElementById(focus.id) ?? copy.querySelector("a, button") ?? document.body).focus({ preventScroll: true });
  return true;
}

function say(fresh) {
  const newest = fresh.querySelector("#timeline .line-log p")?.textContent.replace(/\s+/g, " ").trim();
  if (newest) document.getElementById("say").textContent = newest;
}

document.addEventListener("htmx:beforeSwap", (event) => {
  const poll = event.target.closest?.(HERE);
  if (!poll || event.detail.xhr.status !== 200) return;
  event.detail.shouldSwap = false;
  const fresh = new DOMParser().parseFromString(event.detail.xhr.responseText, "text/html");
  const before = document.querySelector("#timeline .line-log p")?.textContent;
  const done = partsOf(poll).map((id) => bring(id, fresh.getElementById(id))).every(Boolean);
  if (document.querySelector("#timeline .line-log p")?.textContent !== before) say(fresh);
  if (!done) return; // ask again with the old stamp
  const next = fresh.querySelector(HERE);
  if (!next) return;
  poll.replaceWith(document.importNode(next, true));
  window.htmx.process(document.querySelector(HERE));
});

for (const id of partsOf(document.querySelector(HERE) ?? { dataset: { live: "" } })) {
  const part = document.getElementById(id);
  if (part) drawn.set(id, withoutToken(part));
}
