// Shift on a head of a list sorts further by its column; without Shift the link itself leads to the order by it alone.
document.addEventListener("click", (event) => {
  const head = event.target.closest?.("a[data-further]");
  if (!head || !event.shiftKey || event.ctrlKey || event.metaKey || event.button) return;
  event.preventDefault();
  location.assign(head.dataset.further);
});
