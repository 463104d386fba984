package io.bowline.control.artifact;

import io.bowline.control.allowance.Allowances;
import io.bowline.registry.Admission;
import io.bowline.registry.Caller;
import io.bowline.registry.Right;
import io.bowline.registry.Taking;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// A request's sender in the registry's eyes.
///
/// @param visitor empty for one who brought no credential, or one that is no longer good
/// @param pass the pass they came with, if any; without one the credential itself counts
/// @param realm where passes are to be had
/// @param judge of what the visitor may do
/// @param allowances of the visitor's organization
record Guest(
    Optional<Visitor> visitor,
    Optional<Pass> pass,
    String realm,
    Judge judge,
    Allowances allowances)
    implements Caller {
  private static final String SERVICE = "bowline";

  @Override
  public Admission now() {
    return visitor.flatMap(Visitor::org).map(allowances::ask).orElseGet(Admission.Granted::new);
  }

  @Override
  public Taking take(long bytes) {
    return visitor
        .flatMap(Visitor::org)
        .map(org -> allowances.take(org, bytes))
        .orElseGet(Taking.Free::new);
  }

  @Override
  public Admission enter() {
    return visitor.isPresent() ? new Admission.Granted() : challenge("");
  }

  @Override
  public Admission may(Right right, String repository) {
    return unproven(List.of(new Need(right, repository)))
        .orElseGet(() -> judge.may(visitor.orElseThrow(), right, repository));
  }

  @Override
  public Admission mayMount(String repository, String from) {
    return unproven(List.of(new Need(Right.PUSH, repository), new Need(Right.PULL, from)))
        .orElseGet(() -> Caller.super.mayMount(repository, from));
  }

  private record Need(Right right, String repository) {}

  /// The challenge, unless there is a visitor whose pass, if they came with one, covers all this.
  private Optional<Admission> unproven(List<Need> needs) {
    String scope =
        needs.stream()
            .map(need -> Wish.of(need.right(), need.repository()).text())
            .collect(Collectors.joining(" ", ",scope=\"", "\""));
    if (visitor.isEmpty()) {
      return Optional.of(challenge(scope));
    }
    boolean covered =
        pass.stream()
            .allMatch(held ->
                needs.stream().allMatch(need -> held.covers(need.right(), need.repository())));
    return covered
        ? Optional.empty()
        : Optional.of(challenge(scope + ",error=\"insufficient_scope\""));
  }

  private Admission challenge(String more) {
    return new Admission.Challenged(
        "Bearer realm=\"" + realm + "\",service=\"" + SERVICE + "\"" + more);
  }
}
