from django.urls import path

from shturman.tasks.calendar import views as calendar
from shturman.tasks.views import day, handing_over, listing, looking, reminders, work

app_name = "tasks"
urlpatterns = [
    path("day/", day.my_day, name="my_day"),
    path("guide/hide/", day.hide_guide_view, name="hide_guide"),
    path("guide/show/", day.show_guide_view, name="show_guide"),
    path("", listing.task_list, name="task_list"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/items/", calendar.calendar_items, name="calendar_items"),
    path("total/", listing.list_foot, name="list_total"),
    path("columns/", listing.choose_columns, name="choose_columns"),
    path("groups/", listing.choose_groups, name="choose_groups"),
    path("filter/", listing.task_filter_form, name="filter"),
    path("set/", work.set_task_view, name="set_task"),
    path("touch/<int:deal_id>/", work.log_touch_view, name="log_touch"),
    path("hand-over/<int:member_id>/", handing_over.hand_over, name="hand_over"),
    path("<int:task_id>/", work.task_page, name="task"),
    path("<int:task_id>/look/", looking.look_at_task, name="look_at_task"),
    path("<int:task_id>/complete/", work.complete_task_view, name="complete_task"),
    path("<int:task_id>/cancel/", work.cancel_task_view, name="cancel_task"),
    path("<int:task_id>/reschedule/", work.reschedule_task_view, name="reschedule_task"),
    path("<int:task_id>/place/", calendar.place_task_view, name="place_task"),
    path("<int:task_id>/reminders/", reminders.change_reminders, name="change_reminders"),
    path("<int:task_id>/restore/", work.restore_task_view, name="restore_task"),
    path("<int:task_id>/delete/", work.delete_task_view, name="delete_task"),
]
