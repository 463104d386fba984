package io.bowline.control.artifact;

import io.bowline.control.allowance.Allowances;
import io.bowline.control.platform.Remembered;
import io.bowline.control.secret.Secret;
import io.bowline.model.artifact.Digest;
import io.bowline.registry.Admission;
import io.bowline.registry.Caller;
import io.bowline.registry.OciRequest;
import io.bowline.registry.OciResponse;
import io.bowline.registry.Registry;
import io.bowline.registry.Right;
import io.bowline.registry.storage.Storage;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// The vendor's artifact registry: releases and the images they need.
@Singleton
public final class Artifacts {
  /// A client that pulls an image asks dozens of times in a row with one pass.
  private static final Duration REMEMBERED = Duration.ofSeconds(3);

  private static final int MOST_REMEMBERED = 100_000;

  private final Visitors visitors;
  private final Remembered<Digest, Optional<Visitor>> bearers;
  private final Remembered<PassUse, Admission> uses;
  private final Passes passes;
  private final Repositories repositories;
  private final Allowances allowances;
  private final Storage storage;
  private final Registry registry;

  public Artifacts(
      Storage storage,
      Visitors visitors,
      Passes passes,
      Repositories repositories,
      Allowances allowances,
      Registry registry,
      InstantSource clock) {
    this.bearers = new Remembered<>(REMEMBERED, MOST_REMEMBERED, clock);
    this.uses = new Remembered<>(REMEMBERED, MOST_REMEMBERED, clock);
    this.visitors = visitors;
    this.passes = passes;
    this.repositories = repositories;
    this.allowances = allowances;
    this.storage = storage;
    this.registry = registry;
  }

  /// The sender of a request, as far as what it brought is good.
  ///
  /// @param realm where it may get a pass
  public Caller caller(Presented presented, String realm) {
    return switch (presented) {
      case Presented.Nothing _ ->
          new Guest(Optional.empty(), Optional.empty(), realm, repositories::may, allowances);
      case Presented.Directly(Credential credential) ->
          new Guest(
              visitors.of(credential), Optional.empty(), realm, repositories::may, allowances);
      case Presented.ByPass(Secret text) -> byPass(text, realm);
    };
  }

  /// One use of a pass; told apart by the pass's digest, so that no pass lies in memory.
  private record PassUse(Digest pass, Right right, String repository) {}

  /// Whose pass it is and what they may do is asked anew every few seconds, and remembered between:
  /// what was revoked ends then at the latest.
  private Caller byPass(Secret text, String realm) {
    Optional<Pass> pass = passes.open(text);
    if (pass.isEmpty()) {
      return new Guest(Optional.empty(), pass, realm, repositories::may, allowances);
    }
    Digest digest = Digest.of(text.reveal());
    Optional<Visitor> bearer = bearers.get(digest, () -> visitors.of(pass.get().credential()));
    return new Guest(
        bearer,
        pass,
        realm,
        (visitor, right, repository) ->
            uses.get(
                new PassUse(digest, right, repository),
                () -> repositories.may(visitor, right, repository)),
        allowances);
  }

  /// Answers one request of the distribution API.
  public OciResponse answer(OciRequest request, Caller caller) throws IOException {
    return registry.answer(request, caller);
  }

  /// Issues a pass; empty when the credential is not good.
  public Optional<Passes.Issued> pass(Credential credential, List<Wish> wishes) {
    return visitors.of(credential).map(_ -> passes.issue(credential, wishes));
  }

  /// Forgets uploads that nobody wrote to since.
  public void forgetUploadsUntouchedSince(Instant moment) throws IOException {
    storage.forgetUntouchedSince(moment);
  }
}
