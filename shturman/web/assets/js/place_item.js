// One way for an item to change its place or its length; what is refused returns to where it stood.
import { say } from "./say.js";

export async function placeItem(event, calendar, page, { revert, isLengthened = false }) {
  const answer = await ask(event, page, isLengthened).catch(() => null);
  if (answer) {
    const html = await answer.text();
    await window.htmx.swap({ text: html, target: document.getElementById("said"), swap: "none", sourceElement: page });
    if (!answer.ok && !html.includes("data-notice")) say(page.dataset.wordsFailed);
  } else say(page.dataset.wordsFailed);
  if (!answer?.ok) revert?.();
  calendar.refetchEvents();
}

function ask(event, page, isLengthened) {
  const place = event.allDay ? { on: event.startStr.slice(0, 10) } : { at: event.startStr };
  if (isLengthened) place.minutes = Math.round((event.end - event.start) / 60_000);
  return fetch(page.dataset.place.replace("/0/", `/${event.id}/`), {
    method: "POST",
    headers: { "HX-Request": "true", ...JSON.parse(document.body.getAttribute("hx-headers:inherited")) },
    body: new URLSearchParams(place),
  });
}
