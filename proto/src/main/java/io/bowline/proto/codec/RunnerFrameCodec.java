package io.bowline.proto.codec;

import com.google.protobuf.ByteString;
import io.bowline.model.artifact.Digest;
import io.bowline.model.finding.FindingReport;
import io.bowline.model.id.JobId;
import io.bowline.model.probe.Check;
import io.bowline.proto.link.LinkWire;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Frames from the runner between wire and model. Reading throws `MalformedMessageException`.
public final class RunnerFrameCodec {
  static final int MAX_HELD = 1000;
  private static final int MAX_CAPABILITIES = 200;

  private RunnerFrameCodec() {}

  public static LinkWire.RunnerFrame write(Framed<FromRunner> frame) {
    var wire = LinkWire.RunnerFrame.newBuilder().setSequence(frame.sequence()).setAck(frame.ack());
    switch (frame.body()) {
      case FromRunner.Hello hello -> wire.setHello(write(hello));
      case FromRunner.Accepted(JobId job, long epoch) ->
          wire.setAnswer(
              answer(job, epoch).setAccepted(LinkWire.JobAnswer.Accepted.getDefaultInstance()));
      case FromRunner.Declined(JobId job, long epoch, String reason) ->
          wire.setAnswer(
              answer(job, epoch)
                  .setDeclined(LinkWire.JobAnswer.Declined.newBuilder().setReason(cut(reason))));
      case FromRunner.Progress progress -> wire.setProgress(write(progress));
      case FromRunner.Result result -> wire.setResult(write(result));
      case FromRunner.UnreadableResult _ ->
          throw new IllegalArgumentException("a runner does not send what it cannot read");
      case FromRunner.Heartbeat(Optional<Digest> state, int room) ->
          wire.setHeartbeat(
              LinkWire.Heartbeat.newBuilder()
                  .setStateDigest(state.map(Digest::toString).orElse(""))
                  .setRoom(room));
      case FromRunner.State(List<HeldJob> held) ->
          wire.setState(LinkWire.State.newBuilder().addAllInFlight(write(held)));
      case FromRunner.Findings(FindingReport report) -> wire.setFindings(FindingWire.write(report));
      case FromRunner.Readiness(List<Check> checks) ->
          wire.setReadiness(LinkWire.Readiness.newBuilder().addAllChecks(CheckWire.write(checks)));
      case FromRunner.Leaving(String reason) ->
          wire.setLeaving(LinkWire.Leaving.newBuilder().setReason(cut(reason)));
    }
    return wire.build();
  }

  public static Framed<FromRunner> read(LinkWire.RunnerFrame wire) {
    return new Framed<>(
        Fields.atLeast("sequence", wire.getSequence(), 1),
        Fields.atLeast("ack", wire.getAck(), 0),
        readBody(wire));
  }

  private static FromRunner readBody(LinkWire.RunnerFrame wire) {
    return switch (wire.getBodyCase()) {
      case HELLO -> read(wire.getHello());
      case ANSWER -> read(wire.getAnswer());
      case PROGRESS -> read(wire.getProgress());
      case RESULT -> read(wire.getResult());
      case HEARTBEAT -> read(wire.getHeartbeat());
      case STATE ->
          new FromRunner.State(held("state.in_flight", wire.getState().getInFlightList()));
      case FINDINGS -> new FromRunner.Findings(FindingWire.read(wire.getFindings()));
      case READINESS ->
          new FromRunner.Readiness(
              CheckWire.read("readiness.checks", wire.getReadiness().getChecksList()));
      case LEAVING -> new FromRunner.Leaving(reason("leaving", wire.getLeaving().getReason()));
      case BODY_NOT_SET -> throw Fields.unknown("body", 0);
    };
  }

  private static LinkWire.Hello write(FromRunner.Hello hello) {
    return LinkWire.Hello.newBuilder()
        .setProtocol(hello.protocol())
        .setOldestProtocol(hello.oldestProtocol())
        .setVersion(hello.version())
        .addAllCapabilities(hello.capabilities().stream().sorted().toList())
        .addAllInFlight(write(hello.inFlight()))
        .setRoom(hello.room())
        .setProcess(hello.process())
        .build();
  }

