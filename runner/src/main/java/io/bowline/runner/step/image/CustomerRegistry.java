package io.bowline.runner.step.image;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.bowline.model.artifact.Digest;
import io.bowline.model.artifact.ImageReference;
import io.bowline.model.id.InstallId;
import io.bowline.model.release.MirroredImage;
import io.bowline.runner.step.image.scan.ScanPolicy;
import java.util.Optional;
import java.util.function.Supplier;

/// The registry in the customer's account, where every image of a release is synced to and pulled
/// from.
///
/// @param pulledFrom host and port as the cluster's nodes reach it; often the same as `access`
/// @param prefix of all repositories there, such as `bowline`; may be empty
/// @param mark of this install in its tags, since others may share the registry
/// @param scans what its scans mean to the customer, as their file says at that moment
public record CustomerRegistry(
    RegistryAccess access,
    String pulledFrom,
    String prefix,
    String mark,
    Supplier<ScanPolicy> scans) {
  private static final int TAG_DIGITS = 16;
  private static final int MARK_DIGITS = 8;

  /// A registry that no other install shares.
  public CustomerRegistry(RegistryAccess access, String pulledFrom, String prefix) {
    this(access, pulledFrom, prefix, "", () -> ScanPolicy.NONE);
  }

  public CustomerRegistry {
    if (!prefix.isEmpty() && !ImageReference.isRepository(prefix)) {
      throw new IllegalArgumentException(
          "prefix of the customer's registry is not a lower-case path: " + prefix);
    }
  }

  /// The same as one of several installs, whose tags tell that they need an image, too.
  public CustomerRegistry of(InstallId install) {
    String mark = Digest.of(install.toString().getBytes(US_ASCII)).hex().substring(0, MARK_DIGITS);
    return new CustomerRegistry(access, pulledFrom, prefix, mark, scans);
  }

  /// The same where scans are judged.
  public CustomerRegistry judging(Supplier<ScanPolicy> policy) {
    return new CustomerRegistry(access, pulledFrom, prefix, mark, policy);
  }

  /// What a workload names to run this image.
  public ImageReference reference(MirroredImage image) {
    return new ImageReference(
        pulledFrom, repository(image), Optional.empty(), Optional.of(image.digest()));
  }

  /// Where this image lives there.
  public String repository(MirroredImage image) {
    return prefix.isEmpty() ? image.repository() : prefix + "/" + image.repository();
  }

  /// How to bring it there. It gets a tag beside its digest, since many registries clear away what
  /// has none.
  ImageCopy copy(MirroredImage image) {
    return new ImageCopy(
        image.repository(),
        image.digest().toString(),
        repository(image),
        Optional.of(tag(image.digest())));
  }

  /// The tag that an image gets from this install.
  String tag(Digest digest) {
    return anyTag(digest) + (mark.isEmpty() ? "" : "-" + mark);
  }

  /// How the tags begin that installs give to an image.
  static String anyTag(Digest digest) {
    return "bowline-" + digest.hex().substring(0, TAG_DIGITS);
  }
}
