kubectl create namespace $ns
cp -r $here/terraform $work/tf
cd $work/tf
export TF_VAR_text=one CHECKPOINT_DISABLE=1 KUBE_CONFIG_PATH=$KUBECONFIG
terraform init -no-color -input=false -backend-config=namespace=$ns
terraform apply -no-color -auto-approve
TF_VAR_text=two terraform plan -no-color -out plan.bin
terraform apply -no-color plan.bin
terraform output -no-color
terraform workspace new -no-color other
terraform apply -no-color -auto-approve
terraform workspace list
terraform destroy -no-color -auto-approve
terraform workspace select -no-color default
terraform workspace delete -no-color other
terraform destroy -no-color -auto-approve
kubectl delete namespace $ns --wait=false
