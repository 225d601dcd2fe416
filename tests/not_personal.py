"""Models with free text that hold nothing of a person, and what they hold instead."""

SETTINGS = "words of the company's settings"
LIBRARY = "kept by a library: no words of people stand in it"

NOT_PERSONAL = {
    "account.EmailAddress": "unused: the address stands on the member",
    "account.EmailConfirmation": "unused: addresses are not confirmed by letters",
    "auth.Group": LIBRARY,
    "auth.Permission": LIBRARY,
    "clients.Employment": "a job title without the person, who stands in his own row",
    "clients.MergeRun": "ids, and reasons why not",
    "clients.Tag": SETTINGS,
    "company.CalendarDay": SETTINGS,
    "company.Company": "of the company itself",
    "company.Department": SETTINGS,
    "company.Invitation": "a hash",
    "company.Office": SETTINGS,
    "company.Role": SETTINGS,
    "contenttypes.ContentType": LIBRARY,
    "deals.DealKind": SETTINGS,
    "deals.DealLine": "the name of a good on the day it was sold",
    "deals.Funnel": SETTINGS,
    "deals.LossReason": SETTINGS,
    "deals.PresetTask": SETTINGS,
    "deals.Stage": SETTINGS,
    "goods.Good": SETTINGS,
    "imports.RememberedMapping": "heads of tables",
    "imports.WrittenEntries": "numbers of journal entries",
    "imports.OuterKey": "numbers of rows in the former system",
    "journal.Link": "kinds of cards",
    "journal.Look": "kinds of cards",
    "kit.SentForm": "a key and an address of ours, for a day",
    "messaging.MailServer": "of the company itself",
    "procrastinate.ProcrastinateJob": "ids alone",
    "procrastinate.ProcrastinatePeriodicDefer": LIBRARY,
    "sessions.Session": "who is signed in, until he signs out",
}
