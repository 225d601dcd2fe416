"""The house on one page: which rooms ask, answer, draw and tick where."""

from __future__ import annotations

from config.care import jobs as care_jobs
from shturman.clients import actions as clients_actions
from shturman.clients import bulk as clients_bulk
from shturman.clients import events as clients_events
from shturman.clients import gates as clients_gates
from shturman.clients import jobs as clients_jobs
from shturman.clients import panels as clients_panels
from shturman.clients import personal_data as clients_data
from shturman.clients import questions as clients_questions
from shturman.clients import reactions as clients_reactions
from shturman.clients import rights as clients_rights
from shturman.clients import search as clients_search
from shturman.clients import tiles as clients_tiles
from shturman.clients import trash as clients_trash
from shturman.clients.actions import erasing as clients_erasing
from shturman.clients.models import Client
from shturman.company import events as company_events
from shturman.company import jobs as company_jobs
from shturman.company import rights as company_rights
from shturman.dashboards import actions as dashboards_actions
from shturman.dashboards import events as dashboards_events
from shturman.deals import actions as deals_actions
from shturman.deals import bulk as deals_bulk
from shturman.deals import columns as deals_columns
from shturman.deals import events as deals_events
from shturman.deals import gates as deals_gates
from shturman.deals import panels as deals_panels
from shturman.deals import personal_data as deals_data
from shturman.deals import questions as deals_questions
from shturman.deals import reactions as deals_reactions
from shturman.deals import rights as deals_rights
from shturman.deals import search as deals_search
from shturman.deals import tiles as deals_tiles
from shturman.deals import trash as deals_trash
from shturman.deals import veil as deals_veil
from shturman.deals.actions import erasing as deals_erasing
from shturman.deals.models import Deal
from shturman.fields import actions as fields_actions
from shturman.fields import events as fields_events
from shturman.fields import personal_data as fields_data
from shturman.fields.actions import erasing as fields_erasing
from shturman.fields.questions import own_questions
from shturman.goods import actions as goods_actions
from shturman.goods import events as goods_events
from shturman.goods import trash as goods_trash
from shturman.goods.models import Good
from shturman.imports import events as imports_events
from shturman.imports import jobs as imports_jobs
from shturman.imports import rights as imports_rights
from shturman.imports import tiles as imports_tiles
from shturman.imports.actions import erasing as imports_erasing
from shturman.kit import jobs as kit_jobs
from shturman.kit.house import OwnThing, Panel, PersonalData, Reactions, StandsOn, Tick
from shturman.lists import actions as lists_actions
from shturman.lists import events as lists_events
from shturman.lists import jobs as lists_jobs
from shturman.messaging import actions as messaging_actions
from shturman.messaging import events as messaging_events
from shturman.messaging import gates as messaging_gates
from shturman.messaging import jobs as messaging_jobs
from shturman.messaging import panels as messaging_panels
from shturman.messaging import reactions as messaging_reactions
from shturman.messaging import tiles as messaging_tiles
from shturman.playbooks import actions as playbooks_actions
from shturman.playbooks import events as playbooks_events
from shturman.playbooks import panels as playbooks_panels
from shturman.playbooks import personal_data as playbooks_data
from shturman.playbooks import reactions as playbooks_reactions
from shturman.playbooks.actions import erasing as playbooks_erasing
from shturman.reports import tiles as reports_tiles
from shturman.tasks import actions as tasks_actions
from shturman.tasks import bulk as tasks_bulk
from shturman.tasks import columns as tasks_columns
from shturman.tasks import events as tasks_events
from shturman.tasks import gates as tasks_gates
from shturman.tasks import jobs as tasks_jobs
from shturman.tasks import list_questions as tasks_list_questions
from shturman.tasks import panels as tasks_panels
from shturman.tasks import personal_data as tasks_data
from shturman.tasks import questions as tasks_questions
from shturman.tasks import reactions as tasks_reactions
from shturman.tasks import rights as tasks_rights
from shturman.tasks import search as tasks_search
from shturman.tasks import team_tiles as tasks_team_tiles
from shturman.tasks import tiles as tasks_tiles
from shturman.tasks import trash as tasks_trash
from shturman.tasks.actions import erasing as tasks_erasing
from shturman.web import events as web_events
from shturman.web import panels as web_panels
from shturman.web import reactions as web_reactions
from shturman.web import tiles as web_tiles

