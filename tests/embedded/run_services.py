"""Run both servers in a folder until told otherwise, as a parent that a test may kill."""

import sys
import time
from pathlib import Path

from embedded.services import services
from embedded.signals import unwinding

with unwinding(), services(Path(sys.argv[1]), {}) as running:
    sys.stdout.write(f"{running.database_owner_url}\n")
    sys.stdout.flush()
    time.sleep(120)
