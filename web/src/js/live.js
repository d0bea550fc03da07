// Live without reload: one stream tells the head of the record; parts that said hx-trigger="head" ask for themselves again.
const QUIET = 500;
const PATIENCE = 4000;

export function followHead(document, htmx) {
  const beat = () => document.querySelector(".heartbeat"); // it is asked for anew every minute
  if (!beat() || !("EventSource" in window)) return;
  const stream = new EventSource("/live/head");
  let known = null;
  let waiting = null;
  const told = (event) => {
    if (event.data === known) return;
    const first = known === null;
    known = event.data;
    if (first) return;
    if (waiting) return; // in a busy city the head never rests
    waiting = setTimeout(() => {
      waiting = null;
      document.querySelectorAll("[data-live]").forEach((part) => {
        if (!part.contains(document.activeElement) || part.dataset.live === "always") htmx.trigger(part, "head");
      });
    }, QUIET);
  };
  stream.addEventListener("message", told);
  stream.addEventListener("head", told);
  let cut = null;
  stream.addEventListener("open", () => {
    clearTimeout(cut);
    cut = null;
    beat().removeAttribute("data-cut");
  });
  stream.addEventListener("error", () => {
    cut ??= setTimeout(() => beat().setAttribute("data-cut", ""), PATIENCE); // a short break mends itself
  });
  window.addEventListener("pagehide", () => stream.close());
}
