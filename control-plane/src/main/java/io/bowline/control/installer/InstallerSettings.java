package io.bowline.control.installer;

import io.bowline.control.platform.config.Explained;
import io.smallrye.config.ConfigMapping;
import java.net.URI;
import java.util.Optional;

/// Where customers get templates from.
@ConfigMapping(prefix = "bowline.installer")
@Explained("Templates for customers")
public interface InstallerSettings {
  @Explained(
      "Folder of a bucket of yours where you have put the rendered templates (bowline install"
          + " template --cloud aws), as https://acme-templates.s3.eu-central-1.amazonaws.com/bowline:"
          + " CloudFormation takes them from S3 only. Without it there are no one-click links.")
  Optional<URI> templates();

  @Explained(
      "Git repository of yours at GitHub or Bitbucket with what is in the archive of bowline install"
          + " template --cloud gcp --door infra-manager, as https://github.com/acme/bowline-gcp: Google's"
          + " Cloud Shell clones from these two only. Without it there is no link for Google Cloud.")
  Optional<URI> googleRepository();
}
