// Keeps what is typed into <form data-draft="address"> as a draft on the server, a moment after the last keystroke.
// When the login has expired, nothing navigates away: the text waits in sessionStorage, by user and address, until a new login. (Logging out clears it: portal.views.logout.)
const WAIT = 2000;
const PATIENCE = 5000;
const RETRY = 15000;
const form = document.querySelector("form[data-draft]");

if (form) start(form);

function start(form) {
  const { draft: address, user } = form.dataset;
  const key = `draft ${user} ${address}`;
  const status = form.querySelector("[data-draft-status]");
  const expired = document.getElementById("expired");
  // What the server wrote into the form, whatever has been typed by the time this runs.
  const written = typed(new DOMParser().parseFromString(form.outerHTML, "text/html").querySelector("form"));
  let kept = written;
  let timer;
  let sending;
  let isLeaving = false;

  /** What the form would post, but for files, passwords and the token. */
  function typed(source = form) {
    const content = new URLSearchParams();
    for (const [name, value] of new FormData(source)) {
      if (typeof value === "string" && name !== "csrfmiddlewaretoken" && source.elements[name]?.type !== "password") content.append(name, value);
    }
    return content.toString();
  }

  function post(content) {
    const body = new URLSearchParams(content);
    body.set("_address", address);
    body.set("_user", user);
    if (content === written && !form.elements._continues.value) body.set("_untouched", "");
    const headers = { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value };
    const keepalive = document.hidden && body.toString().length < 60_000; // the browser's limit for what outlives its page
    return fetch("/drafts/", { method: "POST", body, headers, keepalive, redirect: "manual", signal: AbortSignal.timeout(PATIENCE) });
  }

  /** After a login in another tab the form's token is out of date; the form's own page has a new one, if it is the same user's. */
  async function renew() {
    const page = await fetch(address, { redirect: "manual" });
    if (!page.ok) return false;
    const other = new DOMParser().parseFromString(await page.text(), "text/html").querySelector("form[data-draft]");
    if (other?.dataset.user !== user) return false;
    const token = other.elements.csrfmiddlewaretoken.value;
    for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = token;
    document.body.setAttribute("hx-headers:inherited", JSON.stringify({ "X-CSRFToken": token }));
    return true;
  }

  const isRefused = (answer) => answer.type === "opaqueredirect" || answer.status === 403;

  /** Sends the content if it is new. Answers whether a save can go ahead: not when nobody is logged in or no server is there. */
  async function keep() {
    await sending;
    clearTimeout(timer);
    const content = typed();
    if (content === kept && expired.hidden) return true;
    sending = send(content);
    const wasSent = await sending;
    if (!isLeaving && typed() !== content) later();
    return wasSent;
  }

  async function send(content) {
    try {
      let answer = await post(content);
      if (isRefused(answer) && (await renew())) answer = await post(content);
      if (isRefused(answer)) {
        sessionStorage.setItem(key, content);
        expired.hidden = false;
        return false;
      }
      const said = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : {};
      if (answer.ok) {
        kept = content;
        sessionStorage.removeItem(key);
        expired.hidden = true;
      }
      status.textContent = said.text ?? "";
      return true;
    } catch {
      sessionStorage.setItem(key, content);
      status.textContent = "";
      later(RETRY);
      return false;
    }
  }

  function later(wait = WAIT) {
    clearTimeout(timer);
    timer = setTimeout(keep, wait);
  }

  /** A text that had nowhere to go becomes a draft, and the form goes on with it. */
  async function restore() {
    const answer = await post(sessionStorage.getItem(key));
    if (!answer.ok) return;
    sessionStorage.removeItem(key);
    location.replace((await answer.json()).url);
  }

  if (sessionStorage.getItem(key)) restore();
  else if (typed() !== kept) later();
  form.addEventListener("input", () => later());
  form.addEventListener("change", () => later());
  document.addEventListener("visibilitychange", () => {
    if (document.hidden && !isLeaving && expired.hidden) keep();
  });
  window.addEventListener("pageshow", () => { isLeaving = false; });
  window.addEventListener("focus", () => { if (!expired.hidden) keep(); });

  form.addEventListener("submit", async (event) => {
    if (isLeaving || typed() === kept) {
      isLeaving = true;
      return;
    }
    event.preventDefault();
    const { submitter } = event;
    if (await keep()) {
      if (isLeaving) return;
      isLeaving = true;
      form.requestSubmit(submitter);
    } else if (expired.hidden) document.getElementById("failure").hidden = false;
    else location.assign(`/login/?next=${encodeURIComponent(address)}`);
  });
}
