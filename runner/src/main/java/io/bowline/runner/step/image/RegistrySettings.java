package io.bowline.runner.step.image;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The customer's registry.
@ConfigMapping(prefix = "bowline.registry")
public interface RegistrySettings {
  /// Scheme, host and port, such as `https://registry.example:5000`.
  Optional<URI> url();

  /// Host and port as the cluster's nodes reach it, when that differs.
  Optional<String> pulledFrom();

  /// Put before every repository.
  @WithDefault("bowline")
  String prefix();

  /// Images of so many releases stay for a return, beside what workloads use; at least 2.
  @WithDefault("3")
  int keepReleases();

  /// Platforms of the images that are synced, such as `linux/amd64,linux/arm64`; all when unset. An
  /// index keeps its digest; a registry that refuses one with parts missing gets them all.
  Optional<List<String>> platforms();

  /// Layers that their owner does not let be distributed: `refuse` the image, `copy` them, or
  /// `leave` them where they are.
  @WithDefault("refuse")
  Choice.Foreign foreignLayers();

  /// How to get in: `plain` (user and password, or nothing), `ecr`, `acr`, `google`, or `ocir`,
  /// whose credentials the cloud gives to the runner's own identity and renews.
  @WithDefault("plain")
  Kind kind();

  /// Ways in.
  enum Kind {
    PLAIN,
    ECR,
    ACR,
    GOOGLE,
    OCIR
  }

  /// AWS region, where the registry's name does not tell it.
  Optional<String> region();

  /// Whether repositories that are made in ECR scan what is pushed.
  @WithDefault("true")
  boolean scanOnPush();

  /// Whether tags stay where they are in repositories that are made in ECR.
  @WithDefault("false")
  boolean immutableTags();

  /// Key of AWS KMS that repositories made in ECR are encrypted with, in place of AWS's own.
  Optional<String> kmsKey();

  /// File of Oracle's tools with a user's API key, of which the profile `DEFAULT` is taken; without
  /// one the machine's own principal gets in.
  Optional<Path> ociConfig();

  /// The cloud's service of the registry at another address; for tests.
  Optional<URI> cloudApi();

  /// The cloud's service of identities at another address; for tests.
  Optional<URI> cloudIdentity();

  /// The machine's metadata service at another address; for tests.
  Optional<URI> cloudMetadata();

  Optional<String> user();

  /// File that holds the password, and nothing else but a line end.
  Optional<Path> passwordFile();

  /// Host of the token endpoint, when it is not the registry's own and may see the password.
  Optional<String> tokenHost();

  /// PEM file of the authorities that the registry's certificate is checked against, instead of the
  /// usual ones.
  Optional<Path> caFile();
}
