from django.urls import path

from shturman.playbooks.views import navigator

app_name = "navigator"
urlpatterns = [
    path("", navigator.navigator, name="navigator"),
    path("queue/", navigator.navigator_queue, name="queue"),
    path("priority-first/", navigator.switch_priority_first_view, name="switch_priority_first"),
    path("<int:task_id>/result/", navigator.give_result_view, name="give_result"),
    path("<int:task_id>/skip/", navigator.skip_task_view, name="skip_task"),
]
