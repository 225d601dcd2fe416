from __future__ import annotations

from django.db.models import Q

from shturman.clients.actions.erasing import erased
from shturman.journal.actions import erase_words
from shturman.tasks.actions.phone_names import let_go
from shturman.tasks.models import PhoneItem, Task


def erase_in_tasks(client_id: int) -> None:
    """What was to be done is told by its kind alone, what came of it is gone; terms and lateness stay."""
    tasks = Task.objects.everything().filter(Q(client=client_id) | Q(deal__client=client_id))
    ids = list(tasks.values_list("pk", flat=True))
    for kind, label in Task.Kind.choices:
        Task.objects.everything().filter(pk__in=ids, kind=kind).update(title=str(label))
    Task.objects.everything().filter(pk__in=ids).exclude(result="").update(result=erased())
    erase_words("task", ids, instead=erased())


def erase_phone_items(client_id: int) -> None:
    """The phone lets the item go and takes it anew, as the task says it now."""
    let_go(PhoneItem.objects.filter(Q(task__client=client_id) | Q(task__deal__client=client_id)))
