package io.bowline.registry.http;

import io.bowline.registry.OciRequest;
import io.bowline.registry.OciResponse;
import io.bowline.registry.exchange.Exchange;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// One exchange seen through the fault it shall show, if any.
record FaultyExchange(Exchange exchange, Optional<Fault> fault) {
  private static final int SLOW_STEP = 4_096;

  /// The connection ends here because a test wants it so.
  static final class CutOnDemand extends IOException {
    private static final long serialVersionUID = 1L;

    CutOnDemand() {
      super("cut on demand");
    }
  }

  /// Waits if told to.
  void begin() throws IOException {
    if (fault.orElse(null) instanceof Fault.HoldUntil(var released)) {
      try {
        released.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("the server was closed while it held a request back");
      }
    }
  }

  /// The answer to give at once, if any.
  Optional<OciResponse> refusal() {
    return fault.orElse(null) instanceof Fault.Answer(int status, Optional<Duration> retryAfter)
        ? Optional.of(OciResponse.busy(status, retryAfter))
        : Optional.empty();
  }

  OciRequest request() {
    return fault.orElse(null) instanceof Fault.CutRequest(long afterBytes)
        ? exchange.asRequest(new CutInput(exchange.received(), afterBytes))
        : exchange.asRequest();
  }

  void send(OciResponse answer) throws IOException {
    switch (fault.orElse(null)) {
      case null -> exchange.send(answer);
      case Fault.LoseAnswer _ -> throw new CutOnDemand();
      case Fault.WrongDigest(var claimed) -> exchange.send(answer.claiming(claimed));
      case Fault.CutResponse(long afterBytes) ->
          sendThrough(answer, new CutOutput(exchange.sent(), afterBytes));
      case Fault.WrongBytes _ -> sendThrough(answer, new WrongOutput(exchange.sent()));
      case Fault.Slow(int bytesPerSecond) ->
          sendThrough(answer, new SlowOutput(exchange.sent(), bytesPerSecond));
      case Fault.Answer _ -> exchange.send(answer);
      case Fault.CutRequest _ -> exchange.send(answer);
      case Fault.HoldUntil _ -> exchange.send(answer);
    }
  }

  private void sendThrough(OciResponse answer, OutputStream faulty) throws IOException {
    exchange.head(answer);
    answer.writeTo(faulty);
    exchange.end();
  }

  private static final class CutInput extends FilterInputStream {
    private long left;

    CutInput(InputStream in, long left) {
      super(in);
      this.left = left;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      int read = read(one, 0, 1);
      return read < 0 ? read : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (left <= 0) {
        throw new CutOnDemand();
      }
      int read = super.read(bytes, offset, (int) Math.min(length, left));
      left -= Math.max(0, read);
      return read;
    }
  }

  private static final class CutOutput extends FilterOutputStream {
    private long left;

    CutOutput(OutputStream out, long left) {
      super(out);
      this.left = left;
    }

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      int fits = (int) Math.min(length, left);
      out.write(bytes, offset, fits);
      left -= fits;
      if (fits < length) {
        out.flush();
        throw new CutOnDemand();
      }
    }
  }

  private static final class WrongOutput extends FilterOutputStream {
    private boolean done;

    WrongOutput(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      byte[] copy = java.util.Arrays.copyOfRange(bytes, offset, offset + length);
      if (!done && length > 0) {
        copy[0] ^= 1;
        done = true;
      }
      out.write(copy, 0, length);
    }
  }

  private static final class SlowOutput extends FilterOutputStream {
    private final int bytesPerSecond;
    private final Semaphore never = new Semaphore(0);

    SlowOutput(OutputStream out, int bytesPerSecond) {
      super(out);
      this.bytesPerSecond = bytesPerSecond;
    }

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      for (int done = 0; done < length; done += SLOW_STEP) {
        int step = Math.min(SLOW_STEP, length - done);
        pause(step);
        out.write(bytes, offset + done, step);
        out.flush();
      }
    }

    private void pause(int bytes) throws IOException {
      try {
        long nanos = TimeUnit.SECONDS.toNanos(1) * bytes / bytesPerSecond;
        if (never.tryAcquire(nanos, TimeUnit.NANOSECONDS)) {
          throw new IllegalStateException("nobody releases this");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("the server was closed in the middle of an answer");
      }
    }
  }
}
