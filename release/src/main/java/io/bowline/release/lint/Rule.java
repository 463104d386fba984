package io.bowline.release.lint;

/// What lint finds in a release that may be meant: its author can allow it in `lint.yaml`, with a
/// reason.
enum Rule {
  /// A text that looks like an image, outside of pod specs, that is not mirrored.
  UNMIRRORED_MENTION("unmirrored-mention"),
  /// An image whose bytes are not fixed before the release is published.
  MOVING_TAG("moving-tag"),
  /// A mirrored image that nothing mentions.
  UNUSED_IMAGE("unused-image"),
  /// An input that nothing takes.
  UNUSED_INPUT("unused-input"),
  /// A container that may take a whole node.
  NO_LIMITS("no-limits"),
  /// A pod that reaches into its node.
  HOST_ACCESS("host-access"),
  /// Something that acts in every namespace of the customer's cluster.
  CLUSTER_RIGHTS("cluster-rights"),
  /// A hook whose work a return does not undo.
  HOOK_STAYS("hook-stays"),
  /// A version of a custom resource that the release before served.
  DROPPED_VERSION("dropped-version"),
  /// A field that Kubernetes does not let an upgrade change.
  IMMUTABLE_FIELD("immutable-field"),
  /// A Terraform provider that the release does not carry.
  PROVIDER_ELSEWHERE("provider-elsewhere");

  private final String id;

  Rule(String id) {
    this.id = id;
  }

  String id() {
    return id;
  }
}
