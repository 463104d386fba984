package io.bowline.control.edge.grpc;

import io.bowline.model.artifact.Digest;
import io.bowline.model.id.JobId;
import io.bowline.proto.codec.HeldJob;
import io.bowline.proto.codec.ToRunner;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What one stream knows of what its runner has: jobs that it said it has, offers that may still be
/// on the wire, and how many more it takes.
final class HeldByRunner {
  private static final long NOT_SENT = Long.MAX_VALUE;

  private final Map<JobId, Long> held = new HashMap<>();
  private final Map<JobId, Long> offered = new HashMap<>();
  private final Set<HeldJob> cancelled = new HashSet<>();
  private int room;

  /// The runner said everything that it has.
  ///
  /// @param ack up to which frame of ours it has handled: an offer before that and not listed did
  ///   not arrive
  synchronized void says(List<HeldJob> all, long ack) {
    held.clear();
    all.forEach(one -> held.put(one.job(), one.epoch()));
    offered.entrySet().removeIf(offer -> offer.getValue() <= ack);
    cancelled.clear();
  }

  synchronized void room(int free) {
    room = Math.max(0, free - offered.size());
  }

  synchronized int room() {
    return room;
  }

  synchronized void offering(JobId job) {
    offered.put(job, NOT_SENT);
    room = Math.max(0, room - 1);
  }

  synchronized void sent(ToRunner.Offer offer, long frame) {
    offered.replace(offer.job(), frame);
  }

  synchronized void accepted(JobId job, long epoch) {
    offered.remove(job);
    held.put(job, epoch);
  }

  synchronized void over(JobId job) {
    boolean wasOffered = offered.remove(job) != null;
    boolean wasHeld = held.remove(job) != null;
    if (wasOffered || wasHeld) {
      room++;
    }
  }

  /// Whether this cancellation was not sent on this stream yet.
  synchronized boolean cancels(JobId job, long epoch) {
    return cancelled.add(new HeldJob(job, epoch));
  }

  /// Whether the runner means the same jobs as we do.
  synchronized boolean matches(Digest digest) {
    var all = new ArrayList<HeldJob>();
    held.forEach((job, epoch) -> all.add(new HeldJob(job, epoch)));
    return HeldJob.digest(all).equals(digest);
  }

  /// Jobs that the runner said it has, by the epoch it has them under.
  synchronized Map<JobId, Long> held() {
    return Map.copyOf(held);
  }

  /// Offers that it may not have seen yet.
  synchronized Set<JobId> underWay() {
    return Set.copyOf(offered.keySet());
  }
}
