#!/bin/bash
# Makes the data folder at the first start, then becomes the server. Takes POSTGRES_PASSWORD, POSTGRES_USER, PGDATA and the
# server's own flags behind `postgres`, as the official image does.
set -euo pipefail
: "${POSTGRES_PASSWORD:?must be set}"
if [ ! -s "$PGDATA/PG_VERSION" ]; then
  mkdir -p "$PGDATA"
  chmod 700 "$PGDATA"
  initdb --pgdata="$PGDATA" --username="${POSTGRES_USER:-postgres}" --auth=scram-sha-256 \
    --pwfile=<(printf '%s\n' "$POSTGRES_PASSWORD") --encoding=UTF8 --locale=C --locale-provider=builtin --builtin-locale=C.UTF-8
  echo 'host all all all scram-sha-256' >>"$PGDATA/pg_hba.conf"
fi
unset POSTGRES_PASSWORD
[ "${1:-}" = postgres ] && shift
exec postgres -D "$PGDATA" -c listen_addresses='*' -c unix_socket_directories= "$@"
