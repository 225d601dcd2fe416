"""The settings of a simulated month: the same house by a clock that is moved by hand."""

import os
from pathlib import Path

from config.settings import *  # noqa: F403
from shturman.world.month.clock import FILE, Clock, go_by

# Before any model is read: what stands there as a default goes by it too.
go_by(Clock(Path(os.environ[FILE])))
