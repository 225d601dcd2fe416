"""Who reads rows without asking what the member may see, and why that is right."""

UNDOES = "takes back what its own journal entry says, after the action has asked for the right"
KEEPS_STEPS = "the next step must exist on every deal, whoever may see it"
TRASH = "the trash selects by its own right: the deleter's, the responsible's, the owner's"
LOCKS = "locks the row that the caller has read within his rights"

ERASES = "a person is forgotten wherever he stands, whoever may see it; asked by the owner alone"
HANDS_OUT = "a person is told all that is held of him; asked by the owner alone"

READS_EVERYTHING = {
    "clients/actions/erasing.py": ERASES,
    "clients/personal_data.py": HANDS_OUT,
    "deals/actions/erasing.py": ERASES,
    "deals/personal_data.py": HANDS_OUT,
    "tasks/actions/erasing.py": ERASES,
    "tasks/personal_data.py": HANDS_OUT,
    "clients/actions/cards.py": "all clients of a removed department go elsewhere",
    "clients/actions/loading.py": "an import's undo takes back all that the import has added",
    "clients/actions/merging.py": "hides those whom it merges, after the action has asked for each of them",
    "clients/actions/trash.py": UNDOES,
    "clients/actions/unmerging.py": UNDOES,
    "clients/merging.py": "one history of all who were merged into a client whose card was chosen by rights",
    "clients/queries.py": "a twin is warned of whoever leads it; the screen names only its responsible",
    "clients/trash.py": TRASH,
    "clients/views/card.py": TRASH,
    "deals/actions/changing.py": "open deals follow their responsible to another department, whoever sees them",
    "deals/actions/funnels.py": "a stage goes only when no deal at all stands on it",
    "deals/actions/loading.py": "an import's undo takes back all that the import has opened",
    "deals/actions/moving.py": UNDOES,
    "deals/actions/opening.py": "a new deal stands above all the deals of its column",
    "deals/actions/taking.py": "counts what a person has received, to hold him to his cap",
    "deals/actions/trash.py": UNDOES,
    "clients/panels.py": "tells the owner alone how many clients a removed department leaves",
    "deals/panels.py": "tells the owner alone how many deals a removed department leaves",
    "deals/queries/effects.py": "tells the owner alone how many deals an option of a stage touches",
    "deals/trash.py": TRASH,
    "deals/views/funnels.py": "says how many deals the removed stage would leave without a place",
    "deals/views/trash.py": TRASH,
    "playbooks/actions/answering.py": LOCKS,
    "playbooks/actions/running.py": KEEPS_STEPS,
    "tasks/actions/completing.py": LOCKS,
    "tasks/actions/following.py": KEEPS_STEPS,
    "tasks/actions/forming.py": "counts the load of an assignee to spread his tasks",
    "tasks/actions/handing_over.py": "all that a leaver holds goes to others, after the action has asked for the right to all of it",
    "tasks/shares.py": "the same, counted beforehand for those who may hand it over",
    "tasks/actions/loading.py": UNDOES,
    "tasks/actions/trash.py": UNDOES,
    "tasks/bulk.py": LOCKS,
    "tasks/gates.py": KEEPS_STEPS,
    "tasks/guide.py": "asks whether the company has any deal at all, for its owner",
    "tasks/jobs.py": KEEPS_STEPS,
    "tasks/calendar/clashes.py": "the tasks of the same person at the same hour, told to him alone",
    "tasks/calendar/queries.py": "one's own tasks",
    "tasks/actions/changing.py": LOCKS,
    "tasks/queries.py": "one's own tasks, and the next steps of deals that were chosen by rights",
    "tasks/reactions.py": KEEPS_STEPS,
    "tasks/trash.py": TRASH,
    "web/records.py": "tells the main one of a client who was merged away, whose card is then read by rights",
    "web/trail.py": "names the cards of looks that were chosen by the reader's rights",
    "tasks/views/work.py": "asks whether a deal would be left without a step, and restores one's own task",
}
