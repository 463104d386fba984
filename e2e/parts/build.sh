#!/bin/sh
# Builds the clients that no Debian package brings into the user's cache, where the tests look for
# them (testkit's Parts): helm, oras, regctl, regsync. Pinned; what is there already is left alone.
set -eu
bin=${XDG_CACHE_HOME:-$HOME/.cache}/bowline/parts/bin
mkdir -p "$bin"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# build NAME MODULE VERSION PACKAGE: an own go.mod, since `go install` wants version lists that are
# not served for every module
build() {
  if [ -x "$bin/$1" ]; then
    return
  fi
  mkdir "$work/$1"
  printf 'module parts.local/%s\ngo 1.24\nrequire %s %s\n' "$1" "$2" "$3" >"$work/$1/go.mod"
  (cd "$work/$1" && go build -mod=mod -o "$bin/$1.new" "$4" && mv "$bin/$1.new" "$bin/$1")
  echo "built $1 $3"
}

build helm helm.sh/helm/v3 v3.22.0 helm.sh/helm/v3/cmd/helm
build oras oras.land/oras v1.2.3 oras.land/oras/cmd/oras
build regctl github.com/regclient/regclient v0.11.7 github.com/regclient/regclient/cmd/regctl
build regsync github.com/regclient/regclient v0.11.7 github.com/regclient/regclient/cmd/regsync
