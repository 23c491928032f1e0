// The button beside a value (a.edit) leads to a form of that one field; here the form opens in the place of the value.
// A list has hundreds of these buttons, so the document listens, and none of them carries attributes for htmx.
// Within the form (form[data-cell]) Escape leaves it, and Enter in a select saves it as it does in a text field.
// What else a page says may follow from the fact just saved: it is read anew, unless something is being filled in.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a.edit:not([data-away])");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const place = link.parentElement;
  htmx.ajax("GET", link.href, { source: link, target: place, swap: "innerHTML" }).then(() => {
    place.scrollIntoView({ block: "nearest", inline: "nearest" });
  });
});

document.addEventListener("keydown", (event) => {
  const form = event.target.closest("form[data-cell]");
  if (form && event.key === "Escape") form.querySelector("[data-cancel]").click();
  if (form && event.key === "Enter" && event.target.matches("select")) {
    event.preventDefault();
    form.requestSubmit();
  }
});

document.addEventListener("fact-saved", () => {
  if (document.querySelector("main form[method=post] :is(select, textarea, input:not([type=hidden]))")) return;
  htmx.ajax("GET", location.href, { target: "#main", select: "#main", swap: "outerMorph" });
});
