#!/bin/bash
# Builds the runner as an image, on a base of this machine's own Java and C library, and pushes it to
# the cluster's registry. Prints what tests have to know.
# shellcheck source-path=SCRIPTDIR source=env.sh
. "$(dirname "$(readlink -f "$0")")/env.sh"

is_jdk25() { [ -x "$1/bin/jlink" ] && grep -q '^JAVA_VERSION="25[."]' "$1/release" 2>/dev/null; }

java=
for dir in "${BOWLINE_JAVA_HOME:-}" "${JAVA_HOME:-}" /usr/lib/jvm/* "${state%/*}"/jdk-25*; do
  if is_jdk25 "$dir"; then
    java=$dir
    break
  fi
done
if [ -z "$java" ]; then
  echo "cluster: no JDK 25 with jlink here; set JAVA_HOME" >&2
  exit 1
fi

image=$registry/bowline/runner:dev
python3 "$here/jre.py" "http://$registry" jre:25 "$debs/bin/busybox" "$java" >&2
"$here/../../bowline" image --insecure --base "$registry/jre:25" "$image" >&2
echo "export BOWLINE_E2E_RUNNER_IMAGE=$image"
