// The keyboard: "/" search, "j" and "k" or the arrows through the rows, Enter opens, "g" and a digit goes to a place, "?" lists the keys.
const typing = (target) => target.closest("input, select, textarea, [contenteditable]");
const STEPS = { j: 1, k: -1, ArrowDown: 1, ArrowUp: -1 };

// Arrows walk only where a row is already chosen or holds the focus: elsewhere they scroll the page.
function walks(document, key) {
  return key in STEPS && (key.length === 1 || Boolean(document.querySelector("[data-row].chosen, [data-row] :focus")));
}

function walk(document, step) {
  const rows = [...document.querySelectorAll("[data-row]")];
  if (!rows.length) return;
  const at = rows.findIndex((row) => row.classList.contains("chosen"));
  const next = rows[Math.min(rows.length - 1, Math.max(0, at + step))];
  rows.forEach((row) => row.classList.toggle("chosen", row === next));
  const link = next.querySelector("a.covers") || next.querySelector("a");
  link?.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
  next.dispatchEvent(new CustomEvent("row-walked", { bubbles: true }));
}

export function listenForKeys(document) {
  let going = false;
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const places = document.querySelectorAll(".rail a");
    if (going && /^[1-9]$/.test(event.key)) {
      places[Number(event.key) - 1]?.click();
    } else if (event.key === "/") {
      event.preventDefault();
      document.getElementById("find")?.focus();
    } else if (walks(document, event.key)) {
      event.preventDefault();
      walk(document, STEPS[event.key]);
    } else if (event.key === "?") document.getElementById("me")?.toggleAttribute("open");
    going = event.key === "g";
  });
}
