package io.bowline.control.quota;

import io.bowline.control.platform.Tx;
import io.bowline.model.id.OrgId;
import io.bowline.registry.storage.Holding;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/// Where it is kept what namespaces hold. Whoever changes something holds the namespace.
public interface QuotaStore {
  /// What a namespace holds; it is the transaction's alone until its end.
  Stock hold(Tx tx, String namespace);

  /// What a namespace holds, at a glance.
  Stock look(Tx tx, String namespace);

  /// The name of an organization, which is its namespace.
  String name(Tx tx, OrgId org);

  /// Those that hold most bytes.
  List<Stock> largest(Tx tx, int atMost);

  /// What an upload takes; 0 for one that is not known.
  long uploading(Tx tx, String repository, String upload);

  /// Has an upload take so much; at 0 it is forgotten.
  void upload(Tx tx, String namespace, String repository, String upload, long bytes);

  /// Forgets uploads that nobody took room for in so long.
  void forgetUploads(Tx tx, String namespace, Duration untouched);

  /// What is known of these in a repository, of any kind.
  List<Entry> entries(Tx tx, String repository, Collection<String> digests);

  /// All that is known of a repository.
  List<Entry> entries(Tx tx, String repository);

  /// Whether any repository of the namespace has this content.
  boolean has(Tx tx, String namespace, String digest);

  /// Whether a repository has anything.
  boolean known(Tx tx, String repository);

  /// The names of those that have.
  Set<String> repositories(Tx tx);

  /// Writes down that somebody is about to bring something; says the version.
  long claim(Tx tx, String namespace, String repository, Holding holding, long size);

  /// Writes down that something is there that somebody was about to bring; says whether anybody
  /// was.
  boolean arrived(Tx tx, String repository, Holding holding);

  /// Writes down that something is there, whether or not somebody had said that it would be.
  void settle(Tx tx, String namespace, String repository, Holding holding, long size);

  /// Nobody is at bringing it any more, unless another one has begun since.
  void giveUp(Tx tx, String repository, Holding holding, long version);

  /// Forgets something, unless somebody began to bring it since.
  void release(Tx tx, String namespace, String repository, Entry entry);

  /// Adds up a namespace's rows.
  void addUp(Tx tx, String namespace);

  /// All namespaces.
  List<String> namespaces(Tx tx);

  /// Takes the turn of comparing with the storage, where the last was so long ago, or did not end.
  boolean beginRecount(Tx tx, Duration every);

  void endRecount(Tx tx);
}
