// A form that changes something is sent once: a second press while the first is under way does nothing. Files that are saved, and
// forms that open beside this page, leave it standing: they may be sent again after a moment.
const AGAIN = 4000;

export function sendOnce(document) {
  const sent = new WeakSet();
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (sent.has(form)) event.preventDefault();
    sent.add(form);
    setTimeout(() => sent.delete(form), AGAIN);
  });
  window.addEventListener("pageshow", (event) => event.persisted && document.querySelectorAll("form").forEach((form) => sent.delete(form)));
}
