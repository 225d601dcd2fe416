// A folded column stays folded on this device.
const KEY = "folded-columns";
const folded = () => new Set(JSON.parse(localStorage.getItem(KEY) ?? "[]"));

function draw() {
  const hidden = folded();
  for (const button of document.querySelectorAll("[data-fold]")) {
    const isFolded = hidden.has(button.dataset.fold);
    button.closest(".board__column").classList.toggle("is-folded", isFolded);
    button.setAttribute("aria-expanded", String(!isFolded));
  }
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-fold]");
  if (!button) return;
  const hidden = folded();
  if (!hidden.delete(button.dataset.fold)) hidden.add(button.dataset.fold);
  localStorage.setItem(KEY, JSON.stringify([...hidden]));
  draw();
});

document.addEventListener("DOMContentLoaded", draw);
document.addEventListener("live:replaced", draw);
