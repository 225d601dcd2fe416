// Shows a reminder while no page is open, and does what is pressed on it.
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("push", (event) => {
  const notice = event.data?.json();
  if (notice) event.waitUntil(show(notice));
});

async function show(notice) {
  const { title, body, tag, actions } = notice;
  await self.registration.showNotification(title, { body, tag, actions, data: notice, icon: "{% static "web/icon-192.png" %}", renotify: true });
  await send("/reminders/push/shown/", notice.token).catch(() => null);
}

function send(address, token) {
  return fetch(address, { method: "POST", body: new URLSearchParams({ token }), credentials: "omit" });
}

self.addEventListener("notificationclick", (event) => {
  const notice = event.notification.data;
  event.notification.close();
  event.waitUntil(event.action === "snooze" ? snooze(notice) : open(event.action === "done" ? notice.done : notice.open));
});

async function snooze(notice) {
  const answer = await send("/reminders/push/snooze/", notice.token).catch(() => null);
  // Nothing is lost in silence: without an answer the task itself opens.
  if (!answer || !answer.ok) await open(notice.open);
}

async function open(address) {
  const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const page = pages.find((one) => "navigate" in one);
  if (!page) return self.clients.openWindow(address);
  await page.focus().catch(() => null);
  return page.navigate(address).catch(() => self.clients.openWindow(address));
}
