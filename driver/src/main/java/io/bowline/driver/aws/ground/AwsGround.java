package io.bowline.driver.aws.ground;

import io.bowline.driver.aws.AwsPlace;
import io.bowline.model.preflight.Seen;
import io.bowline.model.preflight.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// One region of an AWS account, before an install comes into it.
public final class AwsGround implements AutoCloseable {
  private final Wish wish;
  private final Lines lines;

  public AwsGround(AwsPlace place, SignedInAs who, Wish wish) {
    this.wish = wish;
    this.lines = Lines.to(place, who, wish.region());
  }

  /// Everything that an install may fail at there. Whoever asks is looked at first, and the rest
  /// only where that is somebody of the account that is meant.
  ///
  /// @throws InterruptedException when whoever waits is interrupted
  public List<Seen> look() throws InterruptedException {
    Account account = new Account(lines, wish);
    Seen who = account.look();
    if (who.verdict() == Verdict.FAIL || who.verdict() == Verdict.UNKNOWN) {
      return List.of(who);
    }
    var seen = new ArrayList<>(List.of(who));
    seen.addAll(together(looks(account)));
    return seen;
  }

  private List<Callable<List<Seen>>> looks(Account account) {
    var looks = new ArrayList<Callable<List<Seen>>>();
    looks.add(() -> new Region(lines.ec2(), wish).look());
    if (!wish.made()) {
      looks.add(() -> List.of(account.empty()));
      looks.add(() -> new Names(lines, wish).look());
      looks.add(() -> new Rights(lines, wish, account.arn(), account.number()).look());
      looks.add(() -> new Room(lines, wish).look());
    } else {
      // what it makes itself comes yet: machines
      looks.add(() -> new Room(lines, wish).pools());
    }
    switch (wish.network()) {
      case Wish.Network.Made _ -> {}
      case Wish.Network.Yours yours ->
          looks.add(() -> new GivenNetwork(lines.ec2(), wish.region(), yours).look());
    }
    return looks;
  }

  private static List<Seen> together(List<Callable<List<Seen>>> looks) throws InterruptedException {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var seen = new ArrayList<Seen>();
      for (Future<List<Seen>> look : threads.invokeAll(looks)) {
        seen.addAll(look.get());
      }
      return seen;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    lines.close();
  }
}
