// A tile that did not come says so in its own place and is asked for once more there.
function fail(tile) {
  const words = document.getElementById("tile-failed")?.content.cloneNode(true);
  if (!words) return;
  tile.removeAttribute("aria-busy");
  tile.querySelector(".desk-tile__body").replaceChildren(words);
}

for (const name of ["htmx:response:error", "htmx:error"]) {
  document.addEventListener(name, (event) => {
    const tile = event.detail?.ctx?.sourceElement;
    if (tile?.matches?.(".desk-tile")) fail(tile);
  });
}

document.addEventListener("click", (event) => {
  const tile = event.target.closest?.("[data-again]")?.closest(".desk-tile");
  if (tile) window.htmx.ajax("GET", tile.getAttribute("hx-get") ?? tile.dataset.liveFrom, { source: tile, target: tile, swap: "outerHTML" });
});
