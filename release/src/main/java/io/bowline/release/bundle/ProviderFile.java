package io.bowline.release.bundle;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A Terraform provider for one platform, as `terraform providers mirror` names its file.
///
/// @param address registry, namespace and type: `registry.terraform.io/hashicorp/aws`
/// @param platform such as `linux_amd64`
/// @param layer the file in the release; its title is the name
public record ProviderFile(String address, String version, String platform, Descriptor layer) {
  /// The folder of an author that holds a provider mirror.
  public static final String FOLDER = "providers";

  /// The most that one file may have.
  public static final long MOST_BYTES = 1L << 30;

  static final int MOST = 60;

  private static final String PART = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
  private static final Pattern NAME =
      Pattern.compile(
          "((?:%1$s\\.)+%1$s/%1$s/(%1$s))/terraform-provider-\\2_([0-9][0-9A-Za-z.+-]{0,60})_([a-z0-9]{2,16}_[a-z0-9]{2,16})\\.zip"
              .formatted(PART));

  /// Reads the name of a layer.
  public static Optional<ProviderFile> of(Descriptor layer) {
    Matcher name = NAME.matcher(layer.title());
    return name.matches()
        ? Optional.of(new ProviderFile(name.group(1), name.group(3), name.group(4), layer))
        : Optional.empty();
  }

  /// Where it is in a mirror whose files are unpacked.
  public String unpackedPath() {
    return address + "/" + version + "/" + platform;
  }
}
