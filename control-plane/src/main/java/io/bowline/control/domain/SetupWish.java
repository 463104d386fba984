package io.bowline.control.domain;

import io.bowline.control.secret.Secret;

/// What somebody wants a domain to be like.
public record SetupWish(
    Wish<String> chain,
    Wish<Secret> key,
    Wish<DnsProvider> provider,
    Wish<String> zone,
    Wish<HostedZone> hosted) {
  /// That everything stays.
  public static final SetupWish NOTHING =
      new SetupWish(
          new Wish.Keep<>(),
          new Wish.Keep<>(),
          new Wish.Keep<>(),
          new Wish.Keep<>(),
          new Wish.Keep<>());
}