# What rights are given on, in the order of the roles' editor; and single rights that are no reach.
THINGS = (clients_rights.CLIENT, deals_rights.DEAL, tasks_rights.TASK)
SWITCHES = (
    clients_rights.CONTACTS,
    clients_rights.MERGE,
    deals_rights.DAY_CAP,
    deals_rights.MONTH_CAP,
    imports_rights.LOAD_TABLES,
    company_rights.STAFF_CONTACTS,
    company_rights.OWN_PHOTO,
    company_rights.TRAIL,
)

# May this happen? A gate answers with the obstacle, or with nothing.
GATES = {
    "move_deal": (
        deals_gates.stage_is_of_the_funnel,
        deals_gates.stage_is_for_member,
        deals_gates.mandatory_stages_are_passed,
        deals_gates.required_fields_are_filled,
        deals_gates.won_deal_is_known,
        deals_gates.loss_has_a_reason,
        deals_gates.reason_is_explained,
    ),
    "deactivate_member": (tasks_gates.member_holds_no_steps,),
    "invite_by_mail": (messaging_gates.mail_is_set_up,),
    "delete_client": (deals_gates.client_has_no_open_deals,),
    "add_note": (clients_gates.client_is_seen, deals_gates.deal_takes_notes),
}

# Who follows the card, whom it was given to and whom it mentions are told.
TOLD = (messaging_actions.form_notices,)

