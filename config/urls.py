from django.urls import include, path

ROOMS = {
    "deals/": "shturman.deals.urls",
    "clients/": "shturman.clients.urls",
    "tasks/": "shturman.tasks.urls",
    "calendar/": "shturman.tasks.internet_calendars.urls",
    "goods/": "shturman.goods.urls",
    "company/": "shturman.company.urls",
    "lists/": "shturman.lists.urls",
    "fields/": "shturman.fields.urls",
    "imports/": "shturman.imports.urls",
    "mail/": "shturman.messaging.urls",
    "notices/": "shturman.messaging.notice_urls",
    "reminders/": "shturman.messaging.reminder_urls",
    "playbooks/": "shturman.playbooks.urls",
    "navigator/": "shturman.playbooks.navigator_urls",
    "reports/": "shturman.reports.urls",
    "desktop/": "shturman.dashboards.urls",
    "": "shturman.web.urls",
}


handler403 = "shturman.web.views.forbidden"
handler404 = "shturman.web.views.not_found"
handler429 = "shturman.web.views.too_many"
handler500 = "shturman.web.views.server_error"

urlpatterns = [
    path("account/", include("shturman.web.door.urls")),
    path("live/", include("config.live.urls")),
    *[path(prefix, include(module)) for prefix, module in ROOMS.items()],
]
