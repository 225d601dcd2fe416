// Arrows walk the hits under the search field, Escape folds them.
const box = () => document.getElementById("search-found");

document.addEventListener("keydown", (event) => {
  const search = event.target.closest?.(".search");
  if (!search) return;
  const hits = [...box().querySelectorAll(".hit")];
  if (event.key === "Escape") return fold();
  if (!["ArrowDown", "ArrowUp"].includes(event.key) || !hits.length) return;
  event.preventDefault();
  const next = hits.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
  (hits[next] ?? document.getElementById("search")).focus();
});

document.addEventListener("click", (event) => {
  if (!event.target.closest?.(".search")) fold();
});

function fold() {
  box()?.replaceChildren();
}
