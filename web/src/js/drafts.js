// Drafts that survive a lost connection: what is typed into a form with data-draft is kept on this device, for this account, for
// twelve hours. The draft goes when the server has taken the form (data-draft-done) and when the account signs out.
const PREFIX = "hengjian.draft.";
const HOURS = 12;

const account = () => document.documentElement.dataset.account || "";
const keyOf = (form) => `${PREFIX}${account()}.${form.dataset.draft}`;

export function forgetDrafts(keep) {
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith(PREFIX) && !keep(key, read(key))) localStorage.removeItem(key);
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
    if (!field.name || field.name === "csrfmiddlewaretoken" || field.type === "hidden") continue;
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

function offer(form) {
  const draft = read(keyOf(form));
  const notice = form.querySelector("[data-draft-notice]");
  if (!draft || !notice || form.querySelector("#wrong")) return; // the server gave back what was typed
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

export function keepDrafts(part) {
  const young = (draft) => draft && Date.now() - draft.at < HOURS * 3600e3;
  const done = document.querySelector("[data-draft-done]")?.dataset.draftDone;
  forgetDrafts((key, draft) => {
    const mine = key.startsWith(`${PREFIX}${account()}.`);
    return young(draft) && account() !== "" && mine && key !== `${PREFIX}${account()}.${done}`;
  });
  for (const form of part.querySelectorAll("form[data-draft]")) {
    if (form.dataset.draftWatched) continue;
    form.dataset.draftWatched = "1";
    offer(form);
    let waiting;
    form.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => keep(form), 400);
    });
    form.addEventListener("submit", () => {
      clearTimeout(waiting);
      keep(form);
    });
  }
}
