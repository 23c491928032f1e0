// A row of the table and its mark on the map belong together: while one is pointed at or in focus, the other shows it.
const marked = () => document.querySelectorAll("[data-marked]");

function show(event) {
  marked().forEach((one) => one.removeAttribute("data-marked"));
  const row = event.target.closest?.("tbody tr");
  const mark = event.target.closest?.("[data-holds]");
  const link = row?.querySelector("a");
  const key = link?.dataset.key ?? link?.getAttribute("href").match(/(\d+)\/$/)?.[1];
  if (key) document.querySelector(`[data-holds~="${key}"]`)?.setAttribute("data-marked", "");
  for (const held of mark?.dataset.holds.split(" ") ?? [])
    document.querySelector(`tbody :is(a[href$="/${held}/"], a[data-key="${held}"])`)?.closest("tr").setAttribute("data-marked", "");
}

for (const kind of ["mouseover", "focusin"]) document.addEventListener(kind, show);
