package main

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-go/tfprotov5"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Answers Terraform's core. What is not here, this provider says that it does not have.
type provider struct {
	tfprotov5.ProviderServer
	own             *tfprotov5.Schema
	resources, data map[string]*tfprotov5.Schema
	made            answers
}

func failed(err error) []*tfprotov5.Diagnostic {
	return []*tfprotov5.Diagnostic{{Severity: tfprotov5.DiagnosticSeverityError, Summary: err.Error()}}
}

func (p *provider) GetMetadata(context.Context, *tfprotov5.GetMetadataRequest) (*tfprotov5.GetMetadataResponse, error) {
	answer := &tfprotov5.GetMetadataResponse{ServerCapabilities: &tfprotov5.ServerCapabilities{}}
	for name := range p.resources {
		answer.Resources = append(answer.Resources, tfprotov5.ResourceMetadata{TypeName: name})
	}
	for name := range p.data {
		answer.DataSources = append(answer.DataSources, tfprotov5.DataSourceMetadata{TypeName: name})
	}
	return answer, nil
}

func (p *provider) GetProviderSchema(context.Context, *tfprotov5.GetProviderSchemaRequest) (*tfprotov5.GetProviderSchemaResponse, error) {
	return &tfprotov5.GetProviderSchemaResponse{
		Provider: p.own, ResourceSchemas: p.resources, DataSourceSchemas: p.data,
		ServerCapabilities: &tfprotov5.ServerCapabilities{},
	}, nil
}

func (p *provider) GetResourceIdentitySchemas(context.Context, *tfprotov5.GetResourceIdentitySchemasRequest) (*tfprotov5.GetResourceIdentitySchemasResponse, error) {
	return &tfprotov5.GetResourceIdentitySchemasResponse{}, nil
}

func (p *provider) PrepareProviderConfig(_ context.Context, r *tfprotov5.PrepareProviderConfigRequest) (*tfprotov5.PrepareProviderConfigResponse, error) {
	return &tfprotov5.PrepareProviderConfigResponse{PreparedConfig: r.Config}, nil
}

func (p *provider) ConfigureProvider(context.Context, *tfprotov5.ConfigureProviderRequest) (*tfprotov5.ConfigureProviderResponse, error) {
	return &tfprotov5.ConfigureProviderResponse{}, nil
}

func (p *provider) StopProvider(context.Context, *tfprotov5.StopProviderRequest) (*tfprotov5.StopProviderResponse, error) {
	return &tfprotov5.StopProviderResponse{}, nil
}

func (p *provider) ValidateResourceTypeConfig(context.Context, *tfprotov5.ValidateResourceTypeConfigRequest) (*tfprotov5.ValidateResourceTypeConfigResponse, error) {
	return &tfprotov5.ValidateResourceTypeConfigResponse{}, nil
}

func (p *provider) ValidateDataSourceConfig(context.Context, *tfprotov5.ValidateDataSourceConfigRequest) (*tfprotov5.ValidateDataSourceConfigResponse, error) {
	return &tfprotov5.ValidateDataSourceConfigResponse{}, nil
}

func (p *provider) UpgradeResourceState(_ context.Context, r *tfprotov5.UpgradeResourceStateRequest) (*tfprotov5.UpgradeResourceStateResponse, error) {
	state, err := r.RawState.Unmarshal(p.resources[r.TypeName].ValueType())
	if err != nil {
		return &tfprotov5.UpgradeResourceStateResponse{Diagnostics: failed(err)}, nil
	}
	upgraded, err := tfprotov5.NewDynamicValue(state.Type(), state)
	return &tfprotov5.UpgradeResourceStateResponse{UpgradedState: &upgraded}, err
}

func (p *provider) ReadResource(_ context.Context, r *tfprotov5.ReadResourceRequest) (*tfprotov5.ReadResourceResponse, error) {
	return &tfprotov5.ReadResourceResponse{NewState: r.CurrentState, Private: r.Private}, nil
}

func (p *provider) PlanResourceChange(_ context.Context, r *tfprotov5.PlanResourceChangeRequest) (*tfprotov5.PlanResourceChangeResponse, error) {
	schema := p.resources[r.TypeName]
	planned, err := change(schema, r.ProposedNewState, func(proposed tftypes.Value) (tftypes.Value, error) {
		before, err := r.PriorState.Unmarshal(schema.ValueType())
		if err != nil || proposed.IsNull() || !before.IsNull() {
			return proposed, err
		}
		return fill(schema.Block, proposed, func(_ string, kind tftypes.Type) (tftypes.Value, error) {
			return tftypes.NewValue(kind, tftypes.UnknownValue), nil
		})
	})
	if err != nil {
		return &tfprotov5.PlanResourceChangeResponse{Diagnostics: failed(err)}, nil
	}
	return &tfprotov5.PlanResourceChangeResponse{
		PlannedState: planned, PlannedPrivate: r.PriorPrivate, UnsafeToUseLegacyTypeSystem: true,
	}, nil
}

func (p *provider) ApplyResourceChange(_ context.Context, r *tfprotov5.ApplyResourceChangeRequest) (*tfprotov5.ApplyResourceChangeResponse, error) {
	schema := p.resources[r.TypeName]
	state, err := change(schema, r.PlannedState, func(planned tftypes.Value) (tftypes.Value, error) {
		if planned.IsNull() {
			return planned, nil
		}
		return fill(schema.Block, planned, p.made.maker(r.TypeName, planned))
	})
	if err != nil {
		return &tfprotov5.ApplyResourceChangeResponse{Diagnostics: failed(err)}, nil
	}
	return &tfprotov5.ApplyResourceChangeResponse{
		NewState: state, Private: r.PlannedPrivate, UnsafeToUseLegacyTypeSystem: true,
	}, nil
}

func (p *provider) ReadDataSource(_ context.Context, r *tfprotov5.ReadDataSourceRequest) (*tfprotov5.ReadDataSourceResponse, error) {
	schema := p.data[r.TypeName]
	state, err := change(schema, r.Config, func(config tftypes.Value) (tftypes.Value, error) {
		return fill(schema.Block, config, p.made.maker("data."+r.TypeName, config))
	})
	if err != nil {
		return &tfprotov5.ReadDataSourceResponse{Diagnostics: failed(err)}, nil
	}
	return &tfprotov5.ReadDataSourceResponse{State: state}, nil
}

func (p *provider) ImportResourceState(_ context.Context, r *tfprotov5.ImportResourceStateRequest) (*tfprotov5.ImportResourceStateResponse, error) {
	return &tfprotov5.ImportResourceStateResponse{
		Diagnostics: failed(fmt.Errorf("%s: nothing was made, so nothing can be taken in", r.TypeName)),
	}, nil
}

func change(schema *tfprotov5.Schema, from *tfprotov5.DynamicValue, by func(tftypes.Value) (tftypes.Value, error)) (*tfprotov5.DynamicValue, error) {
	before, err := from.Unmarshal(schema.ValueType())
	if err != nil {
		return nil, err
	}
	after, err := by(before)
	if err != nil {
		return nil, err
	}
	value, err := tfprotov5.NewDynamicValue(after.Type(), after)
	return &value, err
}
