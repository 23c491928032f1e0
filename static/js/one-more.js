// Below the last of several inputs for one field comes an empty one, made of the <template> before them, as soon as it is filled.
document.addEventListener("input", ({ target }) => {
  const rows = target.closest("[data-one-more]");
  if (!target.value || !rows?.lastElementChild.contains(target)) return;
  const blank = rows.querySelector("template").innerHTML.replaceAll("_name_more", `_name_${rows.childElementCount}`);
  rows.insertAdjacentHTML("beforeend", blank);
  htmx.process(rows.lastElementChild);
});
