// List and detail side by side on wide screens: a click on a row opens it in the pane, the list keeps its place and its conditions.
// The address says which row is open, so that back, forward and a sent link work. On narrow screens a row is a page of its own.
const elder = "elder" in document.documentElement.dataset; // large type needs more room
const WIDE = window.matchMedia(elder ? "(min-width: 110.01rem)" : "(min-width: 80rem)");
const WAIT = 150;

const split = () => document.querySelector("[data-split]");
const idOf = (href) => new URL(href, location.href).pathname.split("/").filter(Boolean).pop();
const opened = () => new URL(location.href).searchParams.get("open") || "";
const addressOf = (id) => `${split().dataset.split}${encodeURIComponent(id)}/`;

function addressWith(id) {
  const url = new URL(location.href);
  if (id) url.searchParams.set("open", id);
  else url.searchParams.delete("open");
  return url;
}

function mark(id, scroll) {
  for (const row of split().querySelectorAll("[data-row]")) {
    const here = Boolean(id) && idOf(row.querySelector("a.covers").href) === id;
    row.classList.toggle("chosen", here);
    if (here && scroll) row.scrollIntoView({ block: "nearest" });
  }
}

function show(id, htmx) {
  const pane = document.getElementById("pane");
  pane.hidden = !id;
  const before = split().classList.contains("opened");
  split().classList.toggle("opened", Boolean(id));
  if (before !== Boolean(id)) split().querySelector("details.narrowing")?.toggleAttribute("open", !id);
  mark(id, true);
  if (!id) {
    pane.querySelector(".pane-body").replaceChildren();
    return;
  }
  pane.querySelector("[data-pane-whole]").href = addressOf(id);
  htmx.ajax("GET", addressOf(id), { target: ".pane-body", select: "#subject", swap: "innerHTML" });
}

function open(id, htmx) {
  if (id === opened()) return;
  history[opened() ? "replaceState" : "pushState"]({}, "", addressWith(id));
  show(id, htmx);
}

function openInPane(event, htmx) {
  const link = event.target.closest("a.covers");
  const byMouse = event.detail > 0 && event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey;
  if (!link || !byMouse || !WIDE.matches || !split().contains(link)) return;
  event.preventDefault();
  open(idOf(link.href), htmx);
}

// A row walked to with the keys follows into the pane once the keys rest; without an open pane walking only marks the row.
function follow(htmx) {
  let waiting;
  document.addEventListener("row-walked", (event) => {
    clearTimeout(waiting);
    const link = event.target.querySelector("a.covers");
    if (link && WIDE.matches && opened() && split()?.contains(link)) waiting = setTimeout(() => open(idOf(link.href), htmx), WAIT);
  });
}

export function keepPane(document, htmx) {
  const place = split();
  if (!place) return;
  const close = () => open("", htmx);
  place.addEventListener("click", (event) => openInPane(event, htmx));
  place.querySelector("[data-pane-close]").addEventListener("click", close);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && opened() && !event.defaultPrevented && !document.querySelector("details.menu[open]")) close();
  });
  window.addEventListener("popstate", () => show(opened(), htmx));
  document.addEventListener("htmx:afterSwap", () => opened() && mark(opened(), false));
  follow(htmx);
  if (opened() && WIDE.matches) show(opened(), htmx);
  else if (opened()) location.replace(addressOf(opened()));
}
