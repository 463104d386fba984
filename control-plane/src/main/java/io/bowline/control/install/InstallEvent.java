package io.bowline.control.install;

/// What happens to an install.
public enum InstallEvent {
  /// A token went to somebody who first makes the base layer with it.
  HANDED_OUT,
  /// A token went to where there is a cluster already.
  RUNNER_EXPECTED,
  /// An installer told that it makes the base layer.
  BASE_LAYER_BEGUN,
  /// It told that it is done.
  BASE_LAYER_MADE,
  /// It told that it stopped half-way, and its token is void.
  BASE_LAYER_FAILED,
  /// What was begun with one token is over, and another one is out that nobody has begun with.
  ANOTHER_OUT,
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
  /// Its runner, where nothing runs yet, was asked to look around.
  PREFLIGHT_BEGUN,
  /// It found nothing in the way.
  PREFLIGHT_PASSED,
  /// It found something.
  PREFLIGHT_FAILED,
  /// The plan of a release was asked for where nothing runs yet.
  FIRST_PLAN,
  /// That plan came to nothing.
  FIRST_PLAN_STOPPED,
  /// Somebody asked for the removal of what its runner had installed.
  REMOVAL_ASKED,
  /// That failed, or was cancelled.
  REMOVAL_FAILED,
  /// The runner has removed it.
  REMOVED,
  /// Nobody is there any more, or ever was, who could remove anything: the customer does.
  RUNNER_GONE,
  /// The customer has looked, or gives their word: nothing of it is in the account.
  CLEARED,
  /// The customer has looked, and something of it is there.
  REMAINS,
  /// A release runs there.
  IN_USE,
  /// Somebody gave it up.
  ABANDONED
}
