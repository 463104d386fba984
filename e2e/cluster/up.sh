#!/bin/bash
# up.sh [api|all|status]: starts etcd, API server, controller-manager and scheduler (`api`), and then a
# node with registry, containerd, kubelet, kube-proxy and DNS (`all`, the default). As root.
# `status` starts nothing and fails when nothing is up. Prints what tests have to know.
# shellcheck source-path=SCRIPTDIR source=env.sh
. "$(dirname "$(readlink -f "$0")")/env.sh"
what=${1:-all}

is_up() { [ -x "$bin/kubectl" ] && kubectl --request-timeout 3s get --raw /readyz >/dev/null 2>&1; }

if [ "$(id -u)" != 0 ]; then
  echo "cluster: needs root (mounts, cgroups, network); run it with sudo" >&2
  exit 1
fi

prepare() {
  "$here/pki.sh"
  # kubelet and CNI change these; down.sh puts them back
  [ -f "$run/sysctl.saved" ] ||
    sysctl net.ipv4.ip_forward vm.overcommit_memory kernel.panic kernel.panic_on_oops >"$run/sysctl.saved"
  ip addr show dev lo | grep -q "$node_ip/" || ip addr add "$node_ip/32" dev lo
}

get() { curl -fsS -m 2 "$@"; }

api_up() {
  start etcd etcd --name local --data-dir "$run/etcd" --unsafe-no-fsync \
    --listen-client-urls http://127.0.0.1:2379 --advertise-client-urls http://127.0.0.1:2379 \
    --listen-peer-urls http://127.0.0.1:2380 --initial-advertise-peer-urls http://127.0.0.1:2380 \
    --initial-cluster local=http://127.0.0.1:2380
  wait_for "etcd healthy" get http://127.0.0.1:2379/health

  start kube-apiserver kube-apiserver --bind-address="$node_ip" --advertise-address="$node_ip" --secure-port=6443 \
    --etcd-servers=http://127.0.0.1:2379 --service-cluster-ip-range=10.96.0.0/16 \
    --authorization-mode=Node,RBAC --enable-admission-plugins=NodeRestriction --allow-privileged=true \
    --client-ca-file="$certs/ca.crt" --tls-cert-file="$certs/apiserver.crt" --tls-private-key-file="$certs/apiserver.key" \
    --service-account-issuer=https://kubernetes.default.svc.cluster.local \
    --service-account-key-file="$certs/sa.pub" --service-account-signing-key-file="$certs/sa.key" \
    --kubelet-client-certificate="$certs/kubelet-client.crt" --kubelet-client-key="$certs/kubelet-client.key" \
    --kubelet-certificate-authority="$certs/ca.crt" --kubelet-preferred-address-types=InternalIP,Hostname \
    --requestheader-client-ca-file="$certs/front-ca.crt" --requestheader-allowed-names=front-proxy-client \
    --requestheader-extra-headers-prefix=X-Remote-Extra- --requestheader-group-headers=X-Remote-Group \
    --requestheader-username-headers=X-Remote-User --proxy-client-cert-file="$certs/front-client.crt" \
    --proxy-client-key-file="$certs/front-client.key" --enable-aggregator-routing=true
  wait_for "API server ready" kubectl get --raw /readyz

  start kube-controller-manager kube-controller-manager --kubeconfig="$certs/kcm.kubeconfig" \
    --authentication-kubeconfig="$certs/kcm.kubeconfig" --authorization-kubeconfig="$certs/kcm.kubeconfig" \
    --bind-address=127.0.0.1 --leader-elect=false --use-service-account-credentials=true \
    --root-ca-file="$certs/ca.crt" --service-account-private-key-file="$certs/sa.key" \
    --cluster-signing-cert-file="$certs/ca.crt" --cluster-signing-key-file="$certs/ca.key" \
    --allocate-node-cidrs=true --cluster-cidr=10.244.0.0/16 --service-cluster-ip-range=10.96.0.0/16 \
    --kube-api-qps=300 --kube-api-burst=500
  start kube-scheduler kube-scheduler --kubeconfig="$certs/sched.kubeconfig" \
    --authentication-kubeconfig="$certs/sched.kubeconfig" --authorization-kubeconfig="$certs/sched.kubeconfig" \
    --bind-address=127.0.0.1 --leader-elect=false --kube-api-qps=300 --kube-api-burst=500
  wait_for "controller-manager healthy" get -k https://127.0.0.1:10257/healthz
  wait_for "scheduler healthy" get -k https://127.0.0.1:10259/healthz
}

# NAME ADDRESS: the same content at one more address
write_registry_configuration() {
  cat >"$run/$1.yml" <<K
version: 0.1
log: {level: warn}
storage: {filesystem: {rootdirectory: $run/registry}, delete: {enabled: true}}
http: {addr: "$2"}
K
}

