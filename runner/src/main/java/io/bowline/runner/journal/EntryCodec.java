package io.bowline.runner.journal;

import io.bowline.model.id.JobId;
import io.bowline.proto.codec.JobCodec;
import io.bowline.proto.codec.MalformedMessageException;
import io.bowline.runner.journal.Entry.Accepted;
import io.bowline.runner.journal.Entry.Adopted;
import io.bowline.runner.journal.Entry.Began;
import io.bowline.runner.journal.Entry.CancelAsked;
import io.bowline.runner.journal.Entry.Ended;
import io.bowline.runner.journal.Entry.Settled;
import io.bowline.runner.journal.Entry.StepDone;
import io.bowline.runner.journal.Entry.StepStarted;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/// Entries as bytes: a kind byte, the job, then the fields. The version is the log's; job data
/// carries its own.
final class EntryCodec {
  private static final int ACCEPTED = 1;
  private static final int ADOPTED = 2;
  private static final int CANCEL = 3;
  private static final int STEP_STARTED = 4;
  private static final int STEP_DONE = 5;
  private static final int ENDED = 6;
  private static final int SETTLED = 7;
  private static final int BEGAN = 8;

  private EntryCodec() {}

  static byte[] write(Entry entry) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      write(entry, out);
    } catch (IOException e) {
      throw new IllegalStateException("memory cannot fail to be written", e);
    }
    return bytes.toByteArray();
  }

  private static void write(Entry entry, DataOutputStream out) throws IOException {
    switch (entry) {
      case Accepted accepted -> {
        begin(out, ACCEPTED, entry);
        out.writeLong(accepted.epoch());
        out.writeInt(accepted.attempt());
        bytes(out, JobCodec.encodeSpec(accepted.spec()));
        text(out, accepted.traceparent());
      }
      case Adopted adopted -> {
        begin(out, ADOPTED, entry);
        out.writeLong(adopted.epoch());
      }
      case Began _ -> begin(out, BEGAN, entry);
      case CancelAsked cancel -> {
        begin(out, CANCEL, entry);
        text(out, cancel.reason());
      }
      case StepStarted started -> {
        begin(out, STEP_STARTED, entry);
        text(out, started.step());
        text(out, started.note());
      }
      case StepDone done -> {
        begin(out, STEP_DONE, entry);
        text(out, done.step());
        text(out, done.result());
      }
      case Ended ended -> {
        begin(out, ENDED, entry);
        bytes(out, JobCodec.encodeOutcome(ended.outcome()));
        bytes(out, JobCodec.encodeReport(ended.report()));
      }
      case Settled settled -> {
        begin(out, SETTLED, entry);
        out.writeLong(settled.epoch());
      }
    }
  }

  static Entry read(byte[] record) throws IOException {
    try (var in = new DataInputStream(new ByteArrayInputStream(record))) {
      int kind = in.readUnsignedByte();
      var job = new JobId(new UUID(in.readLong(), in.readLong()));
      return switch (kind) {
        case ACCEPTED ->
            new Accepted(
                job, in.readLong(), in.readInt(), JobCodec.decodeSpec(bytes(in)), text(in));
        case ADOPTED -> new Adopted(job, in.readLong());
        case BEGAN -> new Began(job);
        case CANCEL -> new CancelAsked(job, text(in));
        case STEP_STARTED -> new StepStarted(job, text(in), text(in));
        case STEP_DONE -> new StepDone(job, text(in), text(in));
        case ENDED ->
            new Ended(job, JobCodec.decodeOutcome(bytes(in)), JobCodec.decodeReport(bytes(in)));
        case SETTLED -> new Settled(job, in.readLong());
        default -> throw new IOException("journal holds an entry of unknown kind " + kind);
      };
    } catch (MalformedMessageException e) {
      throw new IOException("journal holds an entry that cannot be read: " + e.getMessage(), e);
    }
  }

  private static void begin(DataOutputStream out, int kind, Entry entry) throws IOException {
    out.writeByte(kind);
    out.writeLong(entry.job().value().getMostSignificantBits());
    out.writeLong(entry.job().value().getLeastSignificantBits());
  }

  private static void text(DataOutputStream out, String text) throws IOException {
    bytes(out, text.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(DataInputStream in) throws IOException {
    return new String(bytes(in), StandardCharsets.UTF_8);
  }

  private static void bytes(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static byte[] bytes(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > in.available()) {
      throw new IOException("journal holds an entry with a field of " + length + " bytes");
    }
    return in.readNBytes(length);
  }
}
