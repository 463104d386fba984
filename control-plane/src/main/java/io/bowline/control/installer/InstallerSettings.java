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
}
