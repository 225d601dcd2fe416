"""The settings of the benchmark: the same house, and each answer says how many queries it took."""

from config.settings import *  # noqa: F403
from config.settings import MIDDLEWARE

MIDDLEWARE = ["config.measure.CountQueries", *MIDDLEWARE]
