package io.bowline.driver;

import io.bowline.cloud.Configuration;
import io.bowline.cloud.probe.Driver;
import java.time.Duration;
import java.util.Set;

/// One cloud as the contract of drivers needs it: it knows one set of credentials, checks what is
/// signed with them, and can be made to misbehave.
public interface FakeCloud extends AutoCloseable {
  /// How it answers.
  enum Mood {
    /// As the cloud does.
    FAIR,
    /// Not at all.
    SILENT,
    /// Something that nobody understands.
    GARBLED,
    /// With an error of its own.
    BROKEN,
    /// That it is asked too often.
    BUSY
  }

  /// What is to be tried against it.
  ///
  /// @param limit how long a check may take
  Driver driver(Duration limit);

  /// The credentials that it knows.
  Configuration good();

  /// The same with another secret.
  Configuration wrongSecret();

  /// Credentials that nobody knows.
  Configuration unknown();

  /// From now on these actions are not allowed.
  void forbid(Set<String> actions);

  void mood(Mood mood);

  @Override
  void close();
}
