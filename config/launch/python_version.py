"""Finds a Python that is new enough. Written so that an old one can read it."""

import os
import shutil
import sys

NEEDED = (3, 11)


def require_python(script):
    if sys.version_info >= NEEDED:
        return
    for minor in range(20, NEEDED[1] - 1, -1):
        found = shutil.which("python3.%d" % minor)
        if found:
            os.execv(found, [found, script] + sys.argv[1:])
    here = "%d.%d" % sys.version_info[:2]
    sys.exit("Штурман: нужен Python 3.11 или новее, а здесь %s. На Debian 12 и новее: apt install python3 python3-venv." % here)
