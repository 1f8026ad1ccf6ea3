"""A stand-in for the application's command, which tells what it was given."""

import json
import os
import sys
import time
from http.server import BaseHTTPRequestHandler, HTTPServer


class Tells(BaseHTTPRequestHandler):
    """Answers /healthz, and everything else with the environment it runs in."""

    def do_GET(self) -> None:
        """Answer."""
        body = b"" if self.path == "/healthz" else json.dumps(dict(os.environ)).encode()
        self.send_response(200)
        self.end_headers()
        self.wfile.write(body)


match sys.argv[1], os.environ.get("STUB"):
    case "migrate", "bad-migration":
        sys.exit("không có bảng")
    case "migrate", _:
        sys.stdout.write(os.environ["DATABASE_OWNER_URL"])
    case "worker", "bad-worker":
        sys.exit("hỏng")
    case "worker", _:
        time.sleep(120)
    case "web", _:
        address = (os.environ["MINHBACH_HOST"], int(os.environ["MINHBACH_PORT"]))
        HTTPServer(address, Tells).serve_forever()
