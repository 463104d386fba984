package io.bowline.registry.s3;

import io.bowline.registry.collect.Findings;
import io.bowline.registry.collect.Order;
import io.bowline.registry.collect.Report;
import io.bowline.registry.collect.Seen;
import java.io.IOException;
import java.util.List;

/// One collection of a registry's bucket: abandoned uploads, then links repository by repository,
/// then bytes.
final class BucketCollection {
  private final S3Storage storage;
  private final Bucket bucket;
  private final Order order;
  private final Lease lease;
  private final Seen linked = new Seen();
  private final Findings findings = new Findings();

  BucketCollection(S3Storage storage, Bucket bucket, Order order, Lease lease) {
    this.storage = storage;
    this.bucket = bucket;
    this.order = order;
    this.lease = lease;
  }

  Report run() throws IOException {
    AbandonedUploads uploads = new AbandonedUploads(bucket, storage.clock(), order.uploadsSince());
    if (order.dryRun()) {
      uploads.each(findings::upload);
    } else {
      uploads.forget(findings::upload);
    }
    for (String name : storage.repositories(lease::renew)) {
      lease.renew();
      new RepositorySweep(storage.repository(name), order, lease, linked, findings).run();
    }
    new ContentSweep(bucket, storage.names(), order, lease, linked, findings).run();
    if (!order.dryRun()) {
      forgetProbes();
      if (bucket.removesOnCondition(Keys.probe(storage.names().get()))) {
        forgetRemoved(Keys.REPOSITORIES);
        forgetRemoved(Keys.CONTENT);
      }
    }
    return findings.report(order);
  }

  /// A process that was killed while it tried what the store can do left what it tried it on.
  private void forgetProbes() throws IOException {
    bucket.pages(
        Keys.PROBES,
        objects -> {
          List<Bucket.Listed> old =
              objects.stream()
                  .filter(object -> object.written().isBefore(order.uploadsSince()))
                  .toList();
          Together.each(old, object -> bucket.delete(object.key()));
        });
  }

  /// Removes the empty objects that stand for what was removed, if nobody wrote there meanwhile.
  private void forgetRemoved(String below) throws IOException {
    bucket.pages(
        below,
        objects -> {
          lease.renew();
          List<Bucket.Listed> empty =
              objects.stream().filter(object -> object.size() == 0).toList();
          Together.each(empty, object -> bucket.delete(object.key(), object.tag()));
        });
  }
}
