package io.bowline.control.edge.grpc;

import io.bowline.proto.codec.ControlFrameCodec;
import io.bowline.proto.codec.Framed;
import io.bowline.proto.codec.ToRunner;
import io.bowline.proto.link.LinkWire;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;

/// The way from the control plane to a runner, without a network: what is sent waits here.
final class Wire extends ServerCallStreamObserver<LinkWire.ControlFrame> {
  private final Queue<LinkWire.ControlFrame> frames = new ArrayDeque<>();
  private boolean ended;

  Optional<Framed<ToRunner>> poll() {
    return Optional.ofNullable(frames.poll()).map(ControlFrameCodec::read);
  }

  boolean ended() {
    return ended;
  }

  @Override
  public void onNext(LinkWire.ControlFrame frame) {
    frames.add(frame);
  }

  @Override
  public void onError(Throwable why) {
    ended = true;
  }

  @Override
  public void onCompleted() {
    ended = true;
  }

  @Override
  public boolean isReady() {
    return !ended;
  }

  @Override
  public boolean isCancelled() {
    return ended;
  }

  @Override
  public void setOnCancelHandler(Runnable handler) {}

  @Override
  public void setCompression(String compression) {}

  @Override
  public void setOnReadyHandler(Runnable handler) {}

  @Override
  public void request(int count) {}

  @Override
  public void setMessageCompression(boolean enable) {}

  @Override
  public void disableAutoInboundFlowControl() {}
}
