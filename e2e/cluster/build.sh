#!/bin/bash
# Kubernetes, CoreDNS and the pause program by the Go client: 5-9 min cold, seconds when nothing
# changed. Names of programs build only those.
# shellcheck source-path=SCRIPTDIR source=env.sh
. "$(dirname "$(readlink -f "$0")")/env.sh"

version=v1.34.4
coredns=v1.15.0
[ $# -gt 0 ] || set -- kube-apiserver kube-controller-manager kube-scheduler kube-proxy kubelet kubectl coredns pause

flags="-s -w"
for package in k8s.io/component-base/version k8s.io/client-go/pkg/version; do
  flags+=" -X $package.gitVersion=$version -X $package.gitMajor=1 -X $package.gitMinor=34"
  flags+=" -X $package.gitTreeState=clean -X $package.gitCommit=0000000000000000000000000000000000000000"
  flags+=" -X $package.buildDate=1970-01-01T00:00:00Z"
done

# -mod=mod may touch go.mod and go.sum, so the checkout is left alone
work=$state/source
mkdir -p "$work"
cp -r "$here/kubernetes" "$here/pause" "$work/"

for program in "$@"; do
  case $program in
    coredns)
      GOFLAGS=-buildvcs=false GOBIN=$bin go install -trimpath -ldflags "-s -w" "github.com/coredns/coredns@$coredns"
      ;;
    pause)
      (cd "$work/pause" && go build -trimpath -ldflags '-s -w' -o "$bin/pause" .)
      ;;
    *)
      (cd "$work/kubernetes" && go build -trimpath -tags selinux,notest,grpcnotrace -ldflags "$flags" \
        -o "$bin/$program" "k8s.io/kubernetes/cmd/$program")
      ;;
  esac
  say "$program built"
done
