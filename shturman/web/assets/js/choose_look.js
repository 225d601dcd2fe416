// Theme, density and shortcuts change at once; the server remembers them.
const root = document.documentElement;
const apply = {
  theme(value) {
    root.dataset.theme = value || "system";
    root.dispatchEvent(new Event("theme:chosen"));
  },
  density(value) {
    root.classList.toggle("is-comfortable", value === "comfortable");
  },
  shortcuts(value) {
    if (value === "on") root.dataset.shortcuts = "";
    else delete root.dataset.shortcuts;
  },
};

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-look] button");
  if (!button) return;
  apply[button.name]?.(button.value);
  for (const other of document.querySelectorAll(`[data-look] button[name="${button.name}"]`)) {
    other.setAttribute("aria-pressed", String(other.value === button.value));
  }
});
