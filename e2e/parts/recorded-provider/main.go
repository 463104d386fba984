// A provider that makes nothing: it has the schema that was recorded from a real one, plans as Terraform's
// core asks for it, and says that it made what was planned. So the real Terraform checks a module's
// arguments, runs its tests and plans it on a machine that cannot have the real provider.
//
// usage: recorded-provider SCHEMA [ANSWERS], started by Terraform. SCHEMA is what `terraform providers
// schema -json` prints of one provider. ANSWERS says what a kind of resource, or `data.` and a kind, has as
// values, with `when` only where these are given: {"data.aws_subnet": [{"when": {"id": "a"}, "then": {}}]}.
package main

import (
	"encoding/json"
	"fmt"
	"os"

	"github.com/hashicorp/terraform-plugin-go/tfprotov5"
	"github.com/hashicorp/terraform-plugin-go/tfprotov5/tf5server"
)

func main() {
	if err := serve(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func serve(arguments []string) error {
	if len(arguments) == 0 {
		return fmt.Errorf("usage: recorded-provider SCHEMA [ANSWERS]")
	}
	var recorded recording
	if err := read(arguments[0], &recorded); err != nil {
		return err
	}
	made := answers{}
	if len(arguments) > 1 {
		if err := read(arguments[1], &made); err != nil {
			return err
		}
	}
	provider, err := recorded.provider(made)
	if err != nil {
		return fmt.Errorf("%s: %w", arguments[0], err)
	}
	return tf5server.Serve(recorded.Source, func() tfprotov5.ProviderServer { return provider })
}

func read(file string, into any) error {
	bytes, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(bytes, into); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	return nil
}
