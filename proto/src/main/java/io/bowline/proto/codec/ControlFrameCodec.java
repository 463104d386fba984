package io.bowline.proto.codec;

import static io.bowline.proto.codec.RunnerFrameCodec.capabilities;
import static io.bowline.proto.codec.RunnerFrameCodec.cut;
import static io.bowline.proto.codec.RunnerFrameCodec.epoch;
import static io.bowline.proto.codec.RunnerFrameCodec.job;
import static io.bowline.proto.codec.RunnerFrameCodec.reason;

import com.google.protobuf.ByteString;
import io.bowline.model.id.JobId;
import io.bowline.proto.link.LinkWire;
import java.time.Duration;
import java.util.regex.Pattern;

/// Frames from the control plane between wire and model. Reading throws
/// `MalformedMessageException`.
public final class ControlFrameCodec {
  private static final Pattern TRACEPARENT =
      Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");
  private static final long DAY_MILLIS = 86_400_000;

  private ControlFrameCodec() {}

  public static LinkWire.ControlFrame write(Framed<ToRunner> frame) {
    var wire = LinkWire.ControlFrame.newBuilder().setSequence(frame.sequence()).setAck(frame.ack());
    switch (frame.body()) {
      case ToRunner.Welcome welcome -> wire.setWelcome(write(welcome));
      case ToRunner.Offer offer -> wire.setOffer(write(offer));
      case ToRunner.UnreadableOffer _ ->
          throw new IllegalArgumentException("nobody offers what cannot be read");
      case ToRunner.Cancel(JobId job, long epoch, String reason) ->
          wire.setCancel(
              LinkWire.JobCancel.newBuilder()
                  .setJob(job.toString())
                  .setEpoch(epoch)
                  .setReason(cut(reason)));
      case ToRunner.Acknowledged _ ->
          wire.setAcknowledged(LinkWire.Acknowledged.getDefaultInstance());
      case ToRunner.Drain(Duration retryAfter, String reason) ->
          wire.setDrain(
              LinkWire.Drain.newBuilder()
                  .setRetryAfterMillis(retryAfter.toMillis())
                  .setReason(cut(reason)));
      case ToRunner.StateWanted(String reason) ->
          wire.setStateWanted(LinkWire.StateWanted.newBuilder().setReason(cut(reason)));
    }
    return wire.build();
  }

  public static Framed<ToRunner> read(LinkWire.ControlFrame wire) {
    return new Framed<>(
        Fields.atLeast("sequence", wire.getSequence(), 1),
        Fields.atLeast("ack", wire.getAck(), 0),
        readBody(wire));
  }

  private static ToRunner readBody(LinkWire.ControlFrame wire) {
    return switch (wire.getBodyCase()) {
      case WELCOME -> read(wire.getWelcome());
      case OFFER -> read(wire.getOffer());
      case CANCEL -> read(wire.getCancel());
      case ACKNOWLEDGED -> new ToRunner.Acknowledged();
      case DRAIN -> read(wire.getDrain());
      case STATE_WANTED ->
          new ToRunner.StateWanted(reason("state_wanted", wire.getStateWanted().getReason()));
      case BODY_NOT_SET -> throw Fields.unknown("body", 0);
    };
  }

  private static LinkWire.Welcome write(ToRunner.Welcome welcome) {
    return LinkWire.Welcome.newBuilder()
        .setProtocol(welcome.protocol())
        .addAllCapabilities(welcome.capabilities().stream().sorted().toList())
        .setSessionEpoch(welcome.sessionEpoch())
        .setHeartbeatMillis(welcome.heartbeat().toMillis())
        .setAddresses(CertificateWire.write(welcome.addresses()))
        .setTrustRootVersion(welcome.trustRootVersion())
        .addAllAuthorities(CertificateWire.write(welcome.authorities()))
        .build();
  }

  private static ToRunner.Welcome read(LinkWire.Welcome wire) {
    return new ToRunner.Welcome(
        Fields.between("welcome.protocol", wire.getProtocol(), 1, 10_000),
        capabilities("welcome.capabilities", wire.getCapabilitiesList()),
        epoch("welcome.session_epoch", wire.getSessionEpoch()),
        millis("welcome.heartbeat_millis", wire.getHeartbeatMillis(), 100),
        CertificateWire.read(wire.getAddresses()),
        Fields.between("welcome.trust_root_version", wire.getTrustRootVersion(), 0, 1_000_000),
        CertificateWire.authorities("welcome.authorities", wire.getAuthoritiesList()));
  }

  private static LinkWire.JobOffer write(ToRunner.Offer offer) {
    return LinkWire.JobOffer.newBuilder()
        .setJob(offer.job().toString())
        .setEpoch(offer.epoch())
        .setAttempt(offer.attempt())
        .setSpec(ByteString.copyFrom(JobCodec.encodeSpec(offer.spec())))
        .setTraceparent(offer.traceparent())
        .build();
  }

  private static ToRunner read(LinkWire.JobOffer wire) {
    JobId job = job("offer.job", wire.getJob());
    long epoch = epoch("offer.epoch", wire.getEpoch());
    try {
      return new ToRunner.Offer(
          job,
          epoch,
          Fields.between("offer.attempt", wire.getAttempt(), 1, 1000),
          JobCodec.decodeSpec(Fields.bytes("offer.spec", wire.getSpec(), JobCodec.MAX_BYTES)),
          traceparent(wire.getTraceparent()));
    } catch (MalformedMessageException e) {
      return new ToRunner.UnreadableOffer(job, epoch, String.valueOf(e.getMessage()));
    }
  }

  private static ToRunner.Cancel read(LinkWire.JobCancel wire) {
    return new ToRunner.Cancel(
        job("cancel.job", wire.getJob()),
        epoch("cancel.epoch", wire.getEpoch()),
        reason("cancel", wire.getReason()));
  }

  private static ToRunner.Drain read(LinkWire.Drain wire) {
    return new ToRunner.Drain(
        millis("drain.retry_after_millis", wire.getRetryAfterMillis(), 0),
        reason("drain", wire.getReason()));
  }

  private static Duration millis(String field, long value, long least) {
    if (value < least || value > DAY_MILLIS) {
      throw Fields.bad(field, "is " + value + ", not between " + least + " and " + DAY_MILLIS);
    }
    return Duration.ofMillis(value);
  }

  /// What is not a trace context is as good as none: tracing never stops a job.
  private static String traceparent(String value) {
    return TRACEPARENT.matcher(value).matches() ? value : "";
  }
}
