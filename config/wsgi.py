import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()

# What the program itself is made of never becomes garbage: walking it anew stopped one page in twenty for 100 ms.
gc.collect()
gc.freeze()
