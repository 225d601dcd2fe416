// On a phone the board is a list of one stage: the picker shows another one.
function show(stage) {
  for (const column of document.querySelectorAll(".board__column")) {
    column.classList.toggle("board__column--shown", column.id === `column-${stage}`);
  }
  const address = new URL(location.href);
  address.searchParams.set("at", stage);
  history.replaceState(history.state, "", address);
}

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-stage-select]")) show(event.target.value);
});

document.addEventListener("click", (event) => {
  const step = event.target.closest?.("[data-stage-step]");
  if (!step) return;
  const select = document.querySelector("[data-stage-select]");
  const next = select.selectedIndex + Number(step.dataset.stageStep);
  if (next < 0 || next >= select.options.length) return;
  select.selectedIndex = next;
  show(select.value);
});
