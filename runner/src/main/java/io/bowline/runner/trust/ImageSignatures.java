package io.bowline.runner.trust;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.model.artifact.Digest;
import io.bowline.model.job.Failure;
import io.bowline.model.release.MirroredImage;
import io.bowline.release.bundle.BundleRefused;
import io.bowline.release.cosign.CosignKey;
import io.bowline.release.cosign.CosignVerdict;
import io.bowline.release.cosign.CosignVerifier;
import io.bowline.release.cosign.Evidence;
import io.bowline.release.cosign.SignedImage;
import io.bowline.runner.step.Json;
import io.bowline.runner.step.StepException;
import io.bowline.runner.trust.SignatureRule.Mode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Holds a release's images to the customer's policy on signatures: before a plan says that they
/// will be copied, and, by what was found then, once more before anything acts.
///
/// An image is what the release names: an index has to be signed itself, and its parts are bound by
/// their digests in it. A signature of a part alone is none of the image.
public final class ImageSignatures {
  private static final String FILE = "signatures.json";
  private static final long MOST_BYTES = 16L << 20;

  private final SignatureSource source;
  private final Optional<Path> policy;
  private final Clock clock;

  /// @param policy the customer's file, which the control plane has no way to
  public ImageSignatures(SignatureSource source, Optional<Path> policy, Clock clock) {
    this.source = source;
    this.policy = policy;
    this.clock = clock;
  }

  /// What there is to say of images that are let in.
  ///
  /// @param summary one line
  /// @param warnings of images without a signature, where the policy says `warn`
  public record Judged(String summary, List<String> warnings) {
    public Judged {
      warnings = List.copyOf(warnings);
    }
  }

  /// Looks for the signatures that the policy asks for, and keeps them with a plan.
  ///
  /// @param frozen folder of the plan's bytes
  /// @throws StepException naming every image that the policy does not let in
  public Judged look(List<MirroredImage> images, Path frozen) {
    SignaturePolicy rules = SignaturePolicy.read(policy);
    var found = new TreeMap<String, List<Evidence>>();
    long bytes = 0;
    for (MirroredImage image : images) {
      if (mode(rules, image) != Mode.OFF) {
        List<Evidence> some = evidence(image);
        bytes += some.stream().mapToLong(Evidence::bytes).sum();
        if (bytes > MOST_BYTES) {
          throw new StepException(
              "image-signature",
              "the signatures of the release's images are more than " + MOST_BYTES + " bytes");
        }
        found.put(name(image), some);
      }
    }
    if (!found.isEmpty()) {
      Json.writeDurably(frozen.resolve(FILE), written(found));
    }
    return judge(rules, images, found);
  }

  /// Judges again what was found when the plan was made, by the policy and the keys of now.
  ///
  /// @throws StepException naming every image that the policy does not let in any more
  public Judged again(List<MirroredImage> images, Path frozen) {
    return judge(SignaturePolicy.read(policy), images, kept(frozen));
  }

  private Judged judge(
      SignaturePolicy rules, List<MirroredImage> images, Map<String, List<Evidence>> found) {
    var refused = new ArrayList<String>();
    var warnings = new ArrayList<String>();
    int signed = 0;
    for (MirroredImage image : images) {
      Mode mode = mode(rules, image);
      if (mode == Mode.OFF) {
        continue;
      }
      Optional<List<Evidence>> some = Optional.ofNullable(found.get(name(image)));
      Optional<String> wrong =
          some.isEmpty()
              ? Optional.of("nobody looked for its signatures when the plan was made; make another")
              : wrong(rules, image, some.get());
      if (wrong.isEmpty()) {
        signed++;
      } else if (mode == Mode.REQUIRE) {
        refused.add(name(image) + ": " + wrong.get());
      } else {
        warnings.add("image " + name(image) + " is not signed as the policy wants: " + wrong.get());
      }
    }
    if (!refused.isEmpty()) {
      throw new StepException(
          "image-signature",
          "the customer's policy requires signatures that are not there: "
              + String.join("; ", refused));
    }
    return new Judged(
        "signatures: %d images as the policy wants, %d not, %d not asked for"
            .formatted(signed, warnings.size(), images.size() - signed - warnings.size()),
        warnings);
  }

