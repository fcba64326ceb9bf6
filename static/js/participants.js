// The list of who takes turns: choosing a suggestion, or Enter, adds whom was typed. Without script the button does.
const FIELD = "participants-typed";
const add = () => document.getElementById("participants-add").click();

document.addEventListener("typeahead:chosen", ({ target }) => { if (target.id === FIELD) add(); });

document.addEventListener("keydown", (event) => {
  const { target, key } = event;
  if (key !== "Enter" || target.id !== FIELD || event.defaultPrevented || !target.value.trim()) return;
  event.preventDefault();
  add();
});
