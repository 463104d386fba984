package io.bowline.runner.step.terraform;

import io.bowline.testkit.Parts;
import io.bowline.testkit.RequiresPart;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;

/// With real Terraform, against a real API server.
@Tag("real")
@RequiresPart({"kubeconfig", "terraform"})
final class RealTerraformExecutorTest extends TerraformExecutorContract {
  @Override
  Path kubeconfig() {
    return Parts.here().require("kubeconfig");
  }
}
