// The keyboard: "/" search, "j" and "k" through the rows, Enter opens, "g" and a digit goes to a place, "?" lists the keys.
const typing = (target) => target.closest("input, select, textarea, [contenteditable]");

function walk(document, step) {
  const rows = [...document.querySelectorAll("[data-row]")];
  if (!rows.length) return;
  const at = rows.findIndex((row) => row.classList.contains("chosen"));
  const next = rows[Math.min(rows.length - 1, Math.max(0, at + step))];
  rows.forEach((row) => row.classList.toggle("chosen", row === next));
  const link = next.querySelector("a.covers") || next.querySelector("a");
  link?.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
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
    } else if (event.key === "j") walk(document, 1);
    else if (event.key === "k") walk(document, -1);
    else if (event.key === "?") document.getElementById("me")?.toggleAttribute("open");
    going = event.key === "g";
  });
}
