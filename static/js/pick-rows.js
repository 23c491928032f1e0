// Rows of a list that are ticked to be edited together: a box that ticks all of the page, and how many are ticked.
// Lists are swapped, so the document listens for them.
const boxes = () => [...document.querySelectorAll("[name=row]")];

function count() {
  const all = boxes();
  const picked = all.filter((box) => box.checked).length;
  const pickAll = document.querySelector("[data-pick-all]");
  if (!pickAll) return "";
  pickAll.hidden = false;
  pickAll.checked = picked > 0 && picked === all.length;
  pickAll.indeterminate = picked > 0 && picked < all.length;
  const place = document.querySelector("[data-pick-count]");
  place.textContent = picked === 1 ? place.dataset.one : place.dataset.many.replace("#", picked);
  return place.textContent;
}

document.addEventListener("change", ({ target }) => {
  if (target.matches("[data-pick-all]")) for (const box of boxes()) box.checked = target.checked;
  if (target.matches("[data-pick-all], [name=row]")) {
    document.dispatchEvent(new CustomEvent("announce", { detail: { value: count() } }));
  }
});
document.addEventListener("htmx:after:swap", count);
count();
