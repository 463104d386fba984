package io.bowline.control.edge.grpc;

import io.bowline.control.runner.Sessions;
import io.bowline.proto.codec.Framed;
import io.bowline.proto.codec.FromRunner;
import io.bowline.proto.codec.LinkRefusal;
import io.bowline.proto.codec.MalformedMessageException;
import io.bowline.proto.codec.RunnerFrameCodec;
import io.bowline.proto.link.LinkWire;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/// Frames of one runner as they arrive: the next is asked for when the last one was handled, so
/// that a slow database slows the runner down and fills nothing up.
final class Inbound implements StreamObserver<LinkWire.RunnerFrame> {
  private static final Logger LOG = Logger.getLogger(Inbound.class);
  private static final Duration STORE_PAUSE = Duration.ofSeconds(2);

  private final StreamSession session;
  private final ServerCallStreamObserver<LinkWire.ControlFrame> observer;
  private final LiveStreams streams;
  private final Sessions sessions;
  private final AtomicBoolean gone = new AtomicBoolean();
  private boolean welcomed;

  Inbound(
      StreamSession session,
      ServerCallStreamObserver<LinkWire.ControlFrame> observer,
      LiveStreams streams,
      Sessions sessions) {
    this.session = session;
    this.observer = observer;
    this.streams = streams;
    this.sessions = sessions;
  }

  @Override
  public void onNext(LinkWire.RunnerFrame wire) {
    if (gone.get()) {
      return;
    }
    try {
      Framed<FromRunner> frame = RunnerFrameCodec.read(wire);
      if (welcomed) {
        session.handle(frame);
      } else {
        session.hello(frame);
        welcomed = true;
        streams.add(session);
        session.look();
      }
      observer.request(1);
    } catch (MalformedMessageException e) {
      session.close(Refusals.of(LinkRefusal.REQUEST_MALFORMED, String.valueOf(e.getMessage())));
    } catch (StatusRuntimeException e) {
      session.close(e);
    } catch (RuntimeException e) {
      // what was not committed is not acknowledged; the runner says it again
      LOG.errorf(e, "runner %s: a frame could not be handled", session.runner().holder());
      session.close(
          Refusals.later(LinkRefusal.BUSY, "the control plane cannot store this now", STORE_PAUSE));
    }
  }

  @Override
  public void onError(Throwable broken) {
    gone();
  }

  @Override
  public void onCompleted() {
    session.close(Refusals.of(LinkRefusal.DRAINING, "the runner closed the stream"));
    gone();
  }

  /// The stream is no more, whoever ended it.
  void gone() {
    if (gone.compareAndSet(false, true) && session.epoch() > 0) {
      streams.remove(session);
      Thread.ofVirtual().name("link-closed").start(this::record);
    }
  }

  private void record() {
    try {
      sessions.closed(session.runner(), session.epoch());
    } catch (RuntimeException e) {
      LOG.debugf(e, "the end of a stream was not recorded; its silence tells");
    }
  }
}