write_node_configuration() {
  cat >"$run/cni/10-bridge.conflist" <<K
{"cniVersion": "1.0.0", "name": "local", "plugins": [
 {"type": "bridge", "bridge": "cni0", "isGateway": true, "isDefaultGateway": true, "hairpinMode": true, "ipMasq": false,
  "ipam": {"type": "host-local", "dataDir": "$run/cni-ipam", "ranges": [[{"subnet": "10.244.0.0/24"}]]}},
 {"type": "portmap", "capabilities": {"portMappings": true}}]}
K
  cat >"$run/containerd.toml" <<K
version = 2
root = "$run/containerd/root"
state = "$run/containerd/state"
oom_score = 0
[grpc]
  address = "$run/containerd.sock"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "$registry/pause:3.10"
  restrict_oom_score_adj = true
  disable_apparmor = true
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "$debs/usr/lib/cni"
    conf_dir = "$run/cni"
  [plugins."io.containerd.grpc.v1.cri".containerd]
    snapshotter = "overlayfs"
    default_runtime_name = "runc"
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
      runtime_type = "io.containerd.runc.v2"
      [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
        SystemdCgroup = false
        BinaryName = "$debs/usr/sbin/runc"
[plugins."io.containerd.internal.v1.opt"]
  path = "$run/containerd/opt"
K
  cat >"$run/kubelet.yaml" <<K
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
address: $node_ip
port: 10250
readOnlyPort: 0
tlsCertFile: $certs/kubelet-server.crt
tlsPrivateKeyFile: $certs/kubelet-server.key
authentication: {anonymous: {enabled: false}, webhook: {enabled: true}, x509: {clientCAFile: $certs/ca.crt}}
authorization: {mode: Webhook}
containerRuntimeEndpoint: unix://$run/containerd.sock
cgroupDriver: cgroupfs
failCgroupV1: false
makeIPTablesUtilChains: false
failSwapOn: false
protectKernelDefaults: false
oomScoreAdj: 0
podLogsDir: $run/podlogs
clusterDomain: cluster.local
clusterDNS: [10.96.0.10]
resolvConf: /etc/resolv.conf
volumePluginDir: $run/volumeplugins
imageGCHighThresholdPercent: 100
evictionHard: {memory.available: 200Mi, nodefs.available: 2%, imagefs.available: 2%}
nodeStatusUpdateFrequency: 5s
syncFrequency: 10s
registerNode: true
K
}

node_is_ready() {
  [ "$(kubectl get node "$node" -o 'jsonpath={.status.conditions[?(@.type=="Ready")].status}')" = True ]
}

node_up() {
  mkdir -p "$run/cni" "$run/kubelet" "$run/podlogs" "$run/registry"
  write_registry_configuration registry "$registry"
  start registry docker-registry serve "$run/registry.yml"
  wait_for "registry up" get "http://$registry/v2/"
  # the node pulls from loopback; pods, which push what they mirror, have no way there
  write_registry_configuration registry-pods "$node_ip:5000"
  start registry-pods docker-registry serve "$run/registry-pods.yml"
  wait_for "registry up for pods" get "http://$node_ip:5000/v2/"
  "$here/images.sh"
  write_node_configuration

  # `/` may be a private mount: containerd, kubelet and kube-proxy share a namespace of their own
  # with shared propagation; paths that the kubelet has hard-coded are hidden behind tmpfs there
  mkdir -p /var/log/containers /var/lib/cni /var/lib/kubelet
  # shellcheck disable=SC2016 # expanded by the inner shell
  start containerd unshare -m --propagation shared sh -c '
    for dir in /var/log/containers /var/lib/cni /var/lib/kubelet; do
      mount -t tmpfs -o size=16m tmpfs "$dir"
    done
    exec "$0" -c "$1"' "$debs/usr/bin/containerd" "$run/containerd.toml"
  wait_for "containerd up" "$debs/usr/bin/ctr" -a "$run/containerd.sock" version

  local inside=(nsenter -t "$(cat "$run/containerd.pid")" -m)
  start kubelet "${inside[@]}" "$bin/kubelet" --config="$run/kubelet.yaml" --kubeconfig="$certs/kubelet.kubeconfig" \
    --hostname-override="$node" --node-ip="$node_ip" --root-dir="$run/kubelet" --cert-dir="$run/kubelet/pki"
  wait_for "node ready" node_is_ready

  start kube-proxy "${inside[@]}" "$bin/kube-proxy" --kubeconfig="$certs/proxy.kubeconfig" --proxy-mode=nftables \
    --hostname-override="$node" --cluster-cidr=10.244.0.0/16 --oom-score-adj=0 --conntrack-max-per-core=0 \
    --conntrack-tcp-timeout-established=0 --conntrack-tcp-timeout-close-wait=0 \
    --healthz-bind-address=127.0.0.1:10256 --metrics-bind-address=127.0.0.1:10249
  wait_for "kube-proxy healthy" get http://127.0.0.1:10256/healthz
  kubectl apply -f "$here/manifests/coredns.yaml" >/dev/null
  kubectl -n kube-system rollout status deploy/coredns --timeout=60s >/dev/null
  say "DNS ready"
}

if ! is_up; then
  case $what in
    api)
      prepare
      api_up
      ;;
    all)
      prepare
      api_up
      node_up
      ;;
    status) exit 1 ;;
    *)
      echo "cluster: up.sh takes api, all or status, not $what" >&2
      exit 1
      ;;
  esac
fi >&2
echo "export BOWLINE_E2E_KUBECONFIG=$certs/admin.kubeconfig BOWLINE_E2E_REGISTRY=http://$registry"
