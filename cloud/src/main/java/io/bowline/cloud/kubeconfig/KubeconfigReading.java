package io.bowline.cloud.kubeconfig;

import io.bowline.cloud.Complaint;
import java.util.List;

/// What came of reading a kubeconfig.
public sealed interface KubeconfigReading {
  /// One context of it can be used.
  record Good(ClusterAccess access) implements KubeconfigReading {}

  /// It has several contexts and says of none that it is the current one.
  ///
  /// @param names of the contexts, in the file's order
  record ContextNeeded(List<String> names) implements KubeconfigReading {
    public ContextNeeded {
      names = List.copyOf(names);
    }
  }

  /// What is wrong, at least one thing; a complaint's field is a path as in `users[0].user.exec`,
  /// empty where the file as a whole is meant.
  record Refused(List<Complaint> complaints) implements KubeconfigReading {
    public Refused {
      complaints = List.copyOf(complaints);
      if (complaints.isEmpty()) {
        throw new IllegalArgumentException("nothing is refused without a reason");
      }
    }
  }
}
