// A search box above a long list of boxes hides those whose labels lack a word that is typed, in whatever spelling. What is ticked stays.
// Lists come by swaps, too, so the document listens. Escape empties the search box before it leaves the dialog or the cell around it.
const WHOLE = { æ: "ae", œ: "oe", ø: "o", ß: "ss", þ: "th", đ: "d", ð: "d", ħ: "h", ł: "l", ŧ: "t", ŋ: "n", ı: "i", ĸ: "k", ə: "e" };

/** As `fold` of portal/text/danish.py: small letters without accents, each name in one of its spellings. */
function fold(text) {
  const plain = text.toLowerCase().normalize("NFKD").replace(/[\u0300-\u036f]/g, "").replace(/[^\0-\x7f]/g, (letter) => WHOLE[letter] ?? letter);
  return plain.replace(/a[ae]+/g, "a").replace(/([ou])e+/g, "$1");
}

const listOf = (find) => find.nextElementSibling;

function write(place, text, number) {
  place.textContent = text.replace("#", number);
  return place.textContent;
}

function countChosen(find) {
  const place = find.querySelector("[data-chosen]");
  write(place, place.dataset.chosen, listOf(find).querySelectorAll(":checked").length);
}

function narrow(find) {
  const words = fold(find.querySelector("input").value).split(/\s+/).filter(Boolean);
  const place = find.querySelector("[data-found]");
  let found = 0;
  for (const row of listOf(find).children) {
    const label = fold(row.textContent);
    const isFound = words.every((word) => label.includes(word));
    row.hidden = !isFound && !row.querySelector(":checked");
    found += isFound;
  }
  const text = write(place, words.length ? place.dataset.found : "", found);
  document.dispatchEvent(new CustomEvent("announce", { detail: { value: text } }));
}

function show() {
  for (const find of document.querySelectorAll("[data-find]")) {
    find.hidden = false;
    countChosen(find);
  }
}

document.addEventListener("input", ({ target }) => {
  const find = target.closest("[data-find]");
  if (find) narrow(find);
});

document.addEventListener("change", ({ target }) => {
  const find = target.closest(".choices")?.querySelector("[data-find]");
  if (find && target.type === "checkbox") countChosen(find);
});

document.addEventListener("keydown", (event) => {
  const find = event.target.closest?.("[data-find]");
  if (!find || (event.key !== "Enter" && event.key !== "Escape")) return;
  if (event.key === "Escape") {
    if (!event.target.value) return;
    event.target.value = "";
    narrow(find);
  }
  event.preventDefault();
  event.stopPropagation();
}, { capture: true });

document.addEventListener("htmx:after:swap", show);
window.addEventListener("pageshow", show); // a browser that goes back ticks what was ticked
show();
