package io.bowline.simulator.node;

import io.bowline.simulator.admission.Refusal;
import io.bowline.simulator.http.Answer;
import io.bowline.simulator.http.Call;
import io.bowline.simulator.platform.World;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;

/// Log lines on their way to a client.
final class LogStream {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final LogBook book;
  private final boolean stamped;
  private final boolean follows;
  private final Instant since;
  private final long tail;
  private final long limit;

  private LogStream(LogBook book, Call call, Instant now) {
    this.book = book;
    this.stamped = call.flag("timestamps");
    this.follows = call.flag("follow");
    this.since = since(call, now);
    this.tail = call.number("tailLines").orElse(Long.MAX_VALUE);
    this.limit = call.number("limitBytes").orElse(Long.MAX_VALUE);
  }

  static Answer of(LogBook book, Call call, Instant now) {
    LogStream stream = new LogStream(book, call, now);
    return new Answer.Stream(200, "text/plain", stream::writeTo);
  }

  private static Instant since(Call call, Instant now) {
    Optional<Long> seconds = call.number("sinceSeconds");
    if (seconds.isPresent()) {
      return now.minusSeconds(seconds.get());
    }
    String time = call.query("sinceTime");
    try {
      return time.isEmpty() ? Instant.EPOCH : Instant.parse(time);
    } catch (DateTimeParseException e) {
      throw Refusal.badRequest("sinceTime is not a time: " + time);
    }
  }

  private void writeTo(Answer.Sink sink) throws IOException, InterruptedException {
    LogBook.Part part = book.read(0, Duration.ZERO);
    List<LogBook.Line> lines =
        part.lines().stream().filter(line -> !line.at().isBefore(since)).toList();
    long skipped = Math.max(0, lines.size() - tail);
    long left = write(lines.subList((int) skipped, lines.size()), sink, limit);
    while (follows && left > 0 && !(part.last() && part.lines().isEmpty())) {
      part = book.read(part.next(), PATIENCE);
      left = write(part.lines(), sink, left);
    }
  }

  private long write(List<LogBook.Line> lines, Answer.Sink sink, long room) throws IOException {
    StringBuilder text = new StringBuilder();
    for (LogBook.Line line : lines) {
      if (stamped) {
        text.append(World.nanos(line.at())).append(' ');
      }
      text.append(line.text()).append('\n');
    }
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    if (bytes.length > 0) {
      sink.write(bytes.length > room ? java.util.Arrays.copyOf(bytes, (int) room) : bytes);
    }
    return room - bytes.length;
  }
}
