package io.bowline.control.review;

import io.bowline.control.platform.Tx;
import io.bowline.model.id.OrgId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Keeps reviews, and knows what there is to review.
public interface ReviewStore {
  /// Everybody who may do anything, in order of subjects.
  List<Right> rights(Tx tx, OrgId org);

  void insert(Tx tx, OrgId org, Review review);

  /// Newest first.
  List<Review> list(Tx tx, OrgId org, Optional<UUID> before, int limit);
}
