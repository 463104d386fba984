#!/bin/bash
# down.sh [wipe]: stops what up.sh started, by its pid files, containers first; `wipe` also removes
# the cluster's data. The machine's sysctls, interfaces and tables are put back.
# shellcheck source-path=SCRIPTDIR source=env.sh
. "$(dirname "$(readlink -f "$0")")/env.sh"
set +e

alive() { kill -0 "$1" 2>/dev/null; }

stop() { # NAME [TENTHS]: SIGTERM, then SIGKILL; only a process that names our folder
  local file=$run/$1.pid pid
  [ -f "$file" ] || return 0
  pid=$(cat "$file")
  rm -f "$file"
  grep -qaF -- "$state" "/proc/$pid/cmdline" 2>/dev/null || return 0
  kill "$pid" 2>/dev/null
  for _ in $(seq "${2:-50}"); do
    alive "$pid" || return 0
    sleep 0.1
  done
  kill -9 "$pid" 2>/dev/null
}

stop_containers() {
  [ -f "$run/containerd.pid" ] || return 0
  local ctr=("$debs/usr/bin/ctr" -a "$run/containerd.sock" -n k8s.io) shims task container pid
  # the shims of this containerd only: parents of the init processes that it recorded
  shims=$(for file in "$run"/containerd/state/io.containerd.runtime.v2.task/k8s.io/*/init.pid; do
    [ ! -f "$file" ] || awk '/^PPid/ { print $2 }' "/proc/$(cat "$file")/status" 2>/dev/null
  done | sort -u)
  for task in $("${ctr[@]}" task ls -q 2>/dev/null); do
    "${ctr[@]}" task kill -s 9 "$task" >/dev/null 2>&1
  done
  sleep 0.3
  for task in $("${ctr[@]}" task ls -q 2>/dev/null); do
    "${ctr[@]}" task rm -f "$task" >/dev/null 2>&1
  done
  for container in $("${ctr[@]}" container ls -q 2>/dev/null); do
    "${ctr[@]}" container rm "$container" >/dev/null 2>&1
  done
  for pid in $shims; do
    ! grep -qa containerd-shim "/proc/$pid/cmdline" 2>/dev/null || kill "$pid" 2>/dev/null
  done
  stop containerd
}

clean_network() {
  local netns family
  for netns in /run/netns/cni-*; do
    [ ! -e "$netns" ] || { umount "$netns" 2>/dev/null; rm -f "$netns"; }
  done
  ip link del cni0 2>/dev/null
  for family in ip ip6; do
    nft delete table "$family" kube-proxy 2>/dev/null
    # portmap's table goes only when nobody else has a chain in it
    if ! nft list table "$family" nat 2>/dev/null | grep 'chain ' | grep -qvE 'CNI-|PREROUTING|OUTPUT|POSTROUTING'; then
      nft delete table "$family" nat 2>/dev/null
    fi
  done
}

stop kube-proxy
stop kubelet
stop_containers
clean_network
find /sys/fs/cgroup/*/kubepods -depth -type d -exec rmdir {} + 2>/dev/null
rmdir /var/log/containers /var/lib/cni /var/lib/kubelet 2>/dev/null
stop registry
stop registry-pods
stop kube-scheduler
stop kube-controller-manager
stop kube-apiserver 100
stop etcd
ip addr del "$node_ip/32" dev lo 2>/dev/null
if [ -f "$run/sysctl.saved" ]; then
  sysctl -q -p "$run/sysctl.saved" >/dev/null 2>&1
fi
if [ "${1:-}" = wipe ]; then
  rm -rf "${run:?}"/*
else
  rm -f "$run/sysctl.saved"
fi
exit 0
