package io.bowline.control.account;

import io.bowline.control.platform.config.Explained;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// How long people stay signed in.
@ConfigMapping(prefix = "bowline.sign-in")
@Explained("People's sign-ins")
public interface SignInSettings {
  @Explained("A session that nobody uses for this long is over.")
  @WithDefault("PT12H")
  Duration sessionIdle();

  @Explained("A session is over after this long, however much it is used.")
  @WithDefault("P7D")
  Duration sessionLife();
}
