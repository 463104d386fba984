#!/bin/sh
# Records what helm, terraform, kubectl and Fabric8 say to a real API server:
#   KUBECONFIG=... sh record.sh OUT-FOLDER CLASSPATH
# needs kubectl, helm and terraform on the path and a compiled test class path for the recorder.
set -u
here=$(cd "$(dirname "$0")" && pwd)
out=$1
classpath=$2
work=$(mktemp -d)
ns=bowline-contract-00000
admin=$KUBECONFIG
mkdir -p "$out"

kubectl --kubeconfig "$admin" proxy --port=18001 --reject-paths='^$' >"$work/proxy.log" 2>&1 &
proxy=$!
trap 'kill "$proxy" "${recorder:-}" 2>/dev/null' EXIT INT TERM

begin() { # name
  java -cp "$classpath" io.bowline.simulator.contract.Recorder http://127.0.0.1:18001 "$out/$1.jsonl" 18002 &
  recorder=$!
  tries=0
  until curl -s -m 5 -o "$work/up" http://127.0.0.1:18002/version; do
    tries=$((tries + 1))
    [ "$tries" -lt 50 ] || { echo "the recorder does not answer"; exit 1; }
    sleep 0.2
  done
  : >"$out/$1.jsonl"
  rm -rf "$work/cache"
  HOME=$work
  export HOME
  KUBECONFIG=$work/kubeconfig
  export KUBECONFIG KUBECACHEDIR="$work/cache"
  cat >"$KUBECONFIG" <<EOF
apiVersion: v1
kind: Config
clusters: [{name: c, cluster: {server: "http://127.0.0.1:18002"}}]
users: [{name: u, user: {}}]
contexts: [{name: x, context: {cluster: c, user: u, namespace: $ns}}]
current-context: x
EOF
}

end() {
  sleep 1
  kill "$recorder"
  wait "$recorder" 2>/dev/null
  kubectl --kubeconfig "$admin" delete crd "widgets.$ns.io" "gadgets.$ns.com" \
    --ignore-not-found --wait=true >/dev/null 2>&1
  kubectl --kubeconfig "$admin" delete ns "$ns" "$ns-b" --ignore-not-found --wait=true >/dev/null 2>&1
}

story() { # name; runs the file of that name
  echo "== $1"
  begin "$1"
  # a story is a list of commands over these names, not a script of its own
  env ns="$ns" here="$here" work="$work" classpath="$classpath" sh -u "$here/$1.story" >"$out/$1.log" 2>&1
  end
}

for file in "$here"/*.story; do
  name=$(basename "$file" .story)
  [ "$#" -gt 2 ] && [ "$name" != "$3" ] && continue
  story "$name"
done
java -cp "$classpath" io.bowline.simulator.contract.Tidy "$out" "$here/../resources/contract"
