apply() { kubectl apply --server-side --field-manager=$1 -f -; }
force() { kubectl apply --server-side --force-conflicts --field-manager=$1 -f -; }
web() { cat <<EOF
apiVersion: apps/v1
kind: Deployment
metadata: {name: web${3:-}}
spec:
  replicas: 0
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web${1:-}}}
    spec:
      containers:
      - name: main
        image: 127.0.0.1:5000/busybox:1
${2:-}
EOF
}
kubectl create namespace $ns
web '' '        readinessProbe: {exec: {command: ["true"]}, periodSeconds: 3}' | apply one
web '' '' | apply one
web '' '        readinessProbe: {exec: {command: ["true"]}, periodSeconds: 3}' | apply one
web '' '        readinessProbe: {initialDelaySeconds: 7}' | apply two
web '' '' | apply one
kubectl get deployment web -o yaml --show-managed-fields
web '' '' | apply two
web ', tier: back' '        resources: {limits: {cpu: 100m, memory: 10Mi}}' | apply one
web ', tier: back' '        resources: {limits: {cpu: 100m}}' | apply one
web '' '        args: [a, b]' | apply one
web '' '        args: [a]' | apply one
web '' '        env: [{name: A, value: x}, {name: B, valueFrom: {fieldRef: {fieldPath: metadata.name}}}]' | apply one
web '' '        env: [{name: B, value: other}]' | apply one
web '' '        ports: [{containerPort: 80, name: a}, {containerPort: 81}]' | apply one
web '' '        ports: [{containerPort: 81, name: b}]' | apply one
web '' '        securityContext: {runAsUser: 1}' | apply one
web '' '        securityContext: {runAsGroup: 2}' | apply two
web '' '' | apply one
web '' '' | kubectl apply -f -
web '' '        workingDir: /' | kubectl apply -f -
web '' '        workingDir: /tmp' | apply one
web '' '        workingDir: /tmp' | force one
web '' '' c | kubectl apply -f -
web '' '' c | kubectl apply --server-side -f -
web '' '        tty: true' c | kubectl apply --server-side -f -
kubectl get deployment webc -o yaml --show-managed-fields
kubectl annotate deployment web note=1
kubectl label deployment web note=1
apply three <<'EOF'
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, annotations: {note: "2"}, labels: {other: "1"}}
EOF
apply three <<'EOF'
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, labels: {other: "1"}}
EOF
apply three <<'EOF'
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
EOF
kubectl get deployment web -o yaml --show-managed-fields
apply one <<'EOF'
apiVersion: v1
kind: Service
metadata: {name: s}
spec:
  type: NodePort
  ports: [{port: 80, name: a}, {port: 80, name: b, protocol: UDP}]
EOF
apply one <<'EOF'
apiVersion: v1
kind: Service
metadata: {name: s}
spec:
  ports: [{port: 80, name: a}]
EOF
apply one <<'EOF'
apiVersion: batch/v1
kind: CronJob
metadata: {name: c}
spec:
  schedule: "0 0 1 1 *"
  jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: m, image: x}]}}}}
EOF
apply one <<'EOF'
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: i}
spec:
  rules: [{host: a, http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: s, port: {number: 80}}}}]}}]
EOF
apply two <<'EOF'
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: i}
spec:
  rules: [{host: b}]
EOF
apply one <<'EOF'
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: r}
rules: [{apiGroups: [""], resources: [pods], verbs: [get]}]
EOF
apply one <<'EOF'
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: r}
roleRef: {kind: Role, name: r, apiGroup: rbac.authorization.k8s.io}
subjects: [{kind: ServiceAccount, name: default}]
EOF
apply one <<'EOF'
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: r}
roleRef: {kind: Role, name: other, apiGroup: rbac.authorization.k8s.io}
EOF
apply one <<'EOF'
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: p}
spec: {minAvailable: 1, selector: {matchLabels: {app: web}}}
EOF
apply one <<'EOF'
apiVersion: coordination.k8s.io/v1
kind: Lease
metadata: {name: l}
spec: {holderIdentity: me, leaseDurationSeconds: 10}
EOF
apply one <<'EOF'
apiVersion: v1
kind: ServiceAccount
metadata: {name: sa, labels: {a: b}}
imagePullSecrets: [{name: pull}]
EOF
apply one <<'EOF'
apiVersion: v1
kind: ConfigMap
metadata: {name: owned, ownerReferences: [{apiVersion: v1, kind: ConfigMap, name: kube-root-ca.crt, uid: 00000000-0000-0000-0000-000000000001}]}
EOF
kubectl delete namespace $ns --wait=false
