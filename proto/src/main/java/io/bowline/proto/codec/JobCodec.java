package io.bowline.proto.codec;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import io.bowline.model.job.JobReport;
import io.bowline.model.job.JobSpec;
import io.bowline.model.job.Outcome;
import io.bowline.model.job.StepEvent;
import io.bowline.model.plan.Plan;
import io.bowline.model.plan.SignedApproval;
import io.bowline.proto.wire.JobWire;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/// Job data as bytes, for the link, the control plane's store and the runner's journal alike: a
/// version byte, then the message. Every decoder throws `MalformedMessageException`.
///
/// The same value always gives the same bytes within one version.
public final class JobCodec {
  /// The version that is written; readers take every one up to it.
  public static final byte VERSION = 1;

  /// Larger values are refused on the way out and on the way in.
  public static final int MAX_BYTES = 2 * 1024 * 1024;

  private static final int MAX_EVENTS = 1000;

  private JobCodec() {}

  public static byte[] encodeSpec(JobSpec spec) {
    return encode("spec", SpecWire.write(spec));
  }

  public static JobSpec decodeSpec(byte[] bytes) {
    return decode("spec", bytes, JobWire.JobSpec.parser(), SpecWire::read);
  }

  public static byte[] encodeApproval(SignedApproval approval) {
    return encode("approval", SpecWire.write(approval));
  }

  public static SignedApproval decodeApproval(byte[] bytes) {
    return decode("approval", bytes, JobWire.SignedApproval.parser(), SpecWire::read);
  }

  public static byte[] encodePlan(Plan plan) {
    return encode("plan", PlanWire.write(plan));
  }

  public static Plan decodePlan(byte[] bytes) {
    return decode("plan", bytes, JobWire.Plan.parser(), PlanWire::read);
  }

  public static byte[] encodeReport(JobReport report) {
    return encode("report", ReportWire.write(report));
  }

  public static JobReport decodeReport(byte[] bytes) {
    return decode("report", bytes, JobWire.JobReport.parser(), ReportWire::read);
  }

  public static byte[] encodeOutcome(Outcome outcome) {
    return encode("outcome", ReportWire.write(outcome));
  }

  public static Outcome decodeOutcome(byte[] bytes) {
    return decode("outcome", bytes, JobWire.Outcome.parser(), ReportWire::read);
  }

  public static byte[] encodeEvent(StepEvent event) {
    return encode("event", ReportWire.write(event));
  }

  public static StepEvent decodeEvent(byte[] bytes) {
    return decode(
        "event", bytes, JobWire.StepEvent.parser(), wire -> ReportWire.read("event", wire));
  }

  public static byte[] encodeEvents(List<StepEvent> events) {
    return encode(
        "events",
        JobWire.StepEvents.newBuilder()
            .addAllEvents(events.stream().map(ReportWire::write).toList())
            .build());
  }

  public static List<StepEvent> decodeEvents(byte[] bytes) {
    return decode(
        "events",
        bytes,
        JobWire.StepEvents.parser(),
        wire -> Fields.list("events", wire.getEventsList(), MAX_EVENTS, ReportWire::read));
  }

  private static byte[] encode(String field, MessageLite message) {
    byte[] body = message.toByteArray();
    if (body.length >= MAX_BYTES) {
      throw tooLarge(field);
    }
    byte[] bytes = new byte[body.length + 1];
    bytes[0] = VERSION;
    System.arraycopy(body, 0, bytes, 1, body.length);
    return bytes;
  }

  private static <W, T> T decode(
      String field, byte[] bytes, Parser<W> parser, Function<W, T> reader) {
    if (bytes.length == 0) {
      throw Fields.bad(field, "is missing");
    }
    if (bytes.length > MAX_BYTES) {
      throw tooLarge(field);
    }
    if (bytes[0] != VERSION) {
      throw Fields.bad(
          field,
          "has version "
              + Byte.toUnsignedInt(bytes[0])
              + ", this side reads up to "
              + VERSION
              + "; update it");
    }
    try {
      return reader.apply(parser.parseFrom(Arrays.copyOfRange(bytes, 1, bytes.length)));
    } catch (InvalidProtocolBufferException e) {
      throw new MalformedMessageException(field, "is not a whole message", e);
    }
  }

  private static MalformedMessageException tooLarge(String field) {
    return Fields.bad(field, "larger than " + MAX_BYTES + " bytes");
  }
}
