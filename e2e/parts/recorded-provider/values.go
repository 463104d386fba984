package main

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"

	"github.com/hashicorp/terraform-plugin-go/tfprotov5"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// A value for an attribute that the cloud would give.
type maker func(name string, kind tftypes.Type) (tftypes.Value, error)

// Gives a value to each attribute that is the cloud's to set and has none, in nested blocks as well.
func fill(b *tfprotov5.SchemaBlock, of tftypes.Value, with maker) (tftypes.Value, error) {
	var fields map[string]tftypes.Value
	if of.IsNull() || !of.IsKnown() {
		return of, nil
	}
	if err := of.As(&fields); err != nil {
		return of, err
	}
	for _, a := range b.Attributes {
		value := fields[a.Name]
		if a.Computed && (value.IsNull() || !value.IsKnown()) {
			given, err := with(a.Name, a.Type)
			if err != nil {
				return of, err
			}
			fields[a.Name] = given
		}
	}
	for _, n := range b.BlockTypes {
		inner, err := within(n, fields[n.TypeName], with)
		if err != nil {
			return of, fmt.Errorf("%s: %w", n.TypeName, err)
		}
		fields[n.TypeName] = inner
	}
	return tftypes.NewValue(of.Type(), fields), nil
}

func within(n *tfprotov5.SchemaNestedBlock, of tftypes.Value, with maker) (tftypes.Value, error) {
	if of.IsNull() || !of.IsKnown() {
		return of, nil
	}
	switch n.Nesting {
	case tfprotov5.SchemaNestedBlockNestingModeList, tfprotov5.SchemaNestedBlockNestingModeSet:
		var items []tftypes.Value
		if err := of.As(&items); err != nil {
			return of, err
		}
		for at := range items {
			filled, err := fill(n.Block, items[at], with)
			if err != nil {
				return of, err
			}
			items[at] = filled
		}
		return tftypes.NewValue(of.Type(), items), nil
	default:
		return fill(n.Block, of, with)
	}
}

// What a kind of resource, or `data.` and a kind, has as values.
type answers map[string][]answer

type answer struct {
	When map[string]json.RawMessage `json:"when"`
	Then map[string]json.RawMessage `json:"then"`
}

// Answers what was said for this one; else something that tells where it comes from.
func (a answers) maker(kind string, of tftypes.Value) maker {
	said := a.of(kind, of)
	mark := fmt.Sprintf("%x", sha256.Sum256([]byte(kind+of.String())))[:8]
	return func(name string, wanted tftypes.Type) (tftypes.Value, error) {
		if raw, there := said[name]; there {
			value, err := tftypes.ValueFromJSON(raw, wanted) //nolint:staticcheck // for answers it will do
			if err != nil {
				return value, fmt.Errorf("answer to %s.%s: %w", kind, name, err)
			}
			return value, nil
		}
		return invented(kind, mark, name, wanted), nil
	}
}

func (a answers) of(kind string, of tftypes.Value) map[string]json.RawMessage {
	var fields map[string]tftypes.Value
	if of.As(&fields) != nil {
		return nil
	}
	for _, one := range a[kind] {
		if one.fits(fields) {
			return one.Then
		}
	}
	return nil
}

func (a answer) fits(fields map[string]tftypes.Value) bool {
	for name, raw := range a.When {
		value, there := fields[name]
		if !there || !value.IsKnown() {
			return false
		}
		wanted, err := tftypes.ValueFromJSON(raw, value.Type()) //nolint:staticcheck // as above
		if err != nil || !wanted.Equal(value) {
			return false
		}
	}
	return true
}

func invented(kind, mark, name string, wanted tftypes.Type) tftypes.Value {
	switch {
	case wanted.Is(tftypes.String):
		return tftypes.NewValue(wanted, kind+"."+name+"."+mark)
	case wanted.Is(tftypes.Number):
		return tftypes.NewValue(wanted, 1)
	case wanted.Is(tftypes.Bool):
		return tftypes.NewValue(wanted, false)
	}
	switch t := wanted.(type) {
	case tftypes.List:
		return tftypes.NewValue(t, []tftypes.Value{invented(kind, mark, name, t.ElementType)})
	case tftypes.Set:
		return tftypes.NewValue(t, []tftypes.Value{invented(kind, mark, name, t.ElementType)})
	case tftypes.Map:
		return tftypes.NewValue(t, map[string]tftypes.Value{})
	case tftypes.Object:
		fields := map[string]tftypes.Value{}
		for field, of := range t.AttributeTypes {
			fields[field] = invented(kind, mark, field, of)
		}
		return tftypes.NewValue(t, fields)
	default:
		return tftypes.NewValue(wanted, nil)
	}
}
