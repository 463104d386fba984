kubectl create namespace $ns
kubectl apply --server-side -f - <<EOF
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: widgets.$ns.io}
spec:
  group: $ns.io
  scope: Namespaced
  names: {kind: Widget, plural: widgets, singular: widget, shortNames: [wd]}
  versions:
  - name: v1
    served: true
    storage: true
    schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
    subresources: {status: {}}
EOF
kubectl wait --for=condition=Established crd/widgets.$ns.io --timeout=20s
sleep 2
kubectl create -f - <<EOF
apiVersion: $ns.io/v1
kind: Widget
metadata: {name: first}
spec: {size: 1, parts: [a, b]}
status: {dropped: true}
EOF
kubectl get widgets
kubectl get wd first -o yaml --show-managed-fields
kubectl patch widget first --type=merge -p '{"spec":{"size":2}}'
kubectl patch widget first --type=merge -p '{"metadata":{"labels":{"a":"b"}}}'
kubectl patch widget first --subresource=status --type=merge -p '{"status":{"phase":"Good"},"spec":{"size":9}}'
kubectl patch widget first --type=strategic -p '{"spec":{"size":3}}'
kubectl apply --server-side --field-manager=one -f - <<EOF
apiVersion: $ns.io/v1
kind: Widget
metadata: {name: second}
spec: {size: 1, nested: {a: 1, b: 2}}
EOF
kubectl apply --server-side --field-manager=one -f - <<EOF
apiVersion: $ns.io/v1
kind: Widget
metadata: {name: second}
spec: {size: 1, nested: {b: 3}}
EOF
kubectl apply --server-side --field-manager=two -f - <<EOF
apiVersion: $ns.io/v1
kind: Widget
metadata: {name: second}
spec: {size: 5}
EOF
kubectl replace --raw /apis/$ns.io/v1/namespaces/$ns/widgets/first -f - <<EOF
{"apiVersion":"$ns.io/v1","kind":"Widget","metadata":{"name":"first"},"spec":{}}
EOF
kubectl delete widget second
kubectl delete widget --all
kubectl get --raw /apis/$ns.io/v1
kubectl delete crd widgets.$ns.io --wait=false
kubectl delete namespace $ns --wait=false
