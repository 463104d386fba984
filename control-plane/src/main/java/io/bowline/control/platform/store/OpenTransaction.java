package io.bowline.control.platform.store;

import io.bowline.control.platform.Tx;
import io.bowline.model.id.OrgId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/// What a `Tx` really is: the Jdbi handle that a store speaks SQL through.
public final class OpenTransaction implements Tx {
  private final Handle handle;
  private final Instant now;
  private final List<Last> lasts = new ArrayList<>();

  OpenTransaction(Handle handle, Instant now) {
    this.handle = handle;
    this.now = now;
  }

  /// What is to be written at last.
  record Last(OrgId org, Queue queue, Consumer<Tx> work) {
    private static final Comparator<Last> ORDER =
        Comparator.comparing((Last last) -> last.org().value()).thenComparing(Last::queue);
  }

  /// The handle inside; for stores.
  public static Handle handle(Tx tx) {
    if (tx instanceof OpenTransaction open) {
      return open.handle;
    }
    throw new IllegalArgumentException("not a transaction of this database: " + tx);
  }

  @Override
  public Instant now() {
    return now;
  }

  @Override
  public void atLast(OrgId org, Queue queue, Consumer<Tx> work) {
    lasts.add(new Last(org, queue, work));
  }

  /// What is to be written at last, in the order that is the same for all.
  List<Last> lasts() {
    return lasts.stream().sorted(Last.ORDER).toList();
  }
}
