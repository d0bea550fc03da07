// One more of the same: a button copies the last group of fields, empty and renumbered (parties, items).
export function repeatRows(part) {
  part.querySelectorAll("[data-repeat]").forEach((button) => {
    if (button.dataset.watched) return;
    button.dataset.watched = "1";
    button.hidden = false;
    button.addEventListener("click", () => {
      const groups = button.parentElement.querySelectorAll("[data-group]");
      const last = groups[groups.length - 1];
      const copy = last.cloneNode(true);
      const number = groups.length;
      copy.querySelectorAll("[name], [id], [for]").forEach((node) => {
        for (const name of ["name", "id", "for"]) {
          if (node.hasAttribute(name)) node.setAttribute(name, node.getAttribute(name).replace(/-\d+-/, `-${number}-`));
        }
        if ("value" in node && node.type !== "checkbox") node.value = "";
        if (node.type === "checkbox") node.checked = false;
      });
      last.after(copy);
      copy.querySelector("input, select, textarea")?.focus();
    });
  });
}
