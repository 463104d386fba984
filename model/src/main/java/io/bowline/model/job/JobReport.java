package io.bowline.model.job;

import io.bowline.model.artifact.Digest;
import io.bowline.model.belonging.Holdings;
import io.bowline.model.plan.Plan;
import io.bowline.model.preflight.Seen;
import io.bowline.model.probe.Check;
import io.bowline.model.probe.Findings;
import io.bowline.model.release.ComponentName;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a runner has to say at the end of a job, beside how it ended.
public sealed interface JobReport {
  /// A plan was made.
  ///
  /// @param approvalNeeded what the customer's policy says about it
  record Planned(Plan plan, boolean approvalNeeded) implements JobReport {}

  /// A plan was carried out, or the bundle was returned.
  ///
  /// @param release what the install runs now
  /// @param returnedBecause present when the bundle was returned: the component and the reason
  /// @param findings what was found not to be as it should, in the cluster as it runs now
  /// @param holdings what of it is in the account now
  record Applied(
      Optional<Digest> release,
      List<ComponentHealth> components,
      Optional<String> returnedBecause,
      List<String> findings,
      Holdings holdings)
      implements JobReport {
    public Applied {
      components = List.copyOf(components);
      findings = List.copyOf(findings);
    }

    /// Without a finding, and nothing said of what is there.
    public Applied(
        Optional<Digest> release,
        List<ComponentHealth> components,
        Optional<String> returnedBecause) {
      this(release, components, returnedBecause, List.of(), Holdings.UNTOLD);
    }
  }

  /// Logs were captured: how many lines went into the spool.
  record Captured(long lines, long dropped) implements JobReport {}

  /// What was seen.
  ///
  /// @param findings what was found not to be as it should
  /// @param holdings what of it is in the account now
  record Inspected(
      Optional<Digest> release,
      List<ComponentHealth> components,
      List<String> findings,
      Holdings holdings)
      implements JobReport {
    public Inspected {
      components = List.copyOf(components);
      findings = List.copyOf(findings);
    }

    /// Without a finding, and nothing said of what is there.
    public Inspected(Optional<Digest> release, List<ComponentHealth> components) {
      this(release, components, List.of(), Holdings.UNTOLD);
    }
  }

  /// Everything was removed, except for what is listed.
  ///
  /// @param holdings each thing that was there before, and whether it is now
  record Uninstalled(List<String> leftBehind, Holdings holdings) implements JobReport {
    public Uninstalled {
      leftBehind = List.copyOf(leftBehind);
    }

    /// With nothing said of single things.
    public Uninstalled(List<String> leftBehind) {
      this(leftBehind, Holdings.UNTOLD);
    }
  }

  /// A cloud was asked about a fleet provider's credentials.
  record ProviderChecked(Findings findings) implements JobReport {}

  /// A cluster was looked at, and nothing was written.
  record ClusterChecked(List<Check> checks) implements JobReport {
    public ClusterChecked {
      checks = List.copyOf(checks);
    }
  }

  /// A runner was put into a cluster, or was there as wanted.
  ///
  /// @param changed the objects that were written, as `Kind namespace/name`; empty at a repeat
  record ClusterBootstrapped(List<Check> checks, List<String> changed) implements JobReport {
    public ClusterBootstrapped {
      checks = List.copyOf(checks);
      changed = List.copyOf(changed);
    }
  }

  /// A cloud account has what a fleet stands on.
  ///
  /// @param outputs of the module that made it; none is secret
  record FleetProvisioned(Map<String, String> outputs) implements JobReport {
    public FleetProvisioned {
      outputs = Map.copyOf(outputs);
    }
  }

  /// The runner looked around where it is.
  record Preflighted(List<Seen> seen) implements JobReport {
    public Preflighted {
      seen = List.copyOf(seen);
    }
  }

  /// The job ended without anything to report.
  record Nothing() implements JobReport {}

  /// Health of one component in one line.
  record ComponentHealth(ComponentName name, boolean healthy, String reason) {}
}
