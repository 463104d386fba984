package io.bowline.driver;

import io.bowline.cloud.Configuration;
import io.bowline.cloud.probe.Driver;
import java.time.Duration;
import java.util.Collection;
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
    /// A little at a time, without end.
    DRIPPING,
    /// As much as one takes, without end.
    ENDLESS,
    /// Something that nobody understands.
    GARBLED,
    /// That somebody else is to be asked.
    LEADING_ASTRAY,
    /// With an error of its own.
    BROKEN,
    /// That it is asked too often.
    BUSY,
    /// That the asking one's clock is wrong.
    AT_ANOTHER_TIME
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

  /// What of any credentials nobody may see again: their secrets, and what signing in gave.
  Collection<String> secrets();

  /// Whether it says whether the name or the secret is wrong.
  default boolean tellsNameFromSecret() {
    return true;
  }

  /// From now on these actions are not allowed.
  void forbid(Set<String> actions);

  /// From now on it answers so.
  void mood(Mood mood);

  /// From now on it answers so to whoever signed in, and signs in as the cloud does.
  void moodAfterSignIn(Mood mood);

  /// How many bytes it gave away in a mood without end.
  long given();

  /// Whether somebody went where `LEADING_ASTRAY` leads.
  boolean ledAstray();

  @Override
  void close();
}
