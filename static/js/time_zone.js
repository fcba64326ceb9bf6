// <select data-guess-time-zone>: chooses the browser's own time zone, unless the form came back with a choice.
const here = Intl.DateTimeFormat().resolvedOptions().timeZone;

for (const select of document.querySelectorAll("select[data-guess-time-zone]")) {
  if ([...select.options].some((option) => option.value === here)) select.value = here;
}
