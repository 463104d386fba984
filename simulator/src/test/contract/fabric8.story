kubectl create namespace $ns
java -cp "$classpath" io.bowline.simulator.contract.Fabric8Story "$KUBECONFIG" $ns
kubectl delete namespace $ns --wait=false
