#!/bin/bash
# Debian packages of the node's parts, unpacked into the cache; nothing is installed.
# shellcheck source-path=SCRIPTDIR source=env.sh
. "$(dirname "$(readlink -f "$0")")/env.sh"

packages=(containerd runc containernetworking-plugins docker-registry etcd-server busybox-static
  nftables libnftnl11 libnftables1 iptables libip4tc2 libip6tc2 libnetfilter-conntrack3
  libnfnetlink0 conntrack libyajl2)

if [ -f "$state/deb/done" ]; then
  exit 0
fi
mkdir -p "$state/deb/dl" "$debs"
cd "$state/deb/dl"
apt-get download "${packages[@]}"
for deb in *.deb; do
  dpkg -x "$deb" "$debs"
done
touch "$state/deb/done"
say "packages unpacked"