# This happened: `now` is true at commit, `later` leaves the process or may wait.
REACTIONS = {
    company_events.CompanyFounded: Reactions(),
    company_events.CompanyChanged: Reactions(),
    company_events.MemberAdded: Reactions(),
    company_events.MemberChanged: Reactions(
        now=[
            clients_reactions.take_clients_along,
            deals_reactions.take_deals_along,
            messaging_reactions.end_follows,
            tasks_reactions.close_phone_calendars,
            web_reactions.close_the_door,
        ]
    ),
    company_events.RoleAdded: Reactions(),
    company_events.RoleChanged: Reactions(),
    company_events.RoleRemoved: Reactions(),
    company_events.MemberRightsChanged: Reactions(),
    company_events.SeeingAsBegun: Reactions(),
    company_events.PasswordSet: Reactions(now=[messaging_reactions.write_password_changed]),
    company_events.MemberInvited: Reactions(now=[messaging_reactions.write_invitation]),
    company_events.InvitationLinkMade: Reactions(),
    company_events.InvitationAccepted: Reactions(),
    company_events.DepartmentAdded: Reactions(),
    company_events.DepartmentChanged: Reactions(),
    company_events.MembersUnloaded: Reactions(),
    company_events.DepartmentsUnloaded: Reactions(),
    company_events.DepartmentRemoved: Reactions(now=[clients_reactions.place_elsewhere, deals_reactions.place_elsewhere]),
    company_events.OfficeAdded: Reactions(),
    company_events.OfficeChanged: Reactions(),
    company_events.OfficeRemoved: Reactions(),
    company_events.CalendarChanged: Reactions(),
    company_events.ProfileChanged: Reactions(),
    company_events.AbsenceAdded: Reactions(),
    company_events.AbsenceChanged: Reactions(),
    company_events.AbsenceRemoved: Reactions(),
    lists_events.BulkAsked: Reactions(later=[lists_jobs.carry_out_bulk]),
    lists_events.BulkDone: Reactions(later=[messaging_jobs.tell_of_bulk]),
    lists_events.BulkUndoAsked: Reactions(later=[lists_jobs.undo_bulk]),
    lists_events.BulkUndone: Reactions(),
    fields_events.OwnFieldAdded: Reactions(),
    fields_events.OwnFieldChanged: Reactions(),
    fields_events.OwnFieldRemoved: Reactions(),
    fields_events.OwnFieldRestored: Reactions(),
    goods_events.GoodAdded: Reactions(),
    goods_events.GoodChanged: Reactions(),
    goods_events.GoodDeleted: Reactions(),
    goods_events.GoodRestored: Reactions(),
    goods_events.GoodsUnloaded: Reactions(),
    clients_events.ClientAdded: Reactions(),
    clients_events.ClientChanged: Reactions(),
    clients_events.ContactsLookedAt: Reactions(),
    clients_events.TwinAskedAbout: Reactions(),
    clients_events.ClientsExported: Reactions(),
    clients_events.PersonalDataExported: Reactions(),
    clients_events.PersonalDataErased: Reactions(),
    clients_events.ClientAssigned: Reactions(told=TOLD),
    clients_events.ClientsLinked: Reactions(),
    clients_events.ClientsUnlinked: Reactions(),
    clients_events.ClientDeleted: Reactions(),
    clients_events.ClientRestored: Reactions(),
    clients_events.ClientsUnloaded: Reactions(now=[messaging_reactions.forget_clients]),
    clients_events.ClientsMerged: Reactions(),
    clients_events.ClientsMergeUndone: Reactions(),
    clients_events.ClientsLeftApart: Reactions(),
    clients_events.MergesAsked: Reactions(later=[clients_jobs.merge_groups]),
    clients_events.NoteAdded: Reactions(told=TOLD),
    clients_events.NoteChanged: Reactions(told=TOLD),
    clients_events.NoteDeleted: Reactions(),
    clients_events.NoteRestored: Reactions(),
    clients_events.NotePinned: Reactions(),
    clients_events.NoteUnpinned: Reactions(),
    clients_events.NoteReacted: Reactions(told=(messaging_actions.tell_of_reactions,)),
    clients_events.NoteReactionWithdrawn: Reactions(told=(messaging_actions.untell_of_reactions,)),
    deals_events.DealOpened: Reactions(now=[playbooks_reactions.begin, tasks_reactions.form_first_task], told=TOLD),
    deals_events.DealMoved: Reactions(now=[playbooks_reactions.follow, tasks_reactions.renew_tasks], told=TOLD),
    deals_events.DealRelocated: Reactions(now=[playbooks_reactions.follow, tasks_reactions.renew_tasks]),
    deals_events.DealReopened: Reactions(now=[playbooks_reactions.begin_again, tasks_reactions.renew_tasks], told=TOLD),
    deals_events.DealClosedAgain: Reactions(now=[playbooks_reactions.end, tasks_reactions.close_tasks], told=TOLD),
    deals_events.DealWon: Reactions(now=[playbooks_reactions.end, tasks_reactions.close_tasks], told=TOLD),
    deals_events.DealLost: Reactions(now=[playbooks_reactions.end, tasks_reactions.close_tasks], told=TOLD),
    deals_events.DealShelved: Reactions(now=[playbooks_reactions.end, tasks_reactions.close_tasks], told=TOLD),
    deals_events.DealPlacementUndone: Reactions(
        now=[playbooks_reactions.begin_again, tasks_reactions.take_tasks_back, playbooks_reactions.stand_on_returned], told=TOLD
    ),
    deals_events.DealAssigned: Reactions(now=[tasks_reactions.hand_over], told=TOLD),
    deals_events.DealsExported: Reactions(),
    deals_events.DealTaken: Reactions(now=[tasks_reactions.hand_over], told=TOLD),
    deals_events.DealDeleted: Reactions(now=[tasks_reactions.follow_to_trash]),
    deals_events.DealRestored: Reactions(now=[tasks_reactions.follow_from_trash]),
    deals_events.DealChanged: Reactions(),
    deals_events.DealLinesSet: Reactions(),
    deals_events.DealTeamChanged: Reactions(),
    deals_events.DealFileAttached: Reactions(),
    deals_events.DealFileDeleted: Reactions(),
    deals_events.DealFileRestored: Reactions(),
    deals_events.DealsUnloaded: Reactions(now=[messaging_reactions.forget_deals]),
    deals_events.FunnelAdded: Reactions(),
    deals_events.FunnelChanged: Reactions(),
    deals_events.FunnelRemoved: Reactions(),
    deals_events.StageAdded: Reactions(),
    deals_events.StageAskedToKeepTasks: Reactions(later=[tasks_jobs.form_missing_tasks]),
    deals_events.StageChanged: Reactions(now=[tasks_reactions.form_missing_tasks, tasks_reactions.follow_hidden_stage]),
    deals_events.StageRemoved: Reactions(),
    deals_events.FunnelRestored: Reactions(),
    deals_events.LossReasonsChanged: Reactions(),
    deals_events.StageRestored: Reactions(),
    tasks_events.TaskSet: Reactions(now=[tasks_reactions.refresh_next_step, tasks_reactions.plan_reminders]),
    tasks_events.TaskFormed: Reactions(
        now=[playbooks_reactions.stand_on_formed, tasks_reactions.refresh_next_step, tasks_reactions.plan_reminders]
    ),
    tasks_events.TaskCompleted: Reactions(now=[tasks_reactions.refresh_next_step]),
    tasks_events.TaskCompletionUndone: Reactions(now=[playbooks_reactions.take_back, tasks_reactions.refresh_next_step]),
    tasks_events.TaskCancelled: Reactions(now=[tasks_reactions.refresh_next_step]),
    tasks_events.TaskTakenUpAgain: Reactions(now=[tasks_reactions.refresh_next_step]),
    tasks_events.TaskRescheduled: Reactions(now=[tasks_reactions.refresh_next_step, tasks_reactions.remind_at_new_moment]),
    tasks_events.TaskChanged: Reactions(),
    tasks_events.TaskHandedOver: Reactions(),
    tasks_events.MemberHandedOver: Reactions(),
    tasks_events.MemberHandOverUndone: Reactions(),
    tasks_events.TaskBecameOverdue: Reactions(),
    tasks_events.TaskDeleted: Reactions(now=[tasks_reactions.refresh_next_step]),
    tasks_events.TaskRestored: Reactions(now=[tasks_reactions.refresh_next_step]),
    tasks_events.PhoneChangeRefused: Reactions(told=(messaging_actions.tell_of_phone,)),
    tasks_events.PhoneZoneUnknown: Reactions(told=(messaging_actions.tell_of_phone,)),
    tasks_events.AppPasswordMade: Reactions(),
    tasks_events.AppPasswordRevoked: Reactions(),
    tasks_events.CalendarAddressMade: Reactions(),
    tasks_events.CalendarAddressRevoked: Reactions(),
    messaging_events.MailServerChanged: Reactions(later=[messaging_jobs.send_waiting_letters]),
    messaging_events.MailServerChecked: Reactions(),
    messaging_events.SmsGatewayChanged: Reactions(),
    messaging_events.LetterQueued: Reactions(later=[messaging_jobs.send_letter]),
    messaging_events.LetterAskedAgain: Reactions(later=[messaging_jobs.send_letter]),
    messaging_events.LetterSent: Reactions(),
    messaging_events.LetterRefused: Reactions(),
    messaging_events.LetterLost: Reactions(),
    web_events.SignedIn: Reactions(now=[messaging_reactions.write_new_device]),
    web_events.SignInFailed: Reactions(),
    web_events.ManyWrongPasswords: Reactions(now=[messaging_reactions.write_wrong_passwords]),
    web_events.WrongPasswordsForgiven: Reactions(),
    web_events.PasswordResetAsked: Reactions(now=[messaging_reactions.write_forgotten_password]),
    web_events.SecondFactorAdded: Reactions(now=[messaging_reactions.write_factor_added]),
    web_events.SecondFactorRemoved: Reactions(now=[messaging_reactions.write_factor_removed]),
    web_events.RecoveryCodesRenewed: Reactions(),
    web_events.SessionsEnded: Reactions(),
    web_events.CardPrinted: Reactions(),
    dashboards_events.DesktopArranged: Reactions(),
    playbooks_events.TaskSkipped: Reactions(),
    playbooks_events.ClientPrioritySet: Reactions(),
    playbooks_events.PriorityFirstSwitched: Reactions(),
    playbooks_events.ContactHoursSet: Reactions(),
    playbooks_events.PlaybookAdded: Reactions(),
    playbooks_events.PlaybookChanged: Reactions(),
    playbooks_events.PlaybookPublished: Reactions(),
    playbooks_events.PlaybookSwitched: Reactions(),
    playbooks_events.PlaybookRemoved: Reactions(),
    playbooks_events.RunsMovedOver: Reactions(),
    imports_events.CheckAsked: Reactions(later=[imports_jobs.check_table]),
    imports_events.LoadAsked: Reactions(later=[imports_jobs.load_table]),
    imports_events.LoadStopped: Reactions(),
    imports_events.TableLoaded: Reactions(),
    imports_events.LoadUndoAsked: Reactions(later=[imports_jobs.undo_load]),
    imports_events.LoadUndone: Reactions(),
}

