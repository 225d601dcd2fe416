from shturman.messaging.actions import remind_and_deliver
from shturman.world.mail_sink import sink
from shturman.world.reminding import make_due_at, measure, prepare, soon
from shturman.world.story import Story

COUNT = 120


def test_reminders_of_one_moment_leave_together(story: Story) -> None:
    with sink() as port:
        prepare(story, COUNT, soon(), port)
        moment = soon()
        make_due_at(moment)
        measured = measure(moment, COUNT, lambda: remind_and_deliver() and None)
    assert measured.states == {("page", "sent"): COUNT, ("mail", "sent"): COUNT}
    assert measured.at(0.99) < 10
