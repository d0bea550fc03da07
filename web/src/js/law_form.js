// The form beside a text of the law. The server knows what a field means: a changed field or a pressed button sends the whole form, and the
// text, the fields and what the reader says come back. Nothing that somebody types meanwhile is lost, and nothing moves under a pointer.
const WAIT = 250;

const controls = (fields) => [...fields.querySelectorAll("input, select, textarea:not([name=shown])")];
const valuesOf = (fields) => new Map(controls(fields).map((one) => [one.id, one.value]));
const opened = (fields) => new Set([...fields.querySelectorAll("details[open]")].map((one) => one.id));

export function formBeside(form, { textNow, putText, shown }) {
  const fields = form.querySelector("#fields");
  const tried = form.querySelector("#tried");
  const state = form.querySelector("#tried-state");
  let sending = null, again = null, timer = null, held = false, composing = false;

  function ask(deed = "", wait = 0) {
    clearTimeout(timer);
    again = deed || again || "";
    timer = setTimeout(send, wait);
  }

  async function send() {
    if (sending || again === null) return;
    const deed = again, text = textNow(), was = valuesOf(fields);
    again = null;
    const body = new FormData(form);
    if (deed) body.set("do", deed);
    sending = fetch(form.dataset.try, { method: "POST", body, headers: { Accept: "application/json" } });
    const answer = await sending.then((one) => (one.ok ? one.json() : null)).catch(() => null);
    await quiet();
    sending = null;
    if (!answer) state.textContent = form.dataset.cut;
    else if (textNow() !== text) ask(deed, WAIT); // written on meanwhile: what came back is of an older text
    else show(answer, was, deed);
    if (again !== null) ask("", 0);
  }

  // a click begun before an answer came must find its button where it was; a word being composed must not lose its field
  function quiet() {
    return new Promise((done) => {
      const look = () => (held || composing ? setTimeout(look, 30) : done());
      look();
    });
  }

  function show(answer, was, deed) {
    const now = valuesOf(fields), open = opened(fields), closed = [...fields.querySelectorAll("details:not([open])")].map((one) => one.id);
    const at = document.activeElement;
    const focus = fields.contains(at) ? { id: at.id, place: controls(fields).indexOf(at), part: at.closest("details")?.id, from: at.selectionStart, to: at.selectionEnd } : null;
    fields.innerHTML = answer.fields;
    for (const one of fields.querySelectorAll("details")) {
      if (open.has(one.id)) one.open = true;
      else if (closed.includes(one.id) && !one.querySelector("[aria-invalid]")) one.open = false;
    }
    let typed = false;
    for (const one of controls(fields)) {
      if (!now.has(one.id) || now.get(one.id) === was.get(one.id)) continue;
      one.value = now.get(one.id);
      typed = true;
    }
    tried.innerHTML = answer.tried;
    state.innerHTML = answer.state;
    putText(answer.text);
    if (deed) goToNew(was, focus);
    else if (focus) goBack(focus);
    shown();
    if (typed) ask("", WAIT);
  }

  // to the first field that a button has brought; where it took something out, to the part that it stood in
  function goToNew(was, focus) {
    const one = controls(fields).find((each) => !was.has(each.id)) ?? document.getElementById(focus?.part)?.querySelector("summary");
    for (let part = one?.closest("details"); part; part = part.parentElement.closest("details")) part.open = true;
    one?.focus();
  }

  function goBack(focus) {
    const one = document.getElementById(focus.id) ?? controls(fields)[focus.place]; // under a day that changed all have other names
    one?.focus({ preventScroll: true });
    if (one && focus.from != null && ["text", "textarea"].includes(one.type)) one.setSelectionRange(focus.from, focus.to);
  }

  fields.addEventListener("change", () => ask());
  fields.addEventListener("input", (event) => event.stopPropagation()); // what is kept on this device is the text alone
  fields.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target.matches("textarea, button, summary")) return;
    event.preventDefault();
    ask();
  });
  form.addEventListener("submit", (event) => {
    if (event.submitter?.name !== "do") return;
    event.preventDefault();
    ask(event.submitter.value);
  });
  document.addEventListener("pointerdown", () => (held = true), true);
  for (const kind of ["pointerup", "pointercancel"]) document.addEventListener(kind, () => setTimeout(() => (held = false), 60), true);
  form.addEventListener("compositionstart", () => (composing = true));
  form.addEventListener("compositionend", () => (composing = false));
  if (textNow() !== fields.querySelector("[name=shown]").value) ask(); // words that this device had kept
  return { textChanged: () => ask("", WAIT) };
}
