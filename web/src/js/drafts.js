// Drafts that survive a lost connection and an ended session: what is typed into a form with data-draft is kept on this device, for
// this account, for twelve hours. The draft goes when the server has taken the form (data-draft-done) and when the account signs out.
const PREFIX = "hengjian.draft.";
const HOURS = 12;

const account = () => document.documentElement.dataset.account || "";
const keyOf = (form) => `${PREFIX}${account()}.${form.dataset.draft}`;
const young = (draft) => draft && Date.now() - draft.at < HOURS * 3600e3;

function forgetDrafts(goes) {
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith(PREFIX) && goes(key)) localStorage.removeItem(key);
  }
}

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

function valuesOf(form) {
  const pairs = [];
  for (const field of form.elements) {
    if (!field.name || field.name === "csrfmiddlewaretoken" || field.type === "hidden" || "noDraft" in field.dataset) continue;
    if (field.type === "password" || field.type === "file" || field.type === "submit") continue;
    if ((field.type === "checkbox" || field.type === "radio") && !field.checked) continue;
    if (field.value) pairs.push([field.name, field.value]);
  }
  return pairs;
}

function fill(form, pairs) {
  for (const [name, value] of pairs) {
    for (const field of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
      if (field.type === "checkbox" || field.type === "radio") field.checked ||= field.value === value;
      else field.value = value;
    }
  }
}

function keep(form) {
  const pairs = valuesOf(form);
  if (!pairs.length) return;
  localStorage.setItem(keyOf(form), JSON.stringify({ at: Date.now(), pairs }));
  const saved = form.querySelector("[data-draft-saved]");
  if (saved) saved.hidden = false;
}

// A form with a notice asks first; a short one inside a page gets its words back at once.
function offer(form) {
  const draft = read(keyOf(form));
  if (!draft || form.querySelector("#wrong")) return; // the server gave back what was typed
  const notice = form.querySelector("[data-draft-notice]");
  if (!notice) {
    fill(form, draft.pairs);
    form.closest("details")?.setAttribute("open", "");
    return;
  }
  const when = notice.querySelector("time");
  if (when) when.textContent = new Date(draft.at).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  notice.hidden = false;
  notice.querySelector("[data-draft-restore]").addEventListener("click", () => {
    fill(form, draft.pairs);
    notice.hidden = true;
  });
  notice.querySelector("[data-draft-drop]").addEventListener("click", () => {
    localStorage.removeItem(keyOf(form));
    notice.hidden = true;
  });
}

// Without a connection the browser would leave the page: say that nothing was sent, and stay.
function send(form, event) {
  keep(form);
  const cut = form.querySelector("[data-draft-cut]");
  if (!cut) return;
  cut.hidden = navigator.onLine;
  if (!navigator.onLine) event.preventDefault();
}

export function keepDrafts(part) {
  const done = document.querySelector("[data-draft-done]")?.dataset.draftDone;
  const mine = `${PREFIX}${account()}.`;
  const foreign = (key) => account() !== "" && !key.startsWith(mine); // at the door nobody is known yet: drafts wait
  forgetDrafts((key) => !young(read(key)) || foreign(key) || key === `${mine}${done}`);
  document.querySelector("[data-forgets-drafts]")?.addEventListener("submit", () => forgetDrafts(() => true));
  for (const form of part.querySelectorAll("form[data-draft]")) {
    if (form.dataset.draftWatched) continue;
    form.dataset.draftWatched = "1";
    offer(form);
    let waiting;
    form.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => keep(form), 400);
    });
    form.addEventListener("submit", (event) => {
      clearTimeout(waiting);
      send(form, event);
    });
  }
}
