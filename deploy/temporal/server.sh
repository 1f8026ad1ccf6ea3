#!/bin/sh
# Start the server with its database password read from a file.
set -eu

POSTGRES_PWD=$(cat "${SECRETS:-/run/secrets}/temporal_password")
export POSTGRES_PWD
exec /etc/temporal/entrypoint.sh
