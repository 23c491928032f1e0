// The keyboard in the search box: "/" goes there, arrow keys walk through the suggestions, Escape puts them away.
// They are plain links, so Tab, Enter and a click do what they always do.
const form = document.querySelector("[data-search]");
const field = form?.querySelector("input");
const suggestions = form?.querySelector(".suggestions");

form?.addEventListener("keydown", (event) => {
  const places = [field, ...suggestions.querySelectorAll("a")];
  const place = places.indexOf(document.activeElement);
  const isOpen = suggestions.checkVisibility();
  if (event.key === "Escape" && isOpen) {
    suggestions.hidden = true;
    field.focus();
  } else if (isOpen && event.key === "ArrowDown") {
    places[Math.min(place + 1, places.length - 1)].focus();
  } else if (isOpen && event.key === "ArrowUp" && place > 0) {
    places[place - 1].focus();
  } else {
    return;
  }
  event.preventDefault();
});

field?.addEventListener("input", () => {
  suggestions.hidden = false;
});

// A key without Ctrl or Alt can get in the way of speech input: whoever does not want it turns it off, for a year at a
// time. A cookie remembers it, because logging out clears what else the browser keeps (portal.views.logout).
const choice = document.querySelector("[data-search-key]");
const box = choice?.querySelector("input");

if (choice) {
  choice.hidden = false;
  box.checked = !document.cookie.split("; ").includes("search-key=off");
  box.addEventListener("change", () => {
    document.cookie = `search-key=${box.checked ? "on" : "off"}; path=/; max-age=31536000; samesite=lax`;
  });
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || !box?.checked || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, select, textarea, dialog, [contenteditable]")) return;
  event.preventDefault();
  field.select();
});
