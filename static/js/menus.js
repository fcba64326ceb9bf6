// <details class="menu">: closes on Escape, on a press outside and when focus leaves; arrow keys walk its items.
const openMenus = () => document.querySelectorAll("details.menu[open]");
const itemsOf = (menu) => [...menu.querySelectorAll(".dropdown-item:not([disabled])")];

function close(menu, refocus) {
  menu.open = false;
  if (refocus) menu.querySelector("summary").focus();
}

document.addEventListener("click", (event) => {
  for (const menu of openMenus()) if (!menu.contains(event.target)) close(menu);
});

document.addEventListener("focusin", (event) => {
  for (const menu of openMenus()) if (!menu.contains(event.target)) close(menu);
});

document.addEventListener("keydown", (event) => {
  const menu = event.target.closest?.("details.menu");
  if (event.key === "Escape") {
    for (const open of openMenus()) close(open, open === menu);
    return;
  }
  if (!menu || !["ArrowDown", "ArrowUp", "Home", "End"].includes(event.key)) return;
  event.preventDefault();
  menu.open = true;
  const items = itemsOf(menu);
  const at = items.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at < 0 ? items.length - 1 : at - 1, Home: 0, End: items.length - 1 };
  items.at(to[event.key] % items.length)?.focus();
});

// A menu near the bottom edge opens upwards; one in a table that scrolls sideways is not cut off by the table's edge.
function place(menu, box) {
  const above = menu.getBoundingClientRect();
  const up = above.bottom + box.offsetHeight + 8 > window.innerHeight && above.top > box.offsetHeight;
  menu.classList.toggle("up", up);
  if (!menu.closest(".scroll-x")) return;
  box.style.position = "fixed";
  box.style.right = `${document.documentElement.clientWidth - above.right}px`;
  box.style.top = up ? "auto" : `${above.bottom + 4}px`;
  box.style.bottom = up ? `${window.innerHeight - above.top + 4}px` : "auto";
}

const placeIt = (menu) => place(menu, menu.querySelector(".dropdown-menu"));
const placeOpen = () => openMenus().forEach(placeIt);

document.addEventListener("toggle", (event) => {
  if (event.target.matches?.("details.menu[open]")) placeIt(event.target);
}, true);
document.addEventListener("scroll", placeOpen, { capture: true, passive: true });
window.addEventListener("resize", placeOpen);
