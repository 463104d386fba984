package io.bowline.model.job;

import io.bowline.model.artifact.Digest;
import io.bowline.model.belonging.Named;
import io.bowline.model.id.CaptureId;
import io.bowline.model.id.FleetId;
import io.bowline.model.id.FleetProviderId;
import io.bowline.model.id.PlanId;
import io.bowline.model.plan.SignedApproval;
import io.bowline.model.release.ComponentName;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a runner is asked to do. It names things by digest; bulk is pulled from the artifact port.
public sealed interface JobSpec {
  /// The kinds that a hosted runner does, which are no other runner's; it does nothing else.
  Set<String> HOSTED_KINDS =
      Stream.concat(
              Stream.of("check-provider"), Stream.of(FleetErrand.values()).map(FleetErrand::kind))
          .collect(Collectors.toUnmodifiableSet());

  /// Make a plan towards a release and report it; changes nothing.
  ///
  /// @param repository of the release in the vendor's registry
  /// @param inputs values by input name; secret inputs are references
  record MakePlan(
      PlanId plan, String repository, Digest release, int stage, Map<String, String> inputs)
      implements JobSpec {
    public MakePlan {
      inputs = Map.copyOf(inputs);
    }
  }

  /// Apply a plan that this runner made, exactly; return the bundle when a component stays
  /// unhealthy.
  ///
  /// @param approval absent when the customer's policy says `auto`; the runner judges
  record ApplyPlan(PlanId plan, Digest digest, Optional<SignedApproval> approval)
      implements JobSpec {}

  /// Send logs of these components until then.
  ///
  /// @param since how far back to begin
  record CaptureLogs(
      CaptureId capture, List<ComponentName> components, Instant since, Instant until)
      implements JobSpec {
    public CaptureLogs {
      components = List.copyOf(components);
    }
  }

  /// Look at the install and report what is there.
  record Inspect() implements JobSpec {}

  /// Remove every component in reverse order. What holds data stays, but for what is named.
  ///
  /// @param erase what holds data and goes all the same, each by its own name
  record Uninstall(Set<Named> erase) implements JobSpec {
    public Uninstall {
      erase = Set.copyOf(erase);
    }

    /// With all data kept.
    public Uninstall() {
      this(Set.of());
    }
  }

  /// Look around where the runner is: its ways out, and what its cloud says.
  ///
  /// @param name of the install, which what is made there is called after
  /// @param cloud as the API spells it
  record Preflight(String name, String cloud, String account, String region) implements JobSpec {}

  /// Ask a fleet provider's cloud what its credentials are worth.
  ///
  /// @param revision of the configuration that is meant; what is found of another has no effect
  record CheckProvider(FleetProviderId provider, long revision) implements JobSpec {}

  /// Do something for a fleet, with a credential that was lent for it.
  ///
  /// @param revision of what is lent for the errand; what was done with another has no effect
  record FleetWork(FleetErrand errand, FleetId fleet, long revision) implements JobSpec {}

  /// Whether it is a hosted runner's work, on the vendor's side.
  default boolean hosted() {
    return HOSTED_KINDS.contains(kind());
  }

  /// The kind's name in the API, on the wire and in metrics.
  default String kind() {
    return switch (this) {
      case MakePlan _ -> "plan";
      case ApplyPlan _ -> "apply";
      case CaptureLogs _ -> "capture-logs";
      case Inspect _ -> "inspect";
      case Uninstall _ -> "uninstall";
      case Preflight _ -> "preflight";
      case CheckProvider _ -> "check-provider";
      case FleetWork work -> work.errand().kind();
    };
  }
}
