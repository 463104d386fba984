package io.bowline.registry.s3;

import io.bowline.model.artifact.Digest;
import io.bowline.registry.collect.Findings;
import io.bowline.registry.collect.Order;
import io.bowline.registry.collect.Seen;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// The bytes of blobs: those that no repository has any more, and those that never became a blob.
///
/// Content that no link was seen to is put in doubt, and then links are looked for once more: who
/// links to it meanwhile looks at it afterwards, and lifts the doubt. Either the doubt is lifted or
/// the content dies, since both replace the same object as it was read. What is dead never lives
/// again, since names are not used twice: so its bytes may be removed at any time, also by a
/// process that stood still in between.
final class ContentSweep {
  /// So many are in doubt at a time: for each such lot the links are listed once.
  private static final int LOT = 10_000;

  private final Bucket bucket;
  private final Supplier<String> names;
  private final Order order;
  private final Lease lease;
  private final Seen linked;
  private final Findings findings;

  /// Data that was there before anything was read that names data.
  private final Seen before = new Seen();

  /// Data that something names.
  private final Seen named = new Seen();

  private final Map<Digest, Read> lot = new HashMap<>();

  ContentSweep(
      Bucket bucket,
      Supplier<String> names,
      Order order,
      Lease lease,
      Seen linked,
      Findings findings) {
    this.bucket = bucket;
    this.names = names;
    this.order = order;
    this.lease = lease;
    this.linked = linked;
    this.findings = findings;
  }

  /// Content as it was read.
  private record Read(Digest digest, Content content, String tag) {}

  void run() throws IOException {
    bucket.each(Keys.DATA, object -> before.add(Keys.last(object.key())));
    bucket.pages(
        Keys.CONTENT,
        objects -> {
          lease.renew();
          Together.ask(objects.stream().filter(object -> object.size() > 0).toList(), this::current)
              .forEach(found -> found.ifPresent(this::sort));
          if (lot.size() >= LOT) {
            decide();
          }
        });
    decide();
    bucket.pages(Keys.DATA, this::data);
  }

  /// Reads content, and takes from it what was announced and never came.
  private Optional<Read> current(Bucket.Listed object) throws IOException {
    Optional<Bucket.Found> found = bucket.get(object.key());
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Digest digest = Keys.digest(object.key());
    Content content = Content.read(object.key(), found.get().bytes());
    Content left = content.withdrawingBefore(order.recentSince());
    Optional<String> tag =
        order.dryRun() || left.equals(content)
            ? Optional.empty()
            : bucket.replace(object.key(), left.write(names.get()), found.get().tag());
    return Optional.of(
        tag.isPresent()
            ? new Read(digest, left, tag.get())
            : new Read(digest, order.dryRun() ? left : content, found.get().tag()));
  }

  private void sort(Read read) {
    Content content = read.content();
    content.coming().keySet().forEach(named::add);
    if (linked.contains(read.digest()) || !content.touched().isBefore(order.recentSince())) {
      stays(read);
    } else if (content.live().isPresent()) {
      lot.put(read.digest(), read);
    }
  }

  private void stays(Read read) {
    read.content().live().ifPresent(data -> named.add(data.name()));
  }

  private void decide() throws IOException {
    if (order.dryRun()) {
      lot.clear();
    }
    if (lot.isEmpty()) {
      return;
    }
    List<Read> doubted = new ArrayList<>();
    for (Map.Entry<Read, Optional<Read>> doubt :
        answers(List.copyOf(lot.values()), this::doubt).entrySet()) {
      doubt.getValue().ifPresentOrElse(doubted::add, () -> stays(doubt.getKey()));
    }
    Set<Digest> links = linksToLot();
    lot.clear();
    lease.renew();
    answers(doubted, read -> !links.contains(read.digest()) && die(read))
        .forEach((read, dead) -> {
          if (!dead) {
            stays(read);
          }
        });
  }

  private static <B> Map<Read, B> answers(List<Read> reads, Together.Asking<Read, B> asking)
      throws IOException {
    List<B> answers = Together.ask(reads, asking);
    Map<Read, B> all = new LinkedHashMap<>();
    for (int i = 0; i < answers.size(); i++) {
      all.put(reads.get(i), answers.get(i));
    }
    return all;
  }

  /// Nothing when somebody has written it meanwhile.
  private Optional<Read> doubt(Read read) throws IOException {
    Content doubted = read.content().inDoubt();
    return replace(read, doubted).map(tag -> new Read(read.digest(), doubted, tag));
  }

  /// Says whether it is dead; else somebody needs it. Links that come now find it dead.
  private boolean die(Read read) throws IOException {
    boolean dead = replace(read, read.content().dead()).isPresent();
    if (dead) {
      bucket.each(Keys.holders(read.digest()), holder -> bucket.delete(holder.key()));
    }
    return dead;
  }

  private Optional<String> replace(Read read, Content by) throws IOException {
    return bucket.replace(Keys.content(read.digest()), by.write(names.get()), read.tag());
  }

  private Set<Digest> linksToLot() throws IOException {
    Set<Digest> found = new HashSet<>();
    bucket.pages(
        Keys.REPOSITORIES,
        objects -> {
          lease.renew();
          objects.stream()
              .filter(object -> object.size() > 0)
              .flatMap(object -> Keys.blobLink(object.key()).stream())
              .filter(lot::containsKey)
              .forEach(found::add);
        });
    return found;
  }

  private void data(List<Bucket.Listed> objects) throws IOException {
    lease.renew();
    List<Bucket.Listed> nobodys = new ArrayList<>();
    for (Bucket.Listed object : objects) {
      String name = Keys.last(object.key());
      if (before.contains(name) && !named.contains(name)) {
        nobodys.add(object);
        findings.content(object.size());
      } else {
        findings.remains(object.size());
      }
    }
    if (!order.dryRun()) {
      Together.each(nobodys, object -> bucket.delete(object.key()));
    }
  }
}
