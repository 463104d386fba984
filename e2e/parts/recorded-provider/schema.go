package main

import (
	"encoding/json"
	"fmt"

	"github.com/hashicorp/terraform-plugin-go/tfprotov5"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// What was recorded of one provider: the words are those of `terraform providers schema -json`.
type recording struct {
	Source    string          `json:"source"`
	Provider  kind            `json:"provider"`
	Resources map[string]kind `json:"resource_schemas"`
	Data      map[string]kind `json:"data_source_schemas"`
}

type kind struct {
	Version int64 `json:"version"`
	Block   block `json:"block"`
}

type block struct {
	Attributes map[string]attribute `json:"attributes"`
	Blocks     map[string]nested    `json:"block_types"`
}

type attribute struct {
	Type      json.RawMessage `json:"type"`
	Required  bool            `json:"required"`
	Optional  bool            `json:"optional"`
	Computed  bool            `json:"computed"`
	Sensitive bool            `json:"sensitive"`
}

type nested struct {
	Mode  string `json:"nesting_mode"`
	Block block  `json:"block"`
	Min   int64  `json:"min_items"`
	Max   int64  `json:"max_items"`
}

var nestings = map[string]tfprotov5.SchemaNestedBlockNestingMode{
	"single": tfprotov5.SchemaNestedBlockNestingModeSingle,
	"group":  tfprotov5.SchemaNestedBlockNestingModeGroup,
	"list":   tfprotov5.SchemaNestedBlockNestingModeList,
	"set":    tfprotov5.SchemaNestedBlockNestingModeSet,
	"map":    tfprotov5.SchemaNestedBlockNestingModeMap,
}

func (r recording) provider(made answers) (*provider, error) {
	own, err := r.Provider.schema()
	if err != nil {
		return nil, err
	}
	p := &provider{made: made, own: own}
	if p.resources, err = schemas(r.Resources); err != nil {
		return nil, err
	}
	p.data, err = schemas(r.Data)
	return p, err
}

func schemas(kinds map[string]kind) (map[string]*tfprotov5.Schema, error) {
	all := map[string]*tfprotov5.Schema{}
	for name, kind := range kinds {
		schema, err := kind.schema()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		all[name] = schema
	}
	return all, nil
}

func (k kind) schema() (*tfprotov5.Schema, error) {
	inner, err := k.Block.schema()
	return &tfprotov5.Schema{Version: k.Version, Block: inner}, err
}

func (b block) schema() (*tfprotov5.SchemaBlock, error) {
	schema := &tfprotov5.SchemaBlock{}
	for name, a := range b.Attributes {
		parsed, err := tftypes.ParseJSONType(a.Type) //nolint:staticcheck // the only reader of that form
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		schema.Attributes = append(schema.Attributes, &tfprotov5.SchemaAttribute{
			Name: name, Type: parsed, Required: a.Required, Optional: a.Optional, Computed: a.Computed,
			Sensitive: a.Sensitive,
		})
	}
	for name, n := range b.Blocks {
		inner, err := n.Block.schema()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		mode, known := nestings[n.Mode]
		if !known {
			return nil, fmt.Errorf("%s: nesting mode %q", name, n.Mode)
		}
		schema.BlockTypes = append(schema.BlockTypes, &tfprotov5.SchemaNestedBlock{
			TypeName: name, Block: inner, Nesting: mode, MinItems: n.Min, MaxItems: n.Max,
		})
	}
	return schema, nil
}