# Who knows the next step of a deal better than its stage.
PLANNERS = (playbooks_actions.plan_steps,)

# What «Отменить» does with an entry of this kind.
UNDO = {
    lists_events.BulkDone.kind: lists_actions.undo_bulk_done,
    fields_events.OwnFieldRemoved.kind: fields_actions.undo_remove_field,
    goods_events.GoodDeleted.kind: goods_actions.undo_delete_good,
    clients_events.ClientDeleted.kind: clients_actions.undo_delete_client,
    clients_events.ClientsMerged.kind: clients_actions.undo_merge_of,
    clients_events.NoteDeleted.kind: clients_actions.undo_delete_note,
    deals_events.DealMoved.kind: deals_actions.undo_placement,
    deals_events.DealReopened.kind: deals_actions.undo_reopening,
    deals_events.DealWon.kind: deals_actions.undo_placement,
    deals_events.DealLost.kind: deals_actions.undo_placement,
    deals_events.DealShelved.kind: deals_actions.undo_placement,
    deals_events.DealDeleted.kind: deals_actions.undo_delete_deal,
    deals_events.DealFileDeleted.kind: deals_actions.undo_delete_file,
    dashboards_events.DesktopArranged.kind: dashboards_actions.undo_arrangement,
    tasks_events.TaskCompleted.kind: tasks_actions.undo_complete_task,
    tasks_events.TaskCancelled.kind: tasks_actions.undo_cancel_task,
    tasks_events.TaskDeleted.kind: tasks_actions.undo_delete_task,
    tasks_events.TaskRescheduled.kind: tasks_actions.undo_place_task,
    tasks_events.MemberHandedOver.kind: tasks_actions.undo_hand_over,
}

