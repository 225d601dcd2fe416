// Before the first paint: the chosen theme, else the system's. Runs blocking in the head.
const root = document.documentElement;
const systemIsDark = window.matchMedia("(prefers-color-scheme: dark)");

function showTheme() {
  const chosen = root.dataset.theme;
  const isChosen = chosen === "light" || chosen === "dark";
  root.dataset.bsTheme = isChosen ? chosen : systemIsDark.matches ? "dark" : "light";
}

showTheme();
systemIsDark.addEventListener("change", showTheme);
root.addEventListener("theme:chosen", showTheme);
