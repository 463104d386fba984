package io.bowline.registry.http;

import com.sun.net.httpserver.HttpExchange;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// One exchange seen through the fault it shall show, if any.
record FaultyExchange(HttpExchange exchange, Optional<Fault> fault) {
  private static final int SLOW_STEP = 4_096;

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
  Optional<Fault.Answer> answer() {
    return fault.filter(Fault.Answer.class::isInstance).map(Fault.Answer.class::cast);
  }

  boolean losesAnswer() {
    return fault.filter(Fault.LoseAnswer.class::isInstance).isPresent();
  }

  String digest(String truth) {
    return fault.orElse(null) instanceof Fault.WrongDigest(var claimed)
        ? claimed.toString()
        : truth;
  }

  InputStream requestBody() {
    return fault.orElse(null) instanceof Fault.CutRequest(long afterBytes)
        ? new CutInput(exchange.getRequestBody(), afterBytes)
        : exchange.getRequestBody();
  }

  OutputStream responseBody() {
    OutputStream body = exchange.getResponseBody();
    return fault.map(shown -> faulty(body, shown)).orElse(body);
  }

  private static OutputStream faulty(OutputStream body, Fault fault) {
    return switch (fault) {
      case Fault.CutResponse(long afterBytes) -> new CutOutput(body, afterBytes);
      case Fault.WrongBytes _ -> new WrongOutput(body);
      case Fault.Slow(int bytesPerSecond) -> new SlowOutput(body, bytesPerSecond);
      case Fault.Answer _ -> body;
      case Fault.CutRequest _ -> body;
      case Fault.LoseAnswer _ -> body;
      case Fault.WrongDigest _ -> body;
      case Fault.HoldUntil _ -> body;
    };
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
        throw new IOException("cut on demand");
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
        throw new IOException("cut on demand");
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
