// A list that htmx narrows or sorts may become, or no longer be, one of its views: marks the link whose query is that
// of the address, in whatever order its parameters come.
const ASIDE = new Set(["page", "view"]); // parameters that do not say what is listed

function wording(query) {
  const said = [...new URLSearchParams(query)].filter(([name, value]) => value && !ASIDE.has(name));
  return said.map(([name, value]) => `${name}=${value}`).sort().join("\n");
}

document.addEventListener("htmx:after:history:push", () => {
  const now = wording(location.search);
  for (const link of document.querySelectorAll(".views a")) {
    if (wording(link.search) === now) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
});
