package io.bowline.control.artifact;

import io.bowline.registry.Admission;
import io.bowline.registry.Caller;
import io.bowline.registry.Right;
import java.util.Optional;

/// A request's sender in the registry's eyes.
///
/// @param visitor empty for one who brought no credential, or one that is no longer good
/// @param pass the pass they came with, if any; without one the credential itself counts
/// @param realm where passes are to be had
record Guest(
    Optional<Visitor> visitor, Optional<Pass> pass, String realm, Repositories repositories)
    implements Caller {
  private static final String SERVICE = "bowline";

  @Override
  public Admission enter() {
    return visitor.isPresent() ? new Admission.Granted() : challenge("");
  }

  @Override
  public Admission may(Right right, String repository) {
    String scope = ",scope=\"" + Wish.of(right, repository).text() + "\"";
    if (visitor.isEmpty()) {
      return challenge(scope);
    }
    if (pass.isPresent() && !pass.get().covers(right, repository)) {
      return challenge(scope + ",error=\"insufficient_scope\"");
    }
    return repositories.may(visitor.get(), right, repository);
  }

  private Admission challenge(String more) {
    return new Admission.Challenged(
        "Bearer realm=\"" + realm + "\",service=\"" + SERVICE + "\"" + more);
  }
}
