// Notices of the browser: asked for by a press, never by themselves.
import { say } from "./say.js";

function bytesOf(key) {
  const text = atob(key.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

async function subscribe(button) {
  const { key, address, denied, failed, unable } = button.dataset;
  if (!("serviceWorker" in navigator) || !("PushManager" in window)) return unable;
  const registration = await navigator.serviceWorker.register("/service-worker.js");
  await navigator.serviceWorker.ready;
  if ((await Notification.requestPermission()) !== "granted") return denied;
  const given = await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytesOf(key) }).catch(() => null);
  if (!given) return failed;
  const token = JSON.parse(document.body.getAttribute("hx-headers:inherited") ?? "{}")["X-CSRFToken"];
  const body = new URLSearchParams({ subscription: JSON.stringify(given) });
  const answer = await fetch(address, { method: "POST", body, headers: { "X-CSRFToken": token } }).catch(() => null);
  if (!answer) return failed;
  if (!answer.ok) return (await answer.json().catch(() => ({}))).reason ?? failed;
  location.reload();
  return "";
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("[data-push-on]");
  if (!button) return;
  button.disabled = true;
  const trouble = await subscribe(button).catch(() => button.dataset.failed);
  button.disabled = false;
  const place = document.querySelector("[data-push-trouble]");
  place.textContent = trouble;
  place.hidden = !trouble;
  if (trouble) say(trouble);
});
