// htmx puts focus back on the element with the same id and obeys autofocus. When the focused element is gone for good,
// focus goes to the new content instead of the top of the page.
document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
  if (document.activeElement !== document.body) return;
  // After an outerHTML swap the target is the old element; the new one has its id.
  const target = ctx.target?.isConnected ? ctx.target : document.getElementById(ctx.target?.id);
  const place = target?.querySelector("[data-focus]") ?? target;
  if (!place) return;
  if (!place.matches("a[href], button, input, select, textarea, [tabindex]")) place.tabIndex = -1;
  place.focus({ preventScroll: true });
});
