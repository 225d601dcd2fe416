// A card that goes to paper leaves a trail: who printed what.
const CARD = /^(client|deal):(\d+)$/;

window.addEventListener("beforeprint", () => {
  const place = [...document.querySelectorAll("[data-live]")].map((part) => CARD.exec(part.dataset.live)).find(Boolean);
  if (!place) return;
  const headers = JSON.parse(document.body.getAttribute("hx-headers:inherited") ?? "{}");
  fetch("/trail/printed/", { method: "POST", headers, body: new URLSearchParams({ card: place[1], id: place[2] }), keepalive: true });
});
