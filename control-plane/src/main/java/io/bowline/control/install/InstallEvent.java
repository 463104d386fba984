package io.bowline.control.install;

/// What happens to an install.
public enum InstallEvent {
  /// A token went to somebody who first makes the base layer with it.
  HANDED_OUT,
  /// A token went to where there is a cluster already.
  RUNNER_EXPECTED,
  /// The last token ended, and nobody had come with it.
  LAPSED,
  /// A runner came from another account or region than the install's, and its token is void.
  TURNED_AWAY,
  /// A runner came and was not let in; what is handed out counts as before.
  KEPT_OUT,
  /// Its runner was heard: it enrolled, connected or beat.
  HEARD,
  /// Its runner was not heard for too long.
  SILENT,
  /// Somebody asked for the removal of what its runner had installed.
  REMOVAL_ASKED,
  /// That failed, or was cancelled.
  REMOVAL_FAILED,
  /// The runner has removed it.
  REMOVED,
  /// A release runs there.
  IN_USE,
  /// Somebody gave it up.
  ABANDONED
}
