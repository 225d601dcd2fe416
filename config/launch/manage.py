"""`bin/manage [--data DIR] COMMAND …`: prepares what the command needs, then hands it to Django."""

import os
import sys

from config.launch.environment import ensure_environment
from config.launch.places import REPOSITORY, become_environment, choose_data, data_directory
from config.launch.postgres import Postgres, ensure_database
from config.launch.say import say

WITHOUT_DATABASE = {"help", "texts", "makemessages", "compilemessages", "collectstatic", "version", "--version", "--help"}


def main() -> None:
    ensure_environment("app")
    become_environment(str(REPOSITORY / "bin" / "manage"))
    arguments = sys.argv[1:]
    choose_data(arguments)
    command = arguments[0] if arguments else "help"
    if command == "db":
        steer_database(arguments[1:])
        return
    if command not in WITHOUT_DATABASE:
        ensure_database()
    hand_to_django(arguments)


def steer_database(words: list[str]) -> None:
    postgres = Postgres(data_directory())
    match words:
        case ["start"]:
            postgres.ensure()
        case ["stop"]:
            postgres.stop()
        case ["status"]:
            pass
        case _:
            say("bin/manage db start | stop | status")
            return
    say("База данных работает." if postgres.serves() else "База данных остановлена.")


def hand_to_django(arguments: list[str]) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    # Django may be imported only here: above it may not be installed yet.
    from django.core.management import execute_from_command_line

    execute_from_command_line(["bin/manage", *arguments])
