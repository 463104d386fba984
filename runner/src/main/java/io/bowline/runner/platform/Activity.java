package io.bowline.runner.platform;

/// A room that is busy by itself while the runner runs. Make it a bean, and it is started and
/// stopped with the runner: those of a low phase start first and stop last.
public interface Activity {
  /// Takes in and keeps what others hand over: spools and their senders.
  int KEEPS = 10;

  /// Works on what is handed in.
  int WORKS = 20;

  /// Hands in: the link, whose going on means that everything else is there.
  int HANDS_IN = 30;

  int phase();

  /// Begins; returns soon.
  void start();

  /// Ends in good order, within seconds.
  void stop() throws InterruptedException;
}
