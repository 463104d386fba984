#!/bin/bash
# Keys, certificates and kubeconfigs of the cluster; made once.
# shellcheck source-path=SCRIPTDIR source=env.sh
. "$(dirname "$(readlink -f "$0")")/env.sh"

cd "$certs"
if [ -f "done-$node_ip" ]; then
  exit 0
fi
umask 077

authority() { # FILE NAME
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$1.key" -out "$1.crt" \
    -days 3650 -subj "/CN=$2" -addext basicConstraints=critical,CA:TRUE \
    -addext keyUsage=critical,keyCertSign,cRLSign,digitalSignature 2>/dev/null
}

certificate() { # FILE AUTHORITY SUBJECT USAGE [NAMES]
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$1.key" -out "$1.csr" -subj "$3" 2>/dev/null
  {
    echo "basicConstraints=CA:FALSE"
    echo "keyUsage=critical,digitalSignature,keyEncipherment"
    echo "extendedKeyUsage=$4"
    [ -z "${5:-}" ] || echo "subjectAltName=$5"
  } >"$1.ext"
  openssl x509 -req -in "$1.csr" -CA "$2.crt" -CAkey "$2.key" -CAcreateserial -days 3650 \
    -extfile "$1.ext" -out "$1.crt" 2>/dev/null
  rm "$1.csr" "$1.ext"
}

kubeconfig() { # USER
  cat >"$1.kubeconfig" <<K
apiVersion: v1
kind: Config
clusters: [{name: local, cluster: {server: "https://$node_ip:6443", certificate-authority-data: $(base64 -w0 ca.crt)}}]
users: [{name: $1, user: {client-certificate-data: $(base64 -w0 "$1.crt"), client-key-data: $(base64 -w0 "$1.key")}}]
contexts: [{name: local, context: {cluster: local, user: $1}}]
current-context: local
K
}

authority ca local-ca
authority front-ca local-front-proxy-ca
service=kubernetes.default.svc
certificate apiserver ca /CN=kube-apiserver serverAuth \
  "DNS:localhost,DNS:kubernetes,DNS:kubernetes.default,DNS:$service,DNS:$service.cluster.local,IP:127.0.0.1,IP:$node_ip,IP:10.96.0.1"
certificate kubelet-server ca "/O=system:nodes/CN=system:node:$node" serverAuth "DNS:$node,IP:$node_ip,IP:127.0.0.1"
certificate admin ca /O=system:masters/CN=admin clientAuth
certificate kcm ca /CN=system:kube-controller-manager clientAuth
certificate sched ca /CN=system:kube-scheduler clientAuth
certificate proxy ca /CN=system:kube-proxy clientAuth
certificate kubelet ca "/O=system:nodes/CN=system:node:$node" clientAuth
certificate kubelet-client ca /O=system:masters/CN=kube-apiserver-kubelet-client clientAuth
certificate front-client front-ca /CN=front-proxy-client clientAuth
openssl genrsa -out sa.key 2048 2>/dev/null
openssl rsa -in sa.key -pubout -out sa.pub 2>/dev/null
for user in admin kcm sched proxy kubelet; do
  kubeconfig "$user"
done
touch "done-$node_ip"