# A room's part on another room's page.
PANELS = {
    "member_card": (Panel("work", tasks_panels.member_work, weight=40), Panel("door", web_panels.member_door)),
    "deal_card": (
        Panel("next_step", tasks_panels.next_step),
        Panel("dock", tasks_panels.dock),
        Panel("entry_tabs", tasks_panels.entry_tabs),
        Panel("tasks", tasks_panels.deal_tasks),
        Panel("course_of_work", playbooks_panels.course_of_work),
        Panel("followers", messaging_panels.followers),
        Panel("follow_tool", messaging_panels.follow_tool),
    ),
    "remove_department": (Panel("clients", clients_panels.department_clients), Panel("deals", deals_panels.department_deals)),
    "complete_task": (Panel("results", playbooks_panels.results_of),),
    "close_deal": (Panel("tasks_to_drop", tasks_panels.tasks_to_drop),),
    "client_card": (
        Panel("deals", deals_panels.client_deals),
        Panel("tasks", tasks_panels.client_tasks),
        Panel("wishes", playbooks_panels.wishes_of_client, weight=80),
        Panel("followers", messaging_panels.followers, weight=90),
    ),
    "profile": (Panel("reminders", messaging_panels.own_reminders),),
    "client_tools": (Panel("follow_tool", messaging_panels.follow_tool),),
}

