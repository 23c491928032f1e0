// Says aloud what a swap changed: the text of [data-announce] in the new content, or the "announce" event of an HX-Trigger header.
// When the server or the network fails, nothing is swapped; the failure notice says so and what was typed stays.
const region = document.getElementById("announcement");
const failure = document.getElementById("failure");

function announce(text) {
  region.textContent = "";
  requestAnimationFrame(() => {
    region.textContent = text;
  });
}

document.addEventListener("announce", (event) => announce(event.detail.value));

document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
  if (ctx.response && ctx.response.status < 500) failure.hidden = true;
  // After an outerHTML swap the target is the old element; the new one has its id.
  const target = ctx.target?.isConnected ? ctx.target : document.getElementById(ctx.target?.id);
  const text = target?.querySelector("[data-announce]")?.textContent.trim();
  if (text) announce(text);
});

document.addEventListener("htmx:response:error", ({ detail: { ctx } }) => {
  if (ctx.response.status >= 500) failure.hidden = false;
});

document.addEventListener("htmx:error", () => {
  failure.hidden = false;
});
