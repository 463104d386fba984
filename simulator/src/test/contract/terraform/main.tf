terraform {
  backend "kubernetes" {
    secret_suffix = "contract"
  }
}

variable "text" {
  type = string
}

resource "terraform_data" "one" {
  input = var.text
}

output "text" {
  value = terraform_data.one.output
}
