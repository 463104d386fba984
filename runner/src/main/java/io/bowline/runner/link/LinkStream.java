package io.bowline.runner.link;

import io.bowline.proto.codec.ControlFrameCodec;
import io.bowline.proto.codec.Framed;
import io.bowline.proto.codec.FromRunner;
import io.bowline.proto.codec.LinkRefusal;
import io.bowline.proto.codec.MalformedMessageException;
import io.bowline.proto.codec.RunnerFrameCodec;
import io.bowline.proto.codec.ToRunner;
import io.bowline.proto.codec.WireFields;
import io.bowline.proto.link.LinkWire;
import io.bowline.proto.link.RunnerLinkGrpc;
import io.bowline.runner.egress.Egress;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// One Connect stream as two blocking directions. One thread sends, one receives.
final class LinkStream implements AutoCloseable {
  /// A peer that does not take a frame for so long is as good as gone.
  private static final Duration SEND_WITHIN = Duration.ofSeconds(30);

  private final Dialer.Dialed dialed;
  private final Egress egress;
  private final BlockingClientCall<LinkWire.RunnerFrame, LinkWire.ControlFrame> call;
  private long sent;
  private volatile long handled;

  /// Begins the stream; nothing has been said yet.
  LinkStream(Dialer.Dialed dialed, Egress egress) {
    this.dialed = dialed;
    this.egress = egress;
    this.call = RunnerLinkGrpc.newBlockingV2Stub(dialed.channel()).connect();
  }

  String address() {
    return dialed.address();
  }

  /// Sends and says which place the frame has on the stream.
  long send(FromRunner body) throws InterruptedException {
    var whole = RunnerFrameCodec.write(new Framed<>(sent + 1, handled, body));
    var frame = WireFields.only(whole, egress::passing);
    try {
      if (!call.write(frame, SEND_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
        throw lost("it closed the stream");
      }
      return ++sent;
    } catch (StatusException e) {
      throw LinkFailure.from(e.getStatus(), e.getTrailers(), address());
    } catch (IllegalStateException closed) {
      // another thread closed the stream while this one had something to say
      throw lost("this side closed the stream");
    } catch (TimeoutException e) {
      throw LinkFailure.from(
          Status.UNAVAILABLE
              .withDescription("it took nothing for " + SEND_WITHIN.toSeconds() + " s")
              .withCause(e),
          null,
          address());
    }
  }

  /// The next frame.
  ///
  /// @throws LinkFailure when nothing came in time, or the stream ended
  Framed<ToRunner> receive(Duration atMost) throws InterruptedException {
    try {
      LinkWire.@Nullable ControlFrame frame = call.read(atMost.toMillis(), TimeUnit.MILLISECONDS);
      if (frame == null) {
        throw lost("it closed the stream");
      }
      return ControlFrameCodec.read(frame);
    } catch (StatusException e) {
      throw LinkFailure.from(e.getStatus(), e.getTrailers(), address());
    } catch (TimeoutException e) {
      throw LinkFailure.from(
          Status.UNAVAILABLE
              .withDescription("it was silent for " + atMost.toSeconds() + " s")
              .withCause(e),
          null,
          address());
    } catch (MalformedMessageException e) {
      throw LinkFailure.local(
          address() + " sent a frame that cannot be read: " + e.getMessage(),
          LinkRefusal.PROTOCOL_UNSUPPORTED.advice());
    }
  }

  /// Everything up to this frame of the other side was handled; it is told with the next frame.
  void handled(long sequence) {
    handled = sequence;
  }

  /// Ends the stream in peace.
  void finish() {
    call.halfClose();
  }

  @Override
  public void close() {
    call.cancel("closed", null);
    dialed.close();
  }

  private LinkFailure lost(String why) {
    return LinkFailure.from(Status.UNAVAILABLE.withDescription(why), null, address());
  }
}
