#!/bin/bash
# Images without a base, one static binary each, into the registry that the node pulls from.
# shellcheck source-path=SCRIPTDIR source=env.sh
. "$(dirname "$(readlink -f "$0")")/env.sh"

push() { # REPOSITORY:TAG BINARY ENTRY [LINKS]
  [ ! -x "$2" ] || python3 "$here/image.py" "http://$registry" "$@"
}

busybox=$debs/bin/busybox
applets=$("$busybox" --list | grep -vx busybox | sed 's#^#bin/#' | paste -sd,)
push busybox:1 "$busybox" /bin/busybox "$applets"
push coredns:1 "$bin/coredns" /coredns
push pause:3.10 "$bin/pause" /pause
