package io.bowline.registry;

import io.bowline.model.artifact.Digest;
import io.bowline.registry.storage.Holding;
import io.bowline.registry.storage.Upload;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/// An upload, and the room that it takes.
final class PushedUpload implements Closeable {
  private final Quotas quotas;
  private final String repository;
  private final Upload upload;
  private boolean ended;

  PushedUpload(Quotas quotas, String repository, Upload upload) {
    this.quotas = quotas;
    this.repository = repository;
    this.upload = upload;
  }

  String id() {
    return upload.id();
  }

  long size() throws IOException {
    return upload.size();
  }

  /// Adds a body, of which nothing stays where there is no room for it: refused before a byte is
  /// read where its length is known, else when it has come so far.
  ///
  /// @param declared the body's length, or -1
  /// @return how many bytes came; one more than `atMost` when there were more
  long append(InputStream body, long declared, long atMost) throws Refusal, IOException {
    long before = upload.size();
    boolean asDeclared = false;
    try {
      InputStream metered = new MeteredBody(body, before, this::room);
      if (declared > 0) {
        room(before + declared, before + declared);
        metered = body;
      }
      long came = upload.append(metered, atMost);
      asDeclared = came == declared;
      return came;
    } catch (MeteredBody.NoRoom e) {
      cancel();
      throw Call.refusal(e.why());
    } finally {
      if (!asDeclared && !ended) {
        room(upload.size(), upload.size());
      }
    }
  }

  private long room(long least, long most) throws MeteredBody.NoRoom {
    return switch (quotas.upload(repository, upload.id(), least, most)) {
      case Quotas.Room.Taken(long bytes) -> bytes;
      case Quotas.Room.Refused(Admission why) -> throw new MeteredBody.NoRoom(why);
    };
  }

  /// Makes it a blob, if its bytes are what the digest says; else they are gone.
  boolean commit(Digest digest) throws Refusal, IOException {
    switch (quotas.claim(
        repository, Holding.blob(digest), upload.size(), Optional.of(upload.id()))) {
      case Quotas.Claim.Granted claim -> commit(digest, claim);
      case Quotas.Claim.Refused(Admission why) -> {
        cancel();
        throw Call.refusal(why);
      }
    }
    return !ended;
  }

  private void commit(Digest digest, Quotas.Claim.Granted claim) throws IOException {
    boolean kept = false;
    boolean decided = false;
    try {
      kept = upload.commit(digest);
      decided = true;
    } finally {
      claim.ended(kept);
      if (decided && !kept) {
        end();
      }
    }
  }

  void cancel() throws IOException {
    if (!ended) {
      upload.cancel();
      end();
    }
  }

  private void end() {
    ended = true;
    quotas.ended(repository, upload.id());
  }

  @Override
  public void close() throws IOException {
    upload.close();
  }
}
