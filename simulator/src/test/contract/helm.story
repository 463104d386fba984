helm install app $here/chart -n $ns --create-namespace --wait --timeout 60s
helm upgrade app $here/chart -n $ns --set text=two,replicas=2 --wait --timeout 60s
helm upgrade app $here/chart -n $ns --set text=two,replicas=2 --wait --timeout 60s
helm upgrade app $here/chart -n $ns --set text=three --dry-run=server
helm upgrade app $here/chart -n $ns --set hook=false --timeout 20s
helm history app -n $ns
helm status app -n $ns
helm list -n $ns
helm get values app -n $ns
helm get manifest app -n $ns
helm rollback app 1 -n $ns --wait --timeout 60s
helm install app $here/chart -n $ns
helm upgrade --install other $here/chart -n $ns --set text=x --skip-crds --atomic --timeout 60s
helm uninstall other -n $ns --wait --timeout 60s
helm uninstall app -n $ns --keep-history
helm uninstall app -n $ns
helm template $here/chart --validate -n $ns
kubectl delete crd gadgets.bowline-contract-00000.com --wait=false
kubectl delete namespace $ns --wait=false
