package io.bowline.installer;

import io.bowline.installer.Parameter.Group;
import io.bowline.installer.Parameter.Kind;
import java.util.Optional;
import java.util.Set;

/// Parameters that are texts and are shown by the same doors.
record Shown(Set<Door> doors) {
  /// Without it there is no install.
  Parameter needed(String name, String constraint, String help, String refusal) {
    return new Parameter(
        name, Kind.TEXT, Optional.empty(), constraint, help, refusal, Group.INSTALL, doors);
  }

  Parameter network(String name, String standard, String constraint, String help) {
    return of(Group.NETWORK, name, standard, constraint, help);
  }

  Parameter cluster(String name, String standard, String constraint, String help) {
    return of(Group.CLUSTER, name, standard, constraint, help);
  }

  private Parameter of(Group group, String name, String standard, String constraint, String help) {
    return new Parameter(
        name, Kind.TEXT, Optional.of(standard), constraint, help, help, group, doors);
  }
}