# What may stand on a desktop, in the order in which it usually does.
TILES = (
    tasks_team_tiles.DEPARTMENT_TODAY,
    reports_tiles.MONTH,
    tasks_tiles.MY_DAY,
    tasks_tiles.OVERDUE,
    tasks_team_tiles.IDLE,
    tasks_team_tiles.UNTOUCHED,
    deals_tiles.FUNNEL,
    tasks_tiles.CALENDAR,
    tasks_tiles.WAITING,
    web_tiles.FAVOURITES,
    messaging_tiles.NEWS,
    clients_tiles.DUPLICATES,
    imports_tiles.LOADS,
)

# A cell in another room's list or board: one query for all rows.
COLUMNS = {
    "deal_tile": {"next_step": tasks_columns.next_steps},
    "client_story": {"deal": deals_columns.named_deals},
    "client_list": {
        "open_deals": deals_columns.open_deals_of,
        "next_step": tasks_columns.client_steps,
        "last_touch": tasks_columns.last_touches,
    },
    "client_foot": {"open_deals": deals_columns.open_deals_of_all},
    "client_order": {"open_deals": deals_columns.by_open_deals},
}

# What a reader may not learn from facts of the journal.
VEILS = (deals_veil.veil_facts,)

# Something to filter by: used alike by lists, views, rules and reports.
QUESTIONS = {
    "deal_list": (*deals_questions.QUESTIONS, *tasks_questions.QUESTIONS),
    "client_list": clients_questions.QUESTIONS,
    "task_list": tasks_list_questions.QUESTIONS,
}

# What the company itself has made askable.
MORE_QUESTIONS = {
    "deal_list": (own_questions("deal"),),
    "client_list": (own_questions("client"),),
}

# Cards that the company adds fields of its own to.
OWN_THINGS = (
    OwnThing("client", kept=Client.objects.kept, seen=Client.objects.visible_to),
    OwnThing("deal", kept=Deal.objects.kept, seen=Deal.objects.inside_for),
    OwnThing("good", kept=Good.objects.kept, seen=Good.objects.shown_to),
)

# Lists whose rows may be changed many at once.
BULK = (deals_bulk.DEALS, clients_bulk.CLIENTS, tasks_bulk.TASKS)

# What the search looks through, in this order.
SEARCHES = (clients_search.search, deals_search.search, tasks_search.search)

# What the trash shows and restores.
TRASH = (
    deals_trash.discarded_deals,
    clients_trash.discarded_clients,
    tasks_trash.discarded_tasks,
    clients_trash.discarded_notes,
    deals_trash.discarded_files,
    deals_trash.discarded_funnels,
    deals_trash.discarded_stages,
    goods_trash.discarded_goods,
)

# By the clock: five fields of cron.
CLOCK = (
    Tick("* * * * *", tasks_jobs.mark_overdue),
    Tick("* * * * * */15", messaging_jobs.remind),
    Tick("* * * * *", messaging_jobs.send_due_letters),
    Tick("*/2 * * * *", messaging_jobs.ask_arrivals),
    Tick("*/5 * * * *", messaging_jobs.queue_digests),
    Tick("* * * * *", care_jobs.rerun_stalled),
    Tick("50 2 * * *", messaging_jobs.forget_stale_letters),
    Tick("55 2 * * *", messaging_jobs.forget_old_notices),
    Tick("30 2 * * *", care_jobs.back_up),
    Tick("10 3 * * *", care_jobs.forget_old_jobs),
    Tick("20 3 * * *", care_jobs.forget_old_sessions),
    Tick("30 3 * * *", kit_jobs.forget_sent_forms),
    Tick("40 3 * * *", company_jobs.forget_old_pictures),
    Tick("45 3 * * *", lists_jobs.forget_abandoned_choices),
    Tick("0 4 * * *", clients_jobs.find_duplicates),
)

