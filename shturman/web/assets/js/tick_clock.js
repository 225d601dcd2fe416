// The flag «now» moves along the course of the day once a minute.
function move() {
  const ruler = document.querySelector("[data-day-from]");
  if (!ruler) return;
  const clock = ruler.querySelector("[data-now-clock]");
  const [hours, minutes] = clock.textContent.split(":").map(Number);
  const now = (hours * 60 + minutes + 1) % 1440;
  clock.textContent = `${String(Math.floor(now / 60)).padStart(2, "0")}:${String(now % 60).padStart(2, "0")}`;
  const from = Number(ruler.dataset.dayFrom) * 60;
  const share = (now - from) / (Number(ruler.dataset.dayTo) * 60 - from);
  const place = `${(Math.min(1, Math.max(0, share)) * 100).toFixed(2)}%`;
  for (const part of ruler.querySelectorAll("[data-now]")) part.setAttribute(part.dataset.now, place);
}

setTimeout(() => {
  move();
  setInterval(move, 60_000);
}, 60_000 - (Date.now() % 60_000));