  private static FromRunner.Hello read(LinkWire.Hello wire) {
    return new FromRunner.Hello(
        Fields.between("hello.protocol", wire.getProtocol(), 1, 10_000),
        Fields.between("hello.oldest_protocol", wire.getOldestProtocol(), 1, wire.getProtocol()),
        Fields.filled("hello.version", wire.getVersion(), 100),
        capabilities("hello.capabilities", wire.getCapabilitiesList()),
        held("hello.in_flight", wire.getInFlightList()),
        Fields.between("hello.room", wire.getRoom(), 0, 100),
        Fields.filled("hello.process", wire.getProcess(), 100));
  }

  private static FromRunner read(LinkWire.JobAnswer wire) {
    JobId job = job("answer.job", wire.getJob());
    long epoch = epoch("answer.epoch", wire.getEpoch());
    return switch (wire.getAnswerCase()) {
      case ACCEPTED -> new FromRunner.Accepted(job, epoch);
      case DECLINED ->
          new FromRunner.Declined(
              job, epoch, reason("answer.declined", wire.getDeclined().getReason()));
      case ANSWER_NOT_SET -> throw Fields.unknown("answer.answer", 0);
    };
  }

  private static FromRunner.Heartbeat read(LinkWire.Heartbeat wire) {
    String state = wire.getStateDigest();
    return new FromRunner.Heartbeat(
        Fields.digest("heartbeat.state_digest", !state.isEmpty(), state),
        Fields.between("heartbeat.room", wire.getRoom(), 0, 100));
  }

  private static LinkWire.JobProgress write(FromRunner.Progress progress) {
    return LinkWire.JobProgress.newBuilder()
        .setJob(progress.job().toString())
        .setEpoch(progress.epoch())
        .setEvents(ByteString.copyFrom(JobCodec.encodeEvents(progress.events())))
        .build();
  }

  private static FromRunner.Progress read(LinkWire.JobProgress wire) {
    return new FromRunner.Progress(
        job("progress.job", wire.getJob()),
        epoch("progress.epoch", wire.getEpoch()),
        JobCodec.decodeEvents(
            Fields.bytes("progress.events", wire.getEvents(), JobCodec.MAX_BYTES)));
  }

  private static LinkWire.JobResult write(FromRunner.Result result) {
    return LinkWire.JobResult.newBuilder()
        .setJob(result.job().toString())
        .setEpoch(result.epoch())
        .setOutcome(ByteString.copyFrom(JobCodec.encodeOutcome(result.outcome())))
        .setReport(ByteString.copyFrom(JobCodec.encodeReport(result.report())))
        .build();
  }

  private static FromRunner read(LinkWire.JobResult wire) {
    JobId job = job("result.job", wire.getJob());
    long epoch = epoch("result.epoch", wire.getEpoch());
    try {
      return new FromRunner.Result(
          job,
          epoch,
          JobCodec.decodeOutcome(
              Fields.bytes("result.outcome", wire.getOutcome(), JobCodec.MAX_BYTES)),
          JobCodec.decodeReport(
              Fields.bytes("result.report", wire.getReport(), JobCodec.MAX_BYTES)));
    } catch (MalformedMessageException e) {
      return new FromRunner.UnreadableResult(job, epoch, String.valueOf(e.getMessage()));
    }
  }

  private static LinkWire.JobAnswer.Builder answer(JobId job, long epoch) {
    return LinkWire.JobAnswer.newBuilder().setJob(job.toString()).setEpoch(epoch);
  }

  private static List<LinkWire.HeldJob> write(List<HeldJob> held) {
    return held.stream()
        .map(one ->
            LinkWire.HeldJob.newBuilder()
                .setJob(one.job().toString())
                .setEpoch(one.epoch())
                .build())
        .toList();
  }

  private static List<HeldJob> held(String field, List<LinkWire.HeldJob> wire) {
    return Fields.list(
        field,
        wire,
        MAX_HELD,
        (path, one) ->
            new HeldJob(job(path + ".job", one.getJob()), epoch(path + ".epoch", one.getEpoch())));
  }

  static Set<String> capabilities(String field, List<String> wire) {
    return Set.copyOf(
        Fields.list(field, wire, MAX_CAPABILITIES, (path, name) -> Fields.filled(path, name, 100)));
  }

  static JobId job(String field, String value) {
    return Fields.parsed(field, value, JobId::parse);
  }

  static long epoch(String field, long value) {
    return Fields.atLeast(field, value, 1);
  }

  static String reason(String field, String value) {
    return Fields.text(field + ".reason", value, Fields.LONG);
  }

  static String cut(String reason) {
    return Fields.cut(reason, Fields.LONG);
  }
}