# What stands on a client and goes over with him when he is merged into another one; its undo brings it back.
STANDS_ON_CLIENT = (
    StandsOn("clients.Phone", "client", alone_in=("number", "extension"), place="position"),
    StandsOn("clients.Email", "client", alone_in=("address",), place="position"),
    StandsOn("clients.Client_tags", "client", alone_in=("tag_id",)),
    StandsOn("clients.Client", "parent"),
    StandsOn("clients.Note", "card_id", where={"card": "client"}),
    StandsOn("fields.OwnFile", "thing_id", where={"field__thing": "client"}),
    StandsOn("deals.Deal", "client"),
    StandsOn("deals.Deal", "possible_duplicate_of"),
    StandsOn("deals.DealContact", "person", alone_in=("deal_id",)),
    StandsOn("tasks.Task", "client"),
    StandsOn("messaging.Follower", "card_id", alone_in=("member_id",), where={"card": "client"}),
    StandsOn("playbooks.ContactHours", "client", is_alone=True),
    StandsOn("playbooks.PriorityClient", "client", is_alone=True),
    StandsOn("imports.OuterKey", "object_id", where={"model": "clients.client"}),
)

# Every model and field that holds personal data: what is handed out and what is erased on request walks this list.
ABOUT_EMPLOYEES = "of an employee: kept by his contract of employment, his contacts go with his card"
PERSONAL_DATA = (
    PersonalData("clients.Client", (*clients_data.CLIENT, "own"), clients_data.client, clients_erasing.erase_client),
    PersonalData("clients.Phone", ("number", "note"), clients_data.phones, clients_erasing.erase_phones),
    PersonalData("clients.Email", ("address",), clients_data.emails, clients_erasing.erase_emails),
    PersonalData("clients.MovedRow", ("before", "after"), erase=clients_erasing.erase_in_merges),
    PersonalData("clients.Note", ("text",), clients_data.notes, clients_erasing.erase_notes),
    PersonalData("clients.NoteReaction", ("sign",), why="a colleague's mark on a note: erased with its words"),
    PersonalData("deals.Deal", ("title", "loss_words", "own"), deals_data.deals, deals_erasing.erase_in_deals),
    PersonalData("fields.OwnFile", ("file", "name"), fields_data.files_of_client, fields_erasing.erase_files_of_client),
    PersonalData("deals.DealFile", ("file", "name"), deals_data.files, deals_erasing.erase_deal_files),
    PersonalData("deals.DealContact", ("role",), deals_data.notes, why="erased with the deals"),
    PersonalData("tasks.Task", ("title", "result"), tasks_data.tasks, tasks_erasing.erase_in_tasks),
    PersonalData("tasks.PhoneItem", ("raw", "title", "said"), tasks_data.phone_items, tasks_erasing.erase_phone_items),
    PersonalData("tasks.AppPassword", ("device",), why=ABOUT_EMPLOYEES),
    PersonalData("playbooks.ContactHours", ("zone",), playbooks_data.contact_hours, playbooks_erasing.erase_contact_hours),
    PersonalData("playbooks.Skip", ("words",), playbooks_data.skips, playbooks_erasing.erase_in_skips),
    PersonalData("imports.LoadedRow", ("before", "after"), erase=imports_erasing.erase_in_loads),
    PersonalData("imports.ImportRun", ("file", "rows", "findings"), why="erased with the rows of its load"),
    PersonalData("imports.RefusedRow", ("cells",), why="erased with the rows of its load"),
    PersonalData("lists.BulkRow", ("before", "after"), why="erased with the cards whose fields were changed"),
    PersonalData("journal.OldValue", ("before", "after"), why="erased with the card that it is about"),
    PersonalData("journal.Entry", ("facts",), why="words typed into facts are erased with the card that they are about"),
    PersonalData("company.Member", ("login", "email", "surname", "given_name", "patronymic", "phone", "photo"), why=ABOUT_EMPLOYEES),
    PersonalData("company.Absence", ("note",), why=ABOUT_EMPLOYEES),
    PersonalData("messaging.Letter", ("to", "subject", "text", "html", "sealed_path"), why=ABOUT_EMPLOYEES),
    PersonalData("messaging.PushSubscription", ("endpoint", "p256dh", "auth", "device"), why=ABOUT_EMPLOYEES),
    PersonalData("mfa.Authenticator", ("data",), why=ABOUT_EMPLOYEES),
    PersonalData("usersessions.UserSession", ("ip", "user_agent"), why=ABOUT_EMPLOYEES),
)
