"""The tasks' part on other rooms' pages."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone

from shturman.clients.models import Client
from shturman.company.models import Member
from shturman.deals.models import Deal
from shturman.tasks.access import can_close_task, can_dismiss, can_hand_over
from shturman.tasks.models import Task
from shturman.tasks.rows import rows_of
from shturman.tasks.shares import work_of

# A line of a panel: the task itself, and who set it to whom.
SHOWN = (
    *("kind", "title", "due_at", "due_on", "deadline", "is_important", "is_formed", "completed_at", "created_at", "deal", "client"),
    *("assignee__surname", "assignee__given_name", "assignee__department", "assignee__is_active", "assignee__is_robot"),
    *("author__surname", "author__given_name"),
)


def next_step(request: HttpRequest, deal: Deal) -> str:
    """The ringed heading mark: what to do with this deal now. Exactly one on the page."""
    tasks = _open_tasks(request, deal)
    step = tasks[0] if tasks else None
    context = {
        "deal": deal,
        "row": rows_of([step], timezone.now())[0] if step else None,
        "phone": _phone(request, deal),
        "can_close": bool(step and can_close_task(request.user, step)),
    }
    return render_to_string("tasks/_next_step_panel.html", context, request)


def dock(request: HttpRequest, deal: Deal) -> str:
    tasks = _open_tasks(request, deal)
    return render_to_string(
        "tasks/_dock.html", {"deal": deal, "task": tasks[0] if tasks else None, "phone": _phone(request, deal)}, request
    )


def deal_tasks(request: HttpRequest, deal: Deal) -> str:
    rows = rows_of(_open_tasks(request, deal), timezone.now())
    return render_to_string("tasks/_tasks_panel.html", {"deal": deal, "rows": rows}, request)


def entry_tabs(request: HttpRequest, deal: Deal) -> str:
    return render_to_string("tasks/_entry_tabs.html", {"deal": deal}, request)


def client_tasks(request: HttpRequest, client: Client) -> str:
    tasks = Task.objects.open().filter(client=client, deal=None).select_related("assignee").order_by("deadline")
    return render_to_string("tasks/_tasks_panel.html", {"client": client, "rows": rows_of(tasks, timezone.now())}, request)


def tasks_to_drop(request: HttpRequest, deal: Deal) -> str:
    """Closing asks about tasks that people set by hand; the system's own go by themselves."""
    tasks = [task for task in _open_tasks(request, deal) if not task.is_formed]
    return render_to_string("tasks/_tasks_to_drop.html", {"tasks": tasks}, request) if tasks else ""


def member_work(request: HttpRequest, member: Member) -> str:
    """On the page of an employee: how much he holds, and the way to hand it over."""
    if not can_hand_over(request.user, member):
        return ""
    context = {"member": member, "work": work_of(member), "can_dismiss": can_dismiss(request.user) and member.pk != request.user.pk}
    return render_to_string("tasks/_member_work.html", context, request)


def _open_tasks(request: HttpRequest, deal: Deal) -> list[Task]:
    """Four panels of one page ask: the first asks the database."""
    known = request.__dict__.setdefault("_open_tasks_of_deal", {})
    if deal.pk not in known:
        tasks = Task.objects.open().filter(deal=deal).select_related("assignee", "author").only(*SHOWN)
        known[deal.pk] = list(tasks.order_by("deadline", "id"))
        for task in known[deal.pk]:
            task.deal = deal
    return known[deal.pk]


def _phone(request: HttpRequest, deal: Deal) -> str:
    known = request.__dict__.setdefault("_phone_of_deal", {})
    if deal.pk not in known:
        phones = [phone for contact in deal.contacts.all() for phone in contact.person.phones.all()]
        phones += list(deal.client.phones.all()) if deal.client else []
        known[deal.pk] = phones[0].number if phones and not phones[0].is_masked else ""
    return known[deal.pk]
