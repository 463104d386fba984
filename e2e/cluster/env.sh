# shellcheck shell=bash disable=SC2034
# Sourced by every script here: where things are, and a few words they share.
set -euo pipefail

here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
state=${BOWLINE_CLUSTER:-${XDG_CACHE_HOME:-$HOME/.cache}/bowline/cluster}
bin=$state/bin     # built programs
certs=$state/certs # keys, certificates, kubeconfigs
run=$state/run     # data, sockets, pid files
logs=$state/logs
debs=$state/deb/root # Debian packages, unpacked, not installed

node=${NODE:-node-1}
# advertise and node addresses may not be in 127/8, so one address is put on `lo`
node_ip=${NODE_IP:-10.88.0.1}
registry=127.0.0.1:5000

export CGO_ENABLED=0 GOFLAGS='-buildvcs=false -mod=mod'
export LD_LIBRARY_PATH=$debs/usr/lib/x86_64-linux-gnu
export PATH=$bin:$debs/usr/sbin:$debs/usr/bin:$PATH:/usr/sbin:/sbin
mkdir -p "$bin" "$certs" "$run" "$logs"

began=$(date +%s%3N)
say() { printf '%7d ms  %s\n' $(($(date +%s%3N) - began)) "$*"; }

# start NAME COMMAND...: in a session of its own, log and pid file by name
start() {
  local name=$1
  shift
  setsid "$@" >>"$logs/$name.log" 2>&1 </dev/null &
  echo $! >"$run/$name.pid"
}

# wait_for WHAT COMMAND...: at most 60 s
wait_for() {
  local what=$1
  shift
  for _ in $(seq 600); do
    if "$@" >/dev/null 2>&1; then
      say "$what"
      return
    fi
    sleep 0.1
  done
  echo "cluster: not within 60 s: $what (logs in $logs)" >&2
  return 1
}

kubectl() { "$bin/kubectl" --kubeconfig "$certs/admin.kubeconfig" "$@"; }
