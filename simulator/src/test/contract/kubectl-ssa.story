apply() { kubectl apply --server-side "$@" -f -; }
kubectl create namespace $ns
apply --field-manager=one <<'EOF'
apiVersion: v1
kind: ConfigMap
metadata: {name: shared, labels: {a: "1"}}
data: {x: "1", y: "1"}
EOF
apply --field-manager=one <<'EOF'
apiVersion: v1
kind: ConfigMap
metadata: {name: shared, labels: {a: "1"}}
data: {x: "1", y: "1"}
EOF
apply --field-manager=two <<'EOF'
apiVersion: v1
kind: ConfigMap
metadata: {name: shared}
data: {x: "2", z: "2"}
EOF
apply --field-manager=two --force-conflicts <<'EOF'
apiVersion: v1
kind: ConfigMap
metadata: {name: shared}
data: {x: "2", z: "2"}
EOF
apply --field-manager=one <<'EOF'
apiVersion: v1
kind: ConfigMap
metadata: {name: shared}
data: {y: "3"}
EOF
apply --field-manager=three <<'EOF'
apiVersion: v1
kind: ConfigMap
metadata: {name: shared}
data: {y: "3"}
EOF
apply --field-manager=one <<'EOF'
apiVersion: v1
kind: ConfigMap
metadata: {name: shared}
EOF
kubectl get configmap shared -o yaml --show-managed-fields
kubectl patch configmap shared --type=merge -p '{"data":{"y":"9"}}' --field-manager=four
kubectl get configmap shared -o yaml --show-managed-fields
apply --field-manager=three <<'EOF'
apiVersion: v1
kind: ConfigMap
metadata: {name: shared}
data: {y: "3"}
EOF
web() { cat <<EOF
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: $1
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      terminationGracePeriodSeconds: 1
      containers:
      - name: main
        image: 127.0.0.1:5000/busybox:1
        command: [sleep, "1000"]
        ports:
        - {containerPort: 80}
        env:
        - {name: A, value: "1"}
$2
EOF
}
web 1 '        - {name: B, value: "2"}' | apply --field-manager=one
web 2 '        - {name: C, value: "3"}' | apply --field-manager=one
kubectl get deployment web -o yaml --show-managed-fields
kubectl scale deployment web --replicas=3
web 2 '' | apply --field-manager=one
web 2 '' | apply --field-manager=one --force-conflicts --dry-run=server
web 2 '' | apply --field-manager=one --force-conflicts
kubectl set env deployment/web D=4
kubectl get deployment web -o yaml --show-managed-fields
web 2 '' | apply --field-manager=one
apply --field-manager=sidecar <<'EOF'
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  template:
    spec:
      containers:
      - name: second
        image: 127.0.0.1:5000/busybox:1
        command: [sleep, "1000"]
EOF
apply --field-manager=sidecar <<'EOF'
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, finalizers: [contract.bowline.io/hold]}
EOF
apply --field-manager=one <<'EOF'
apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  selector: {app: web}
  ports:
  - {name: a, port: 80}
  - {name: b, port: 81}
EOF
apply --field-manager=one <<'EOF'
apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  selector: {app: web}
  ports:
  - {name: b, port: 81}
EOF
apply --field-manager=one <<'EOF'
apiVersion: v1
kind: Secret
metadata: {name: keys}
stringData: {a: b}
EOF
kubectl get secret keys -o yaml --show-managed-fields
kubectl delete deployment web --wait=false
kubectl get deployment web -o yaml
apply --field-manager=other <<'EOF'
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, finalizers: [contract.bowline.io/another]}
EOF
kubectl patch deployment web --type=merge -p '{"metadata":{"finalizers":null}}'
kubectl get deployment web
kubectl delete namespace $ns --wait=false
