package io.bowline.runner.trust;

import io.bowline.release.bundle.Bundle;
import io.bowline.release.trust.Seen;
import java.util.List;

/// A release whose signature and sequence have been judged good.
///
/// @param seen what has been seen once it is accepted
/// @param news what people should hear of, such as a change of keys
public record Trusted(Bundle bundle, Seen seen, List<String> news) {
  public Trusted {
    news = List.copyOf(news);
  }
}
