package io.bowline.bench.api;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import javax.net.ssl.SSLSocketFactory;

/// Callers that ask at a steady pace, whether or not they are answered, each on a connection that
/// stays open. How long an answer took is counted from when its request was due, so that a server
/// that stands still is not asked less.
public final class Load {
  private static final int MOST_TOLD = 5;

  private final SSLSocketFactory sockets;
  private final int port;
  private final int callers;

  /// @param callers how many ask at once
  public Load(SSLSocketFactory sockets, int port, int callers) {
    this.sockets = sockets;
    this.port = port;
    this.callers = callers;
  }

  /// What one load found.
  ///
  /// @param seconds from the first request to the last answer
  /// @param millis how long each answer took, in order
  /// @param wrong the first answers that were not the right ones
  public record Found(double seconds, List<Double> millis, int errors, List<String> wrong) {
    /// The time within which so many of a hundred were answered.
    public double percentile(double percent) {
      int place = (int) Math.round(millis.size() * percent / 100);
      return millis.get(Math.min(millis.size() - 1, place));
    }
  }

  /// Asks.
  ///
  /// @param perSecond how many requests fall due each second; 0 for as fast as they are answered
  public Found run(int requests, int perSecond, IntFunction<Ask> asks)
      throws IOException, InterruptedException {
    var turns = new Turns(requests, perSecond, asks);
    try (var threads = Executors.newFixedThreadPool(callers)) {
      List<Wire> wires = new ArrayList<>();
      try {
        for (int i = 0; i < callers; i++) {
          wires.add(new Wire(sockets, port));
        }
        turns.begin();
        List<Future<?>> all = new ArrayList<>();
        for (Wire wire : wires) {
          all.add(threads.submit(() -> turns.take(wire)));
        }
        for (Future<?> one : all) {
          one.get();
        }
      } catch (ExecutionException e) {
        throw new IOException("a caller failed: " + e.getCause(), e);
      } finally {
        for (Wire wire : wires) {
          wire.close();
        }
      }
    }
    return turns.found();
  }

  /// The body of the right answer to one request.
  public String body(Ask ask) throws IOException {
    try (Wire wire = new Wire(sockets, port)) {
      int status = wire.ask(ask.text());
      if (status != ask.status()) {
        throw new IOException(ask.kind() + ": " + status + " " + wire.body());
      }
      return wire.body();
    }
  }

  private static final class Turns {
    private final double[] millis;
    private final long nanosBetween;
    private final IntFunction<Ask> asks;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger errors = new AtomicInteger();
    private final ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();
    private long began;

    Turns(int requests, int perSecond, IntFunction<Ask> asks) {
      this.millis = new double[requests];
      this.nanosBetween = perSecond == 0 ? 0 : 1_000_000_000L / perSecond;
      this.asks = asks;
    }

    void begin() {
      began = System.nanoTime();
    }

    void take(Wire wire) {
      for (int i = next.getAndIncrement(); i < millis.length; i = next.getAndIncrement()) {
        Ask ask = asks.apply(i);
        long due = nanosBetween == 0 ? System.nanoTime() : began + i * nanosBetween;
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
          LockSupport.parkNanos(left);
        }
        said(wire, ask).ifPresent(this::wrong);
        millis[i] = (System.nanoTime() - due) / 1e6;
      }
    }

    private static Optional<String> said(Wire wire, Ask ask) {
      try {
        int status = wire.ask(ask.text());
        return status == ask.status()
            ? Optional.empty()
            : Optional.of(ask.kind() + ": " + status + " " + wire.body());
      } catch (IOException e) {
        return Optional.of(ask.kind() + ": " + e.getMessage());
      }
    }

    private void wrong(String what) {
      if (errors.incrementAndGet() <= MOST_TOLD) {
        wrong.add(what);
      }
    }

    Found found() {
      double seconds = (System.nanoTime() - began) / 1e9;
      List<Double> sorted = Arrays.stream(millis).sorted().boxed().toList();
      return new Found(seconds, sorted, errors.get(), List.copyOf(wrong));
    }
  }
}
