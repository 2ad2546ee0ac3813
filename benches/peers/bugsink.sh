#!/usr/bin/env bash
# Bugsink from PyPI, as its "singleserver" template sets it up (SQLite, gunicorn, snappea), on loopback.
#   bugsink.sh start DIR PORT   installs, starts, and prints {"dsn", "pids", "dir", "python", "version"}
#   bugsink.sh digested DIR     prints how many events it has digested so far
#   bugsink.sh stop DIR         ends what start started
# Its quotas and its retention per project are raised so that they do not stop the run; everything else is its default.
set -euo pipefail
version=2.6.1
verb=${1:?start, digested or stop}
dir=$(mkdir -p "${2:?folder}" && cd "$2" && pwd)
venv=${BENCH_PEER_VENV:-$dir/venv}
inst=$dir/inst
export PYTHONPATH=$inst DJANGO_SETTINGS_MODULE=bugsink_conf PYTHONDONTWRITEBYTECODE=1

start() {
  local port=${3:?port}
  [ -x "$venv/bin/bugsink-manage" ] || { python3 -m venv "$venv" && "$venv/bin/pip" install -q --disable-pip-version-check "bugsink==$version" >&2; }
  rm -rf "$inst" && mkdir -p "$inst" && cd "$inst"
  "$venv/bin/bugsink-create-conf" --template=singleserver --host=127.0.0.1 --port="$port" --base-dir="$inst" >&2
  cat >> bugsink_conf.py <<CONF
BUGSINK["BASE_URL"] = "http://127.0.0.1:$port"
for _span in ("5_MINUTES", "HOUR", "MONTH"):
    BUGSINK["MAX_EVENTS_PER_" + _span] = BUGSINK["MAX_EVENTS_PER_PROJECT_PER_" + _span] = 1_000_000_000
CONF
  for step in "migrate" "migrate snappea --database=snappea"; do "$venv/bin/bugsink-manage" $step >> setup.log 2>&1; done
  nohup "$venv/bin/gunicorn" --bind="127.0.0.1:$port" --workers="$(nproc)" --timeout=30 bugsink.wsgi > gunicorn.log 2>&1 < /dev/null &
  echo $! > gunicorn.pid
  nohup "$venv/bin/bugsink-runsnappea" > snappea.log 2>&1 < /dev/null &
  echo $! > snappea.pid
  local dsn
  dsn=$("$venv/bin/bugsink-manage" shell -v 0 -c "
from projects.models import Project
p = Project.objects.create(name='bench', slug='bench', retention_max_event_count=10_000_000)
print('DSN', p.dsn)" 2>> setup.log | sed -n 's/^DSN //p')
  for _ in $(seq 100); do curl -sf -o /dev/null "http://127.0.0.1:$port/health/ready" || curl -s -o /dev/null "http://127.0.0.1:$port/" && break; sleep 0.2; done
  printf '{"dsn":"%s","pids":[%s,%s],"dir":"%s","name":"Bugsink","version":"%s"}\n' "$dsn" "$(cat gunicorn.pid)" "$(cat snappea.pid)" "$inst" "$version"
}

digested() {
  "$venv/bin/python" - "$inst/db.sqlite3" "$inst/snappea.sqlite3" <<'PY'
import sqlite3, sys
count = lambda path, sql: sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=30).execute(sql).fetchone()[0]
print('{"digested":%d,"waiting":%d}' % (count(sys.argv[1], "select coalesce(sum(digested_event_count), 0) from projects_project"), count(sys.argv[2], "select count(*) from snappea_task")))
PY
}

stop() {
  for name in gunicorn snappea; do
    [ -f "$inst/$name.pid" ] && kill "$(cat "$inst/$name.pid")" 2>/dev/null || true
  done
  sleep 2
}

"$verb" "$@"
