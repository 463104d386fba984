#!/bin/sh
# Builds the clients that no Debian package brings into the user's cache, where the tests look for
# them (testkit's Parts): helm, oras, regctl, regsync, ordinary clients of Loki's push protocol, and
# versitygw, an S3-compatible server, moto, an AWS for tests, and AWS's own command line, a Terraform
# provider that makes nothing, and three judges of templates; with BOWLINE_PARTS_EXTRA=1 cosign, MinIO and an old
# Terraform, too.
# Pinned; what is there already is left alone.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
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
build versitygw github.com/versity/versitygw v1.2.0 github.com/versity/versitygw/cmd/versitygw
build kube-score github.com/zegl/kube-score v1.20.0 github.com/zegl/kube-score/cmd/kube-score
build regsync github.com/regclient/regclient v0.11.7 github.com/regclient/regclient/cmd/regsync

# What takes minutes to build is for the tests of every night
if [ -n "${BOWLINE_PARTS_EXTRA:-}" ]; then
  build cosign github.com/sigstore/cosign/v3 v3.1.3 github.com/sigstore/cosign/v3/cmd/cosign
  build minio github.com/minio/minio v0.0.0-20260212201848-7aac2a2c5b7c github.com/minio/minio
  # the newest Terraform that Google's and Oracle's own services run
  build terraform-1.5 github.com/hashicorp/terraform v1.5.7 github.com/hashicorp/terraform
fi

# loki-push sends lines by Grafana's own Go client
if ! [ -x "$bin/loki-push" ]; then
  mkdir "$work/loki-push"
  cp "$here/loki-push/main.go" "$work/loki-push"
  printf 'module parts.local/loki-push\ngo 1.24\nrequire (\n%s\n%s\n)\n' \
    'github.com/grafana/loki-client-go v0.0.0-20240913122146-e119d400c3a5' \
    'github.com/prometheus/common v0.55.0' >"$work/loki-push/go.mod"
  (cd "$work/loki-push" && go build -mod=mod -o "$bin/loki-push.new" . && mv "$bin/loki-push.new" "$bin/loki-push")
  echo "built loki-push"
fi

# azapi is Terraform's provider that sends to Azure what stands in a module; it has Azure's published types inside
build terraform-provider-azapi github.com/Azure/terraform-provider-azapi v1.15.0 github.com/Azure/terraform-provider-azapi

# recorded-provider stands in for Terraform providers that a machine does not have
if ! [ -x "$bin/recorded-provider" ] || [ -n "$(find "$here/recorded-provider" -newer "$bin/recorded-provider")" ]; then
  mkdir "$work/recorded-provider"
  cp "$here"/recorded-provider/*.go "$work/recorded-provider"
  printf 'module parts.local/recorded-provider\ngo 1.25\nrequire %s\n' \
    'github.com/hashicorp/terraform-plugin-go v0.31.0' >"$work/recorded-provider/go.mod"
  (cd "$work/recorded-provider" && go build -mod=mod -o "$bin/recorded-provider.new" . &&
    mv "$bin/recorded-provider.new" "$bin/recorded-provider")
  echo "built recorded-provider"
fi

# moto_server is an AWS for tests, with what its CloudFormation wants and without the extras that no test here needs;
# one that was made of another list is made anew
if ! [ -x "$bin/moto_server" ] || ! cmp -s "$here/moto.txt" "$bin/../moto/made-of.txt"; then
  rm -rf "$bin/../moto"
  python3 -m venv "$bin/../moto"
  "$bin/../moto/bin/pip" install --quiet --disable-pip-version-check --no-deps -r "$here/moto.txt"
  printf '#!/bin/sh\nexec "%s" "$@"\n' "$(cd "$bin/../moto" && pwd)/bin/moto_server" >"$bin/moto_server.new"
  chmod +x "$bin/moto_server.new"
  mv "$bin/moto_server.new" "$bin/moto_server"
  cp "$here/moto.txt" "$bin/../moto/made-of.txt"
  echo "built moto_server"
fi

# aws is AWS's own command line: what our answers print for it is run as it is printed
if ! [ -x "$bin/aws" ]; then
  rm -rf "$bin/../aws"
  python3 -m venv "$bin/../aws"
  "$bin/../aws/bin/pip" install --quiet --disable-pip-version-check --no-deps -r "$here/aws.txt"
  printf '#!/bin/sh\nexec "%s" "$@"\n' "$(cd "$bin/../aws" && pwd)/bin/aws" >"$bin/aws.new"
  chmod +x "$bin/aws.new"
  mv "$bin/aws.new" "$bin/aws"
  echo "built aws"
fi

# python-loki is a Python that has python-logging-loki
if ! [ -x "$bin/python-loki" ]; then
  rm -rf "$bin/../python-loki"
  python3 -m venv "$bin/../python-loki"
  "$bin/../python-loki/bin/pip" install --quiet --disable-pip-version-check \
    python-logging-loki==0.3.1 requests==2.34.2 rfc3339==6.2 urllib3==2.8.0 certifi==2026.10.18 \
    charset-normalizer==3.5.2 idna==3.20
  printf '#!/bin/sh\nexec "%s" "$@"\n' "$(cd "$bin/../python-loki" && pwd)/bin/python" >"$bin/python-loki.new"
  chmod +x "$bin/python-loki.new"
  mv "$bin/python-loki.new" "$bin/python-loki"
  echo "built python-loki"
fi

# cfn-lint and checkov judge templates and modules, each in a Python of its own
for scanner in cfn-lint checkov; do
  if ! [ -x "$bin/$scanner" ]; then
    rm -rf "$bin/../$scanner"
    python3 -m venv "$bin/../$scanner"
    "$bin/../$scanner/bin/pip" install --quiet --disable-pip-version-check --no-deps -r "$here/$scanner.txt"
    printf '#!/bin/sh\nexec "%s" "$@"\n' "$(cd "$bin/../$scanner" && pwd)/bin/$scanner" >"$bin/$scanner.new"
    chmod +x "$bin/$scanner.new"
    mv "$bin/$scanner.new" "$bin/$scanner"
    echo "built $scanner"
  fi
done
