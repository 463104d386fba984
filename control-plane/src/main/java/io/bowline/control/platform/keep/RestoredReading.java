package io.bowline.control.platform.keep;

import io.bowline.control.platform.Transactions;
import io.bowline.model.id.OrgId;
import java.util.List;

/// How a part of the product reads what was restored, to see whether it is whole.
public interface RestoredReading {
  /// Reads it.
  ///
  /// @return what was found, for people
  /// @throws RestoredWrong when something is not as it should be
  String read(Transactions restored, List<OrgId> organizations);

  /// What was restored is not what it should be.
  final class RestoredWrong extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public RestoredWrong(String message) {
      super(message);
    }
  }
}
