package io.bowline.control.account;

import io.bowline.control.platform.SystemTask;
import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.Tx;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// Counts what somebody tries, on all replicas together, and says when it is enough for a while. A
/// while begins with the first try and ends by itself, whatever is tried meanwhile.
@Singleton
public final class Tries {
  static final Duration WHILE = Duration.ofMinutes(15);
  private static final int NETWORK_BYTES = 8;
  private static final SystemTask COUNTING = new SystemTask("sign-in");

  private final Transactions transactions;
  private final TriesStore store;

  public Tries(Transactions transactions, TriesStore store) {
    this.transactions = transactions;
    this.store = store;
  }

  /// What is counted.
  ///
  /// @param what hashed before it is kept
  /// @param most in a while
  public record Limit(String what, int most) {
    byte[] key() {
      try {
        return MessageDigest.getInstance("SHA-256").digest(what.getBytes(StandardCharsets.UTF_8));
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("this JDK has no SHA-256", e);
      }
    }
  }

  /// Counts a try against each limit, before it is made, so that many at once are not too many.
  ///
  /// @return how long to stay away; empty when it may be made
  public Optional<Duration> take(List<Limit> limits) {
    return transactions.asSystem(
        COUNTING,
        tx ->
            ordered(limits).stream()
                .map(limit -> taken(tx, limit))
                .flatMap(Optional::stream)
                .max(Comparator.naturalOrder()));
  }

  private Optional<Duration> taken(Tx tx, Limit limit) {
    TriesStore.Count count = store.count(tx, limit.key(), WHILE);
    return count.tries() > limit.most() ? Optional.of(count.rest()) : Optional.empty();
  }

  /// Where somebody tries from: who has one address of the sixth version has 2^64 of them.
  public static String network(String source) {
    if (!source.contains(":")) {
      return source;
    }
    byte[] address = InetAddress.ofLiteral(source).getAddress();
    return HexFormat.of().formatHex(address, 0, Math.min(address.length, NETWORK_BYTES));
  }

  /// Takes back a try that was good.
  void giveBack(List<Limit> limits) {
    transactions.runAsSystem(
        COUNTING, tx -> ordered(limits).forEach(limit -> store.giveBack(tx, limit.key())));
  }

  /// Forgets what is long over.
  public int trim() {
    return transactions.asSystem(COUNTING, tx -> store.trim(tx, WHILE));
  }

  /// All who count do so in the same order, and none waits for another in a circle.
  private static List<Limit> ordered(List<Limit> limits) {
    return limits.stream()
        .sorted((one, other) -> Arrays.compareUnsigned(one.key(), other.key()))
        .toList();
  }
}
