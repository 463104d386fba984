kubectl create namespace $ns
kubectl create deployment web --image=127.0.0.1:5000/busybox:1 --replicas=2 --port=80 -- sleep 1000
kubectl create configmap settings --from-literal=a=1 --from-literal=b=two
kubectl create secret generic keys --from-literal=user=me --from-literal=password=secret
kubectl create secret tls broken --cert=/dev/null --key=/dev/null
kubectl create secret docker-registry pull --docker-server=r.example --docker-username=u --docker-password=p
kubectl create serviceaccount worker
kubectl create role reader --verb=get,list --resource=pods,configmaps
kubectl create rolebinding readers --role=reader --serviceaccount=$ns:worker
kubectl create service clusterip plain --tcp=80:8080
kubectl create service nodeport outside --tcp=80:8080
kubectl create service externalname far --external-name=example.com
kubectl create job once --image=127.0.0.1:5000/busybox:1 -- true
kubectl create cronjob often --image=127.0.0.1:5000/busybox:1 --schedule='*/5 * * * *' -- true
kubectl create ingress way --rule='a.example/x=plain:80'
kubectl create quota few --hard=pods=50
kubectl create poddisruptionbudget steady --selector=app=web --min-available=1
kubectl create priorityclass $ns-high --value=1000
kubectl expose deployment web --port=80
kubectl run alone --image=127.0.0.1:5000/busybox:1 --restart=Never -- true
kubectl scale deployment web --replicas=1
kubectl set image deployment/web busybox=127.0.0.1:5000/busybox:1
kubectl set env deployment/web A=b
kubectl set resources deployment/web --limits=cpu=100m
kubectl label configmap settings team=a
kubectl label configmap settings team=b
kubectl label configmap settings team=b --overwrite
kubectl annotate configmap settings note=hello
kubectl rollout pause deployment/web
kubectl rollout resume deployment/web
kubectl patch deployment web -p '{"spec":{"template":{"spec":{"containers":[{"name":"busybox","env":[{"name":"A","value":"c"},{"name":"B","value":"d"}]}]}}}}'
kubectl patch deployment web -p '{"spec":{"template":{"spec":{"containers":[{"name":"busybox","env":[{"name":"A","$patch":"delete"}]}]}}}}'
kubectl patch deployment web --type=json -p '[{"op":"replace","path":"/spec/minReadySeconds","value":1},{"op":"add","path":"/metadata/labels/x","value":"y"}]'
kubectl patch deployment web --type=json -p '[{"op":"add","path":"/spec/minReadySeconds","value":1}]'
kubectl patch deployment web --type=json -p '[{"op":"test","path":"/spec/minReadySeconds","value":7}]'
kubectl patch configmap settings --type=merge -p '{"data":{"a":null,"c":"3"}}'
kubectl patch service plain -p '{"spec":{"ports":[{"port":81,"name":"second"}]}}'
kubectl patch service plain -p '{"spec":{"ports":[{"port":80,"name":"first","targetPort":8080},{"port":81,"name":"second"}]}}'
kubectl delete job once --cascade=orphan
kubectl delete configmap settings
kubectl delete secret,serviceaccount --all
kubectl delete pod alone --grace-period=0 --force
kubectl delete priorityclass $ns-high
kubectl delete deployment web --wait=false
kubectl delete namespace $ns --wait=false
