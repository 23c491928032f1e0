// After a swap of htmx the change is said aloud, the text of [data-announce] in the new content, and focus is not lost.
// What is to be said may also come as the "announce" event of an HX-Trigger header.
// When the server or the network fails, nothing is swapped; the failure notice says so and what was typed stays.
const region = document.getElementById("announcement");
const failure = document.getElementById("failure");

function announce(text) {
  region.textContent = "";
  requestAnimationFrame(() => {
    region.textContent = text;
  });
}

/** htmx puts focus back on the element with the same id and obeys autofocus. When the focused element is gone for good,
 * focus goes to the new content instead of the top of the page. */
function focusOn(content) {
  const place = content.querySelector("[data-focus]") ?? content;
  if (!place.matches("a[href], button, input, select, textarea, [tabindex]")) place.tabIndex = -1;
  place.focus({ preventScroll: true });
}

document.addEventListener("announce", (event) => announce(event.detail.value));

document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
  if (ctx.response && ctx.response.status < 500) failure.hidden = true;
  // After an outerHTML swap the target is the old element; the new one has its id.
  const content = ctx.target?.isConnected ? ctx.target : document.getElementById(ctx.target?.id);
  if (!content) return;
  const text = content.querySelector("[data-announce]")?.textContent.trim();
  if (text) announce(text);
  if (document.activeElement === document.body) focusOn(content);
});

document.addEventListener("htmx:response:error", ({ detail: { ctx } }) => {
  if (ctx.response.status >= 500) failure.hidden = false;
});

document.addEventListener("htmx:error", () => {
  failure.hidden = false;
});
