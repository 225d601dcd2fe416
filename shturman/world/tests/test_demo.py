import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from shturman.deals.models import Deal
from shturman.tasks.queries import next_step_gaps


def test_the_demo_company_is_alive_and_has_a_next_step_everywhere(transactional_db: None) -> None:
    call_command("demo")
    assert Deal.objects.open().count() == 60 and Deal.objects.closed().count() == 90
    assert next_step_gaps() == 0
    with pytest.raises(CommandError, match="только в пустую базу"):
        call_command("demo")
