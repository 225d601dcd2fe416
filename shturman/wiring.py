"""The house on one page: which rooms ask, answer, draw and tick where."""

from __future__ import annotations

from shturman.clients import actions as clients_actions
from shturman.clients import events as clients_events
from shturman.company import events as company_events
from shturman.deals import actions as deals_actions
from shturman.deals import events as deals_events
from shturman.deals import gates as deals_gates
from shturman.goods import actions as goods_actions
from shturman.goods import events as goods_events
from shturman.kit.house import Reactions, Tick
from shturman.tasks import actions as tasks_actions
from shturman.tasks import events as tasks_events
from shturman.tasks import jobs as tasks_jobs
from shturman.tasks import reactions as tasks_reactions

# May this happen? A gate answers with the obstacle, or with nothing.
GATES = {
    "move_deal": (
        deals_gates.stage_is_of_the_funnel,
        deals_gates.won_deal_is_known,
        deals_gates.loss_has_a_reason,
        deals_gates.reason_is_explained,
    ),
}

# This happened: `now` is true at commit, `later` leaves the process or may wait.
REACTIONS = {
    company_events.CompanyFounded: Reactions(),
    company_events.CompanyChanged: Reactions(),
    company_events.MemberAdded: Reactions(),
    company_events.MemberChanged: Reactions(),
    company_events.PasswordSet: Reactions(),
    company_events.DepartmentAdded: Reactions(),
    company_events.DepartmentChanged: Reactions(),
    goods_events.GoodAdded: Reactions(),
    goods_events.GoodChanged: Reactions(),
    goods_events.GoodDeleted: Reactions(),
    goods_events.GoodRestored: Reactions(),
    clients_events.ClientAdded: Reactions(),
    clients_events.ClientChanged: Reactions(),
    clients_events.ClientAssigned: Reactions(),
    clients_events.ClientsLinked: Reactions(),
    clients_events.ClientsUnlinked: Reactions(),
    clients_events.ClientDeleted: Reactions(),
    clients_events.ClientRestored: Reactions(),
    clients_events.NoteAdded: Reactions(),
    clients_events.NoteChanged: Reactions(),
    clients_events.NoteDeleted: Reactions(),
    clients_events.NoteRestored: Reactions(),
    deals_events.DealOpened: Reactions(now=[tasks_reactions.form_first_task]),
    deals_events.DealMoved: Reactions(now=[tasks_reactions.renew_tasks]),
    deals_events.DealRelocated: Reactions(now=[tasks_reactions.renew_tasks]),
    deals_events.DealReopened: Reactions(now=[tasks_reactions.renew_tasks]),
    deals_events.DealWon: Reactions(now=[tasks_reactions.close_tasks]),
    deals_events.DealLost: Reactions(now=[tasks_reactions.close_tasks]),
    deals_events.DealShelved: Reactions(now=[tasks_reactions.close_tasks]),
    deals_events.DealPlacementUndone: Reactions(now=[tasks_reactions.take_tasks_back]),
    deals_events.DealAssigned: Reactions(now=[tasks_reactions.hand_over]),
    deals_events.DealDeleted: Reactions(now=[tasks_reactions.follow_to_trash]),
    deals_events.DealRestored: Reactions(now=[tasks_reactions.follow_from_trash]),
    deals_events.DealChanged: Reactions(),
    deals_events.DealLinesSet: Reactions(),
    deals_events.DealTeamChanged: Reactions(),
    deals_events.DealFileAttached: Reactions(),
    deals_events.DealFileDeleted: Reactions(),
    deals_events.DealFileRestored: Reactions(),
    deals_events.DealsUnloaded: Reactions(),
    deals_events.FunnelAdded: Reactions(),
    deals_events.FunnelChanged: Reactions(),
    deals_events.FunnelRemoved: Reactions(),
    deals_events.StageAdded: Reactions(),
    deals_events.StageAskedToKeepTasks: Reactions(later=[tasks_jobs.form_missing_tasks]),
    deals_events.StageChanged: Reactions(now=[tasks_reactions.form_missing_tasks]),
    deals_events.StageRemoved: Reactions(),
    tasks_events.TaskSet: Reactions(now=[tasks_reactions.refresh_next_step]),
    tasks_events.TaskFormed: Reactions(now=[tasks_reactions.refresh_next_step]),
    tasks_events.TaskCompleted: Reactions(now=[tasks_reactions.refresh_next_step]),
    tasks_events.TaskCompletionUndone: Reactions(now=[tasks_reactions.refresh_next_step]),
    tasks_events.TaskCancelled: Reactions(now=[tasks_reactions.refresh_next_step]),
    tasks_events.TaskRescheduled: Reactions(now=[tasks_reactions.refresh_next_step]),
    tasks_events.TaskChanged: Reactions(),
    tasks_events.TaskHandedOver: Reactions(),
    tasks_events.TaskBecameOverdue: Reactions(),
    tasks_events.TaskDeleted: Reactions(now=[tasks_reactions.refresh_next_step]),
    tasks_events.TaskRestored: Reactions(now=[tasks_reactions.refresh_next_step]),
}

# What «Отменить» does with an entry of this kind.
UNDO = {
    goods_events.GoodDeleted.kind: goods_actions.undo_delete_good,
    clients_events.ClientDeleted.kind: clients_actions.undo_delete_client,
    clients_events.NoteDeleted.kind: clients_actions.undo_delete_note,
    deals_events.DealMoved.kind: deals_actions.undo_placement,
    deals_events.DealWon.kind: deals_actions.undo_placement,
    deals_events.DealLost.kind: deals_actions.undo_placement,
    deals_events.DealShelved.kind: deals_actions.undo_placement,
    deals_events.DealDeleted.kind: deals_actions.undo_delete_deal,
    deals_events.DealFileDeleted.kind: deals_actions.undo_delete_file,
    tasks_events.TaskCompleted.kind: tasks_actions.undo_complete_task,
    tasks_events.TaskDeleted.kind: tasks_actions.undo_delete_task,
}

# A room's part on another room's page.
PANELS: dict = {}

# A cell in another room's list or board: one query for all rows.
COLUMNS: dict = {}

# Something to filter by: used alike by lists, views, rules and reports.
QUESTIONS: dict = {}

# What the search looks through, in this order.
SEARCHES: tuple = ()

# What the trash shows and restores.
TRASH: tuple = ()

# By the clock: six fields, seconds first... last field is seconds.
CLOCK = (Tick("* * * * *", tasks_jobs.mark_overdue),)

# Every model and field that holds personal data: erasure walks this list.
PERSONAL_DATA: tuple = ()
