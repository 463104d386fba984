package io.bowline.control.artifact;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.control.secret.PurposeKeys;
import io.bowline.control.secret.Sealed;
import io.bowline.control.secret.Secret;
import io.bowline.control.secret.UnsealException;
import io.bowline.model.identity.Identity;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// Issues passes and reads them back, on whichever replica: a pass is its content, sealed under a
/// key of the system for that alone. No pass is stored.
@Singleton
public final class Passes {
  private static final String CONTEXT = "registry-pass/1";
  private static final String PREFIX = "bwp_";
  private static final int LONGEST = 16 * 1024;
  private static final String PURPOSE = "registry-pass";
  private static final JsonMapper JSON = new JsonMapper();

  private final PurposeKeys keys;
  private final ArtifactSettings settings;
  private final InstantSource clock;

  public Passes(PurposeKeys keys, ArtifactSettings settings, InstantSource clock) {
    this.keys = keys;
    this.settings = settings;
    this.clock = clock;
  }

  /// A pass as a client bears it.
  public record Issued(Secret text, Instant issued, long lifeSeconds) {}

  /// Issues a pass.
  public Issued issue(Credential credential, List<Wish> wishes) {
    Instant now = clock.instant();
    ObjectNode content = JSON.createObjectNode();
    switch (credential) {
      case Credential.ApiToken(Secret text) -> content.put("token", text.revealText());
      case Credential.Certificate(Identity identity) -> content.put("identity", identity.uri());
    }
    content.put("expires", now.plus(settings.passLife()).getEpochSecond());
    wishes.stream().map(Wish::text).forEach(content.putArray("wishes")::add);
    Sealed sealed = keys.key(PURPOSE).seal(CONTEXT, Secret.of(content.toString()));
    String text = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(sealed.bytes());
    return new Issued(Secret.of(text), now, settings.passLife().toSeconds());
  }

  /// Whether this text claims to be a pass, so that it is not taken for an API token.
  public static boolean looksLikeOne(Secret text) {
    return text.revealText().startsWith(PREFIX);
  }

  /// Reads a pass that is still good.
  public Optional<Pass> open(Secret text) {
    String form = text.revealText();
    if (!looksLikeOne(text) || form.length() > LONGEST) {
      return Optional.empty();
    }
    try {
      byte[] sealed = Base64.getUrlDecoder().decode(form.substring(PREFIX.length()));
      JsonNode content =
          JSON.readTree(keys.key(PURPOSE).open(CONTEXT, new Sealed(sealed)).reveal());
      Instant expires = Instant.ofEpochSecond(content.path("expires").asLong());
      List<String> scopes = content.path("wishes").valueStream().map(JsonNode::asText).toList();
      return expires.isAfter(clock.instant())
          ? Optional.of(new Pass(credential(content), Wish.read(scopes), expires))
          : Optional.empty();
    } catch (UnsealException | IllegalArgumentException forged) {
      return Optional.empty();
    } catch (JacksonException e) {
      throw new IllegalStateException("a pass of our own making cannot be read", e);
    } catch (IOException e) {
      throw new IllegalStateException("a pass in memory cannot be read", e);
    }
  }

  private static Credential credential(JsonNode content) {
    return content.has("token")
        ? new Credential.ApiToken(Secret.of(content.path("token").asText()))
        : new Credential.Certificate(Identity.parse(content.path("identity").asText()));
  }
}
