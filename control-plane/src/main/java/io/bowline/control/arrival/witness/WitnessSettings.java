package io.bowline.control.arrival.witness;

import io.bowline.control.platform.config.Explained;
import io.smallrye.config.ConfigMapping;
import java.util.List;
import java.util.Optional;

/// Whose word about runners is asked for.
@ConfigMapping(prefix = "bowline.account-proof")
@Explained("Proof of a runner's account")
public interface WitnessSettings {
  @Explained(
      "Clouds (aws, azure, gcp) whose word about a runner's account is verified; their installs then require it, unless one says otherwise. This process asks AWS' STS (sts.<region>.amazonaws.com) for that, Google for its keys (www.googleapis.com), and Entra ID for its (login.microsoftonline.com). Without it, the account that a runner names counts.")
  Optional<List<String>> clouds();
}