  private Optional<String> wrong(SignaturePolicy rules, MirroredImage image, List<Evidence> found) {
    Optional<SignatureRule> rule = rules.ruleFor(image.repository());
    if (rule.isEmpty()) {
      return Optional.of("no rule of the policy names keys for " + image.repository());
    }
    Instant now = clock.instant();
    List<CosignKey> keys = new ArrayList<>();
    List<String> untaken = new ArrayList<>();
    for (TimedKey key : rule.get().keys()) {
      if (key.isTaken(now)) {
        keys.add(key.key());
      } else {
        untaken.add(key.untaken(now));
      }
    }
    var asked = new SignedImage(image.digest(), names(rule.get(), image));
    return switch (new CosignVerifier(asked, keys).judge(found)) {
      case CosignVerdict.Signed _ -> Optional.empty();
      case CosignVerdict.Unsigned(String why) ->
          Optional.of(
              untaken.isEmpty() ? why : why + " (key " + String.join(", key ", untaken) + ")");
    };
  }

  private static Set<String> names(SignatureRule rule, MirroredImage image) {
    if (rule.signedAs().isEmpty()) {
      return Set.of();
    }
    Set<String> names = new HashSet<>(rule.signedAs().get());
    names.add(image.repository());
    names.add(SignedImage.repository(image.source()));
    return names;
  }

  private static Mode mode(SignaturePolicy rules, MirroredImage image) {
    return rules.ruleFor(image.repository()).map(SignatureRule::mode).orElse(rules.otherwise());
  }

  private static String name(MirroredImage image) {
    return image.repository() + "@" + image.digest();
  }

  private List<Evidence> evidence(MirroredImage image) {
    try {
      return source.of(image.repository(), image.digest());
    } catch (BundleRefused e) {
      return List.of(new Evidence.Unusable(String.valueOf(e.getMessage())));
    } catch (IOException e) {
      throw new StepException(
          new Failure(
              "image-signature",
              "signatures of " + name(image) + " cannot be looked for: " + e.getMessage(),
              true),
          e);
    }
  }

  private static ObjectNode written(Map<String, List<Evidence>> found) {
    ObjectNode document = Json.object();
    found.forEach((name, some) -> {
      var list = document.putArray(name);
      for (Evidence one : some) {
        switch (one) {
          case Evidence.Simple(byte[] claim, byte[] signature) ->
              list.addObject().put("claim", base64(claim)).put("signature", base64(signature));
          case Evidence.Bundled(byte[] bundle) -> list.addObject().put("bundle", base64(bundle));
          case Evidence.Unusable(String why) -> list.addObject().put("unusable", why);
        }
      }
    });
    return document;
  }

  private static Map<String, List<Evidence>> kept(Path frozen) {
    var found = new TreeMap<String, List<Evidence>>();
    if (!Files.exists(frozen.resolve(FILE))) {
      return found;
    }
    Json.read(frozen.resolve(FILE))
        .properties()
        .forEach(image -> {
          List<Evidence> some = new ArrayList<>();
          image.getValue().forEach(one -> some.add(evidence(one)));
          found.put(image.getKey(), some);
        });
    return found;
  }

  private static Evidence evidence(JsonNode one) {
    if (one.has("bundle")) {
      return new Evidence.Bundled(bytes(one.path("bundle")));
    }
    return one.has("claim")
        ? new Evidence.Simple(bytes(one.path("claim")), bytes(one.path("signature")))
        : new Evidence.Unusable(one.path("unusable").asText());
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static byte[] bytes(JsonNode base64) {
    try {
      return Base64.getDecoder().decode(base64.asText());
    } catch (IllegalArgumentException e) {
      return new byte[0]; // the plan's digest will not hold either
    }
  }

  /// What the customer's file says, for people.
  public static String page(Path file) {
    SignaturePolicy rules = SignaturePolicy.read(Optional.of(file));
    var page = new StringBuilder();
    for (SignatureRule rule : rules.rules()) {
      page.append(
          "%-8s %s%n".formatted(rule.mode().word(), String.join(", ", rule.repositories())));
      for (TimedKey key : rule.keys()) {
        page.append(
            "           key %s (%s, %s)%s%s%n"
                .formatted(
                    key.key(),
                    key.key().kind(),
                    Digest.of(key.key().key().getEncoded()),
                    key.from().map(from -> " from " + from).orElse(""),
                    key.until().map(until -> " until " + until).orElse("")));
      }
    }
    return page.append("%-8s all others%n".formatted(rules.otherwise().word())).toString();
  }
}
