#!/bin/bash
# control-plane.sh [IMAGE]: the control plane's chart on the cluster that is up, in two replicas, on a PostgreSQL beside
# it: installed, tested, brought to other settings and robbed of a pod while somebody calls it all the time.
# Without an IMAGE it is built first. Ends with one line, and leaves nothing behind.
# shellcheck source-path=SCRIPTDIR source=env.sh
. "$(dirname "$(readlink -f "$0")")/env.sh"
root=$(cd "$here/../.." && pwd)
chart=$root/installer-templates/kubernetes/bowline-control-plane
helm=${state%/*}/parts/bin/helm
namespace=bowline-chart
host=bowline.example.com
port=5544

image=${1:-}
if [ -z "$image" ]; then
  image=$registry/bowline/control-plane:dev
  "$here/runner.sh" >/dev/null # its base, among others
  "$root/bowline" image --control-plane --insecure --base "$registry/jre:25" "$image" >&2
fi

work=$(mktemp -d)
chmod 755 "$work"
caller=
as_nobody() { setpriv --reuid=65534 --regid=65534 --clear-groups "$@"; }
end() {
  touch "$work/stop"
  [ -z "$caller" ] || wait "$caller" || true
  "$helm" uninstall bowline --namespace "$namespace" --wait >/dev/null 2>&1 || true
  kubectl delete namespace "$namespace" --ignore-not-found >/dev/null || true
  kubectl delete persistentvolume -l bowline.io/chart-test --ignore-not-found >/dev/null || true
  as_nobody "$work/pg/bin/pg_ctl" -D "$work/data" stop -m fast >/dev/null 2>&1 || true
  rm -rf "$work"
}
trap end EXIT
export KUBECONFIG=$certs/admin.kubeconfig

# --- a PostgreSQL of one's own: the one that the product brings for itself, by hand ----------------
brought=("${state%/*}"/postgres/*/)
cp -r "${brought[-1]}" "$work/pg"
mkdir -m 700 "$work/data"
chown 65534:65534 "$work/data"
chmod -R a+rX "$work/pg"
printf owner >"$work/owner-password"
printf app >"$work/app-password"
openssl rand -base64 32 >"$work/master-key"
as_nobody "$work/pg/bin/initdb" -D "$work/data" -U bowline_owner --pwfile="$work/owner-password" \
  --auth-host=scram-sha-256 --auth-local=trust -E UTF8 >"$work/initdb.log"
echo "host all all 10.0.0.0/8 scram-sha-256" >>"$work/data/pg_hba.conf"
printf '%s\n' "create role bowline_app login password 'app';" 'create database bowline;' |
  as_nobody "$work/pg/bin/postgres" --single -D "$work/data" postgres >"$work/single.log" 2>&1
as_nobody "$work/pg/bin/pg_ctl" -D "$work/data" -l "$work/data/log" -w \
  -o "-p $port -c listen_addresses=$node_ip -k $work/data" start >"$work/start.log"

# --- what a person makes before ---------------------------------------------------------------------
kubectl create namespace "$namespace" >/dev/null
kubectl label namespace "$namespace" pod-security.kubernetes.io/enforce=restricted >/dev/null
kubectl create secret generic bowline-database --namespace "$namespace" \
  --from-file="$work/owner-password" --from-file="$work/app-password" >/dev/null
kubectl create secret generic bowline-master-key --namespace "$namespace" --from-file="$work/master-key" >/dev/null
volume() { # NAME CLAIM
  mkdir -m 777 "$work/$1"
  kubectl apply -f - >/dev/null <<K
apiVersion: v1
kind: PersistentVolume
metadata: {name: chart-$1, labels: {bowline.io/chart-test: volume}}
spec:
  capacity: {storage: 20Gi}
  accessModes: [ReadWriteOnce, ReadWriteMany]
  storageClassName: chart-test
  hostPath: {path: $work/$1}
  claimRef: {namespace: $namespace, name: $2}
K
}
volume first data-bowline-control-plane-0
volume second data-bowline-control-plane-1
volume artifacts artifacts
kubectl apply -f - >/dev/null <<K
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: artifacts, namespace: $namespace}
spec: {accessModes: [ReadWriteMany], storageClassName: chart-test, resources: {requests: {storage: 20Gi}}}
K
cat >"$work/values.yaml" <<K
image: {repository: "${image%:*}", tag: "${image##*:}"}
host: $host
database: {url: "jdbc:postgresql://$node_ip:$port/bowline", ownerUser: bowline_owner}
artifacts: {existingClaim: artifacts}
service: {type: ClusterIP}
storage: {className: chart-test}
resources: {requests: {cpu: 100m, memory: 256Mi}, limits: {memory: 1Gi}}
K

# --- and the chart ------------------------------------------------------------------------------------
say "installing"
"$helm" install bowline "$chart" --namespace "$namespace" --values "$work/values.yaml" --wait --timeout 240s >/dev/null
"$helm" test bowline --namespace "$namespace" >/dev/null
say "ready, and its test passes"

of() { kubectl exec "$1" --namespace "$namespace" -- cat "/var/lib/bowline/data/$2" 2>/dev/null; }
of bowline-control-plane-0 ca.pem >"$work/ca.pem"
token=$(of bowline-control-plane-0 owner.token || of bowline-control-plane-1 owner.token)
address=$(kubectl get service bowline-control-plane --namespace "$namespace" -o 'jsonpath={.spec.clusterIP}')
printf 'header = "Authorization: Bearer %s"\n' "$token" >"$work/curl.conf"
call() {
  curl -fsS -o /dev/null -m 5 -K "$work/curl.conf" --cacert "$work/ca.pem" \
    --resolve "$host:443:$address" "https://$host/api/v1/organizations"
}
call
(
  good=0 bad=0
  while [ ! -e "$work/stop" ]; do
    if call 2>>"$work/refusals"; then good=$((good + 1)); else bad=$((bad + 1)); fi
    echo "$good calls answered, $bad not" >"$work/count"
    sleep 0.2
  done
) &
caller=$!
"$helm" upgrade bowline "$chart" --namespace "$namespace" --values "$work/values.yaml" \
  --set 'settings.backup\.every=12h' --wait --timeout 240s >/dev/null
say "other settings: $(cat "$work/count")"
kubectl delete pod bowline-control-plane-1 --namespace "$namespace" >/dev/null
kubectl rollout status statefulset/bowline-control-plane --namespace "$namespace" --timeout 120s >/dev/null
touch "$work/stop"
wait "$caller"
caller=
say "a pod less and one more: $(cat "$work/count")"
if ! grep -q ', 0 not' "$work/count"; then
  cat "$work/refusals" >&2
  exit 1
fi
echo "two replicas, two changes, $(cat "$work/count")"
