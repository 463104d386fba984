#!/bin/bash
# Asks a control plane of its own for every operation of docs/openapi.yaml with what nobody would
# write by hand, and fails on an answer of 500 or one that the document does not describe.
#
#   e2e/api/fuzz.sh [SECONDS] [SEED]     five minutes and a new seed when not given
#
# Needs Python with venv; schemathesis is kept in the user's cache. The report names each request.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/../.."
seconds=${1:-300}
seed=${2:-$RANDOM}
version=4.32.5
tools=${XDG_CACHE_HOME:-$HOME/.cache}/bowline/schemathesis-$version
document=$PWD/docs/openapi.yaml
here=$PWD/target/fuzz
rm -rf "$here"
mkdir -p "$here"

if ! [ -x "$tools/bin/schemathesis" ]; then
  rm -rf "$tools"
  python3 -m venv "$tools"
  "$tools/bin/pip" install --quiet "schemathesis==$version"
fi

port() { # a free one
  python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

https=$(port)
management=$(port)
./bowline serve --data "$here/data" --http.port="$https" --management.port="$management" \
  --link.port="$(port)" --ingest.logs-port="$(port)" --ingest.metrics-port="$(port)" >"$here/control-plane.log" 2>&1 &
server=$!
trap 'kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true' EXIT
for _ in $(seq 1 600); do
  if [ -s "$here/data/owner.token" ] && curl -sf -o "$here/ready.json" "http://127.0.0.1:$management/ready"; then
    break
  fi
  kill -0 "$server" 2>/dev/null || { tail -n 20 "$here/control-plane.log" >&2; exit 1; }
  sleep 0.5
done

status=0
cd "$here" # where it keeps what it has found
"$tools/bin/schemathesis" run "$document" --url "https://localhost:$https" --tls-verify "$here/data/ca.pem" \
  -H "Authorization: Bearer $(cat "$here/data/owner.token")" --seed "$seed" --max-time "$seconds" \
  --checks not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance,unsupported_method,allow_header_conformance,missing_required_header \
  --continue-on-failure --request-timeout 20 --suppress-health-check all \
  --report junit --report-junit-path "$here/report.xml" >"$here/report.txt" 2>&1 || status=$?
tail -n 40 "$here/report.txt"
if grep -q ' ERROR ' "$here/control-plane.log"; then
  echo "the control plane's log has errors: $here/control-plane.log" >&2
  status=1
fi
echo "seed $seed; the whole report: $here/report.txt"
exit "$status"
