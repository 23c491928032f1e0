// A short form in a dialog makes the record that a field of the form behind it lacks. The link that asks for it works as a plain one too.
// The "quick-made" event of an HX-Trigger header says what has been made; the field takes it, gets the focus and says so.
const dialog = document.getElementById("quick");

document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
  if (ctx.target === dialog && dialog.childElementCount && !dialog.open) dialog.showModal();
});

dialog?.addEventListener("click", ({ target }) => {
  if (target.closest("[data-close]")) dialog.close();
});

dialog?.addEventListener("close", () => dialog.replaceChildren());

document.addEventListener("quick-made", ({ detail: { field, value, name, text } }) => {
  const place = document.getElementById(field);
  dialog.close();
  const chosen = choose(place, String(value), name);
  chosen.focus();
  chosen.dispatchEvent(new Event("change", { bubbles: true }));
  document.dispatchEvent(new CustomEvent("announce", { detail: { value: text } }));
});

/** Adds the record to a select or a list of boxes and chooses it, or writes its name where names are looked up. */
function choose(place, value, name) {
  if (place.matches("select")) place.add(new Option(name, value, true, true));
  else if (place.matches("input")) place.value = name;
  else {
    const box = Object.assign(document.createElement("input"), { type: "checkbox", name: place.id.replace(/^id_/, ""), value, checked: true });
    const label = document.createElement("label");
    const row = document.createElement("div");
    label.append(box, ` ${name}`);
    row.append(label);
    place.append(row);
    return box;
  }
  return place;
}
