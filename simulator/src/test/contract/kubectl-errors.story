kubectl create namespace $ns
kubectl create namespace $ns
kubectl create namespace Bad_Name
kubectl get configmap missing
kubectl get pods missing -n nowhere-at-all
kubectl create configmap Upper
kubectl create configmap settings --from-literal=a=1 -n nowhere-at-all
kubectl delete configmap missing
kubectl delete configmap missing --ignore-not-found
raw() { kubectl create --raw "$1" -f - ; }
echo '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"data":{"x":"1"}}' | raw /api/v1/namespaces/$ns/configmaps
echo '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"data":{"x":"1"}}' | raw /api/v1/namespaces/$ns/configmaps
echo '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"b","namespace":"other"}}' | raw /api/v1/namespaces/$ns/configmaps
echo '{"apiVersion":"v1","kind":"Secret","metadata":{"name":"b"}}' | raw /api/v1/namespaces/$ns/configmaps
echo '{"apiVersion":"v2","kind":"ConfigMap","metadata":{"name":"b"}}' | raw /api/v1/namespaces/$ns/configmaps
echo '{"apiVersion":"v1","kind":"ConfigMap","metadata":{}}' | raw /api/v1/namespaces/$ns/configmaps
echo '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"l","labels":{"bad key!":"x"}}}' | raw /api/v1/namespaces/$ns/configmaps
echo '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"l","labels":{"k":"bad value!"}}}' | raw /api/v1/namespaces/$ns/configmaps
echo '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"rv","resourceVersion":"5"}}' | raw /api/v1/namespaces/$ns/configmaps
echo '{"apiVersion":"v1","kind":"Secret","metadata":{"name":"s"},"data":{"x":"not base64!"}}' | raw /api/v1/namespaces/$ns/secrets
echo 'this is not json' | raw /api/v1/namespaces/$ns/configmaps
echo '{}' | raw /api/v1/namespaces/$ns/nosuchkinds
echo '{}' | raw /apis/nosuch.group/v1/namespaces/$ns/things
echo '{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"d"},"spec":{"template":{"spec":{"containers":[]}}}}' | raw /apis/apps/v1/namespaces/$ns/deployments
echo '{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"d"},"spec":{"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"c"}},"spec":{"containers":[{"name":"m","image":"x"}]}}}}' | raw /apis/apps/v1/namespaces/$ns/deployments
echo '{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"d"},"spec":{"replicas":-1,"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"restartPolicy":"Never","containers":[{"name":"m","image":"x"},{"name":"m","image":""}]}}}}' | raw /apis/apps/v1/namespaces/$ns/deployments
echo '{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p"},"spec":{"containers":[{"name":"m","image":"x","volumeMounts":[{"name":"none","mountPath":"/x"}]}]}}' | raw /api/v1/namespaces/$ns/pods
echo '{"apiVersion":"v1","kind":"Service","metadata":{"name":"1bad"},"spec":{"ports":[{"port":80}]}}' | raw /api/v1/namespaces/$ns/services
echo '{"apiVersion":"v1","kind":"Service","metadata":{"name":"s"},"spec":{}}' | raw /api/v1/namespaces/$ns/services
echo '{"apiVersion":"v1","kind":"Service","metadata":{"name":"s"},"spec":{"ports":[{"port":0}]}}' | raw /api/v1/namespaces/$ns/services
echo '{"apiVersion":"v1","kind":"Service","metadata":{"name":"s"},"spec":{"ports":[{"port":80},{"port":81}]}}' | raw /api/v1/namespaces/$ns/services
echo '{"apiVersion":"batch/v1","kind":"Job","metadata":{"name":"j"},"spec":{"template":{"spec":{"containers":[{"name":"m","image":"x"}]}}}}' | raw /apis/batch/v1/namespaces/$ns/jobs
echo '{"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"name":"c"},"spec":{}}' | raw /api/v1/namespaces/$ns/persistentvolumeclaims
echo '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"generateName":"gen-"}}' | raw /api/v1/namespaces/$ns/configmaps?dryRun=All
echo '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"dry"}}' | raw "/api/v1/namespaces/$ns/configmaps?dryRun=Some"
kubectl replace --raw /api/v1/namespaces/$ns/configmaps/a -f - <<'EOF'
{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a","resourceVersion":"1"},"data":{"x":"2"}}
EOF
kubectl replace --raw /api/v1/namespaces/$ns/configmaps/a -f - <<'EOF'
{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"other"},"data":{"x":"2"}}
EOF
kubectl replace --raw /api/v1/namespaces/$ns/configmaps/missing -f - <<'EOF'
{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"missing"}}
EOF
kubectl replace --raw /api/v1/namespaces/$ns/configmaps/a -f - <<'EOF'
{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"data":{"x":"2"},"immutable":true}
EOF
kubectl replace --raw /api/v1/namespaces/$ns/configmaps/a -f - <<'EOF'
{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"data":{"x":"3"},"immutable":true}
EOF
kubectl delete --raw /api/v1/namespaces/$ns/configmaps/a -f - <<'EOF'
{"apiVersion":"v1","kind":"DeleteOptions","preconditions":{"uid":"00000000-0000-0000-0000-000000000000"}}
EOF
kubectl get --raw "/api/v1/namespaces/$ns/configmaps?limit=x"
kubectl get --raw "/api/v1/namespaces/$ns/configmaps?labelSelector=a%20b%20c"
kubectl get --raw "/api/v1/namespaces/$ns/configmaps?continue=nonsense"
kubectl get --raw /api/v1/namespaces/$ns/nosuch
kubectl get --raw /apis/nosuch.group
kubectl get --raw /nosuch
kubectl get --raw /healthz
kubectl delete namespace $ns --wait=false
