package io.bowline.installer;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/// What every rendered door knows of the control plane that rendered it: the same for each install.
///
/// @param cidrs where the control plane is, IPv4 ranges; the data plane may reach nothing else
///   outside its network
/// @param tunnel where the tunnel's other end is, where there is one
/// @param runner what a runner starts from
/// @param templates where the vendor has put the rendered templates for clouds that only take them
///   from a bucket of their own: an address to which the template's file name is added
/// @param repository where the vendor has put the unpacked blueprint for Google Cloud: a Git
///   repository that Cloud Shell can clone
public record Vendor(
    List<String> cidrs,
    Optional<Tunnel> tunnel,
    RunnerKit runner,
    Optional<URI> templates,
    Optional<URI> repository) {

  /// A vendor without a repository for Cloud Shell.
  public Vendor(
      List<String> cidrs, Optional<Tunnel> tunnel, RunnerKit runner, Optional<URI> templates) {
    this(cidrs, tunnel, runner, templates, Optional.empty());
  }

  /// The tunnel's one UDP port.
  public record Tunnel(String cidr, int port) {}

  /// What a runner starts from.
  ///
  /// @param image with digest or tag
  /// @param trustRoot the keys that may sign releases, JSON
  /// @param policy the customer's, to begin with
  /// @param enrollment addresses and authorities of the control plane, JSON; without the token,
  ///   which no template ever holds
  public record RunnerKit(String image, String trustRoot, String policy, String enrollment) {}

  public Vendor {
    cidrs = List.copyOf(cidrs);
    if (cidrs.isEmpty()) {
      throw new IllegalArgumentException("a control plane is somewhere: at least one range");
    }
  }
}
