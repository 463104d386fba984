kubectl create namespace $ns
kubectl apply -f $here/manifests/one.yaml
kubectl apply -f $here/manifests/one.yaml
kubectl diff -f $here/manifests/two.yaml
kubectl apply -f $here/manifests/two.yaml --dry-run=server
kubectl apply -f $here/manifests/two.yaml
kubectl get configmap,statefulset,service,daemonset,networkpolicy,pvc
kubectl get configmap -o wide -l app=one
kubectl get configmap -l 'app in (one,two),!other' -o name
kubectl get configmap -l 'app notin (one)' -o name
kubectl get configmap --field-selector metadata.name=app -o json
kubectl get configmap --field-selector metadata.name!=app -o name
kubectl get configmap --chunk-size=1 -o name
kubectl get configmap -A -l app=one -o name
kubectl get statefulset broker -o yaml
kubectl get statefulset broker --subresource=scale -o yaml
kubectl scale statefulset broker --replicas=1 --current-replicas=2
kubectl apply view-last-applied configmap/app
kubectl replace -f - <<'EOF'
apiVersion: v1
kind: ConfigMap
metadata: {name: app}
data: {z: "1"}
EOF
kubectl delete -f $here/manifests/two.yaml --wait=false
kubectl delete namespace $ns --wait=false
