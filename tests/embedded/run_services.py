"""Run the servers in a folder until told otherwise, as a parent that a test may kill.

`run_services.py FOLDER [NAME=VALUE…]`: a server that a value names is not started.
"""

import sys
import time
from pathlib import Path

from embedded.services import services
from embedded.signals import unwinding

folder, *values = sys.argv[1:]
environ = dict(value.split("=", 1) for value in values)
with unwinding(), services(Path(folder), environ) as running:
    sys.stdout.write(f"{running.database_owner_url}\n")
    sys.stdout.flush()
    time.sleep(120)
