from django.urls import include, path

from shturman.web.entrance import SignIn

ROOMS = {
    "deals/": "shturman.deals.urls",
    "clients/": "shturman.clients.urls",
    "tasks/": "shturman.tasks.urls",
    "goods/": "shturman.goods.urls",
    "company/": "shturman.company.urls",
    "imports/": "shturman.imports.urls",
    "reports/": "shturman.reports.urls",
    "": "shturman.web.urls",
}


handler403 = "shturman.web.views.forbidden"
handler404 = "shturman.web.views.not_found"
handler500 = "shturman.web.views.server_error"

urlpatterns = [
    path("account/login/", SignIn.as_view(), name="account_login"),
    path("account/", include("allauth.account.urls")),
    path("live/", include("config.live.urls")),
    *[path(prefix, include(module)) for prefix, module in ROOMS.items()],
]
