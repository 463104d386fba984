package io.bowline.control.edge.grpc;

import io.bowline.proto.codec.ControlFrameCodec;
import io.bowline.proto.codec.Framed;
import io.bowline.proto.codec.LinkRefusal;
import io.bowline.proto.codec.ToRunner;
import io.bowline.proto.link.LinkWire;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/// Frames on their way to a runner. Anybody may hand one in; whoever finds the stream ready writes,
/// one at a time, without a lock. What does not fit ends the stream with a reason.
final class Outbound {
  private static final int MOST_WAITING = 256;

  private final ServerCallStreamObserver<LinkWire.ControlFrame> observer;
  private final ObjLongConsumer<ToRunner> sent;
  private final Queue<ToRunner> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger count = new AtomicInteger();
  private final AtomicInteger turns = new AtomicInteger();
  private final AtomicReference<Optional<StatusRuntimeException>> end =
      new AtomicReference<>(Optional.empty());
  private volatile long handled;
  private volatile boolean ackWanted;
  // only whoever has the turn touches these
  private long sequence;
  private boolean ended;

  /// Writes to this stream.
  ///
  /// @param sent hears each frame's place on the stream
  Outbound(
      ServerCallStreamObserver<LinkWire.ControlFrame> observer, ObjLongConsumer<ToRunner> sent) {
    this.observer = observer;
    this.sent = sent;
  }

  /// Sends as soon as the runner takes it.
  void send(ToRunner body) {
    if (count.incrementAndGet() > MOST_WAITING) {
      close(Refusals.of(LinkRefusal.TOO_SLOW, "the runner does not take what is sent to it"));
      return;
    }
    waiting.add(body);
    drain();
  }

  /// Everything up to this frame was handled; the runner is told with the next frame, or with one
  /// of its own.
  void ack(long frame) {
    handled = frame;
    ackWanted = true;
    drain();
  }

  /// Ends the stream; what still waits is sent when it can be sent at once.
  void close(StatusRuntimeException why) {
    if (end.compareAndSet(Optional.empty(), Optional.of(why))) {
      drain();
    }
  }

  boolean closed() {
    return end.get().isPresent();
  }

  /// Writes while the stream is ready.
  void drain() {
    int mine = turns.incrementAndGet();
    if (mine != 1) {
      return; // whoever writes now looks again
    }
    do {
      mine = turns.get();
      write();
    } while (!turns.compareAndSet(mine, 0));
  }

  private void write() {
    while (!ended && observer.isReady()) {
      @Nullable ToRunner body = waiting.poll();
      if (body != null) {
        count.decrementAndGet();
        frame(body);
      } else if (ackWanted) {
        frame(new ToRunner.Acknowledged());
      } else {
        break;
      }
    }
    if (!ended && end.get().isPresent()) {
      ended = true;
      waiting.clear();
      observer.onError(end.get().get());
    }
  }

  private void frame(ToRunner body) {
    ackWanted = false;
    sequence++;
    sent.accept(body, sequence);
    observer.onNext(ControlFrameCodec.write(new Framed<>(sequence, handled, body)));
  }
}
