package io.bowline.runner.step.image.login;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;

/// Oracle: the registry's token endpoint answers a request that somebody has signed with a token,
/// which is the password of a user of a fixed name.
final class OcirIssuer implements Issuer {
  private static final String USER = "BEARER_TOKEN";
  private static final String PATH = "/20180419/docker/token";
  private static final long USUAL_LIFE = 1200;

  private final CloudPlace place;
  private final OracleIdentity identity;
  private final CloudHttp http;

  OcirIssuer(CloudPlace place, OracleIdentity identity) {
    this.place = place;
    this.identity = identity;
    this.http = place.ownHttp();
  }

  @Override
  public Issued issue() throws IOException, InterruptedException {
    OracleKey key = identity.key();
    URI address = place.base().resolve(PATH);
    String what = "a token of Oracle's registry";
    CloudHttp.Reply reply =
        http.needed(what, identity.todo(), () -> key.get(address, place.clock().instant()));
    Duration life = Duration.ofSeconds(reply.json().path("expires_in").asLong(USUAL_LIFE));
    return new Issued(
        new Credentials(USER, http.field(what, reply, "/token")),
        place.clock().instant().plus(life));
  }
}
