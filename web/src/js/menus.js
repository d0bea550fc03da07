// Menus are <details>: a click elsewhere or Escape closes them. On a phone the conditions of a list stand folded.
export function closeMenus(document) {
  const open = () => document.querySelectorAll("details.menu[open]");
  document.addEventListener("click", (event) => {
    open().forEach((menu) => menu.contains(event.target) || menu.removeAttribute("open"));
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    open().forEach((menu) => {
      menu.removeAttribute("open");
      menu.querySelector("summary").focus();
    });
  });
}

export function foldConditions(document) {
  if (!window.matchMedia("(max-width: 48rem)").matches) return;
  document.querySelectorAll("details.narrowing").forEach((part) => part.removeAttribute("open"));
}
