package io.bowline.runner.plan;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// The install that this runner looks after: what its installer has put in place.
@ConfigMapping(prefix = "bowline.install")
public interface PlanSettings {
  /// How to reach the cluster; without it the pod's own service account.
  Optional<Path> kubeconfig();

  /// Where Bowline keeps its own records in the cluster: inventories, Terraform states and locks.
  @WithDefault("bowline")
  String namespace();

  /// The keys that may sign releases. Comes from the installer, never from the control plane.
  Optional<Path> trustRoot();

  /// The customer's policy: `mode: auto`, or `mode: signed` with `approvers`.
  Optional<Path> policy();

  /// What `bowline release export` wrote, or an OCI layout's folder: releases, images and
  /// signatures are taken from there and from nowhere else.
  Optional<Path> releaseLayout();

  /// How often the images that run are compared with the customer's registry, beside after every
  /// change.
  @WithDefault("10m")
  Duration checkImagesEvery();

  /// Folder with the Terraform providers that modules may use.
  Optional<Path> terraformMirror();
}
