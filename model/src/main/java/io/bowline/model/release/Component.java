package io.bowline.model.release;

import io.bowline.model.artifact.Digest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// One deployable part of a release.
///
/// Values, variables and environment are templates: `${inputs.NAME}` and
/// `${outputs.COMPONENT.NAME}` are replaced when the step is planned, nothing else is.
public sealed interface Component {
  /// What every kind has.
  Common common();

  /// Name, order and judgement of a component.
  ///
  /// @param after components that must be healthy before this one starts
  /// @param timeout from the first write to healthy; afterwards the component counts as failed
  record Common(
      ComponentName name,
      Set<ComponentName> after,
      Duration timeout,
      Reversibility reversibility,
      List<HealthCheck> health) {
    public Common {
      after = Set.copyOf(after);
      health = List.copyOf(health);
    }
  }

  default ComponentName name() {
    return common().name();
  }

  /// A Helm chart, carried in the release as a layer.
  ///
  /// @param chart digest of the chart's `.tgz`
  /// @param values YAML text, a template
  record Helm(Common common, Digest chart, String namespace, String releaseName, String values)
      implements Component {}

  /// A Terraform root module, carried in the release as a layer.
  ///
  /// @param module digest of the module's `.tar.gz`
  /// @param variables HCL-typed values as JSON text by variable name; templates
  record Terraform(Common common, Digest module, Map<String, String> variables)
      implements Component {
    public Terraform {
      variables = Map.copyOf(variables);
    }
  }

  /// A container image: always synced to the customer's registry, and run as a workload when it
  /// says how.
  ///
  /// @param image name of a `MirroredImage` of the release
  record Image(Common common, String image, Optional<Workload> run) implements Component {}

  /// How a container component runs: one Deployment, and one Service when it has ports.
  ///
  /// @param environment values are templates
  /// @param ports container ports by name
  record Workload(
      String namespace,
      int replicas,
      List<String> command,
      Map<String, String> environment,
      Map<String, Integer> ports,
      Map<String, String> limits) {
    public Workload {
      command = List.copyOf(command);
      environment = Map.copyOf(environment);
      ports = Map.copyOf(ports);
      limits = Map.copyOf(limits);
    }
  }
}
