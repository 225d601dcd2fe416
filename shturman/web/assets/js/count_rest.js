// How many deals a column has beyond those that are drawn: known by the totals, which come after the tiles.
function tell() {
  for (const rest of document.querySelectorAll("[data-rest]")) {
    const column = rest.closest(".board__column");
    const whole = Number(column?.querySelector("[data-count]")?.dataset.count ?? 0);
    const left = whole - (column?.querySelectorAll("[data-deal]").length ?? 0);
    rest.textContent = left > 0 ? left.toLocaleString("ru") : "";
  }
}

for (const moment of ["htmx:after:swap", "htmx:finally:request", "live:replaced"]) document.addEventListener(moment, tell);
