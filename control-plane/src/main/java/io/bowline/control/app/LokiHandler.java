package io.bowline.control.app;

import com.github.loki4j.client.batch.LogRecord;
import com.github.loki4j.client.pipeline.AsyncBufferPipeline;
import com.github.loki4j.client.pipeline.PipelineConfig;
import com.github.loki4j.client.util.Loki4jLogger;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.temporal.ChronoField;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.logging.Handler;
import java.util.regex.Matcher;
import org.jboss.logging.Logger;
import org.jboss.logmanager.ExtFormatter;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.formatters.PatternFormatter;

/// Hands each line of the process's own log to Loki4j, which sends batches and tries again.
/// Loki4j's appender is for Logback; what it is made of, the sending pipeline, needs none and is
/// used as it is. A line never waits: one that finds the queue full is counted and stays on the
/// console only.
final class LokiHandler extends Handler {
  /// What Loki4j says about itself is logged under this name and not sent.
  private static final String ABOUT_ITSELF = "loki4j";

  private static final ExtFormatter FORMATTER = new PatternFormatter("%s");
  private static final long QUEUE_BYTES = 16L << 20;
  private static final Duration LAST_WORDS = Duration.ofSeconds(5);
  private static final int MOST_TRIES = 10;
  private static final int LONGEST_LINE = 64 * 1024;

  /// Where lines go, as whom, and what tells this process from others.
  ///
  /// @param target of the push, whole
  record Terms(LogSettings settings, String target, String instance) {}

  private final AsyncBufferPipeline pipeline;
  private final String instance;
  private final LongAdder dropped = new LongAdder();

  LokiHandler(Terms terms) {
    LogSettings settings = terms.settings();
    this.instance = terms.instance();
    this.pipeline =
        new AsyncBufferPipeline(
            PipelineConfig.builder()
                .setName("own-log")
                .setBatchTimeoutMs(settings.lokiEvery().toMillis())
                .setSendQueueMaxBytes(QUEUE_BYTES)
                .setMaxRetries(MOST_TRIES)
                .setMinRetryBackoffMs(500)
                .setMaxRetryBackoffMs(60_000)
                .setDrainOnStop(true)
                .setMetricsEnabled(false)
                .setWriter(PipelineConfig.json)
                .setInternalLoggingFactory(_ -> new AboutItself())
                .setHttpConfig(
                    PipelineConfig.java(5 * 60_000)
                        .setPushUrl(terms.target())
                        .setConnectionTimeoutMs(10_000)
                        .setRequestTimeoutMs(10_000)
                        .setTenantId(settings.lokiTenant())
                        .setUsername(settings.lokiUser())
                        .setPassword(settings.lokiPassword()))
                .build());
  }

  void start() {
    pipeline.start();
  }

  /// Lines that found no room.
  long dropped() {
    return dropped.sum();
  }

  @Override
  public void publish(java.util.logging.LogRecord record) {
    if (!isLoggable(record) || ABOUT_ITSELF.equals(record.getLoggerName())) {
      return;
    }
    ExtLogRecord line = ExtLogRecord.wrap(record);
    LogRecord taken =
        LogRecord.create(
            line.getInstant().toEpochMilli(),
            line.getInstant().get(ChronoField.NANO_OF_SECOND) % 1_000_000,
            Map.of(
                "app",
                "bowline-control-plane",
                "instance",
                instance,
                "level",
                line.getLevel().getName().toLowerCase(Locale.ROOT)),
            text(line),
            fields(line));
    if (!pipeline.append(() -> taken)) {
      dropped.increment();
    }
  }

  /// Ids and what else has many values: fields of the line, not labels of its stream.
  private static Map<String, String> fields(ExtLogRecord line) {
    Map<String, String> fields = new HashMap<>(line.getMdcCopy());
    fields.put("logger", String.valueOf(line.getLoggerName()));
    fields.put("thread", String.valueOf(line.getThreadName()));
    return fields;
  }

  private static String text(ExtLogRecord line) {
    String text = FORMATTER.formatMessage(line);
    if (line.getThrown() != null) {
      StringWriter trace = new StringWriter();
      line.getThrown().printStackTrace(new PrintWriter(trace));
      text = text + "\n" + trace;
    }
    return text.length() > LONGEST_LINE ? text.substring(0, LONGEST_LINE) + "…" : text;
  }

  @Override
  public void flush() {
    // batches leave by time and size
  }

  /// Sends what waits, but does not let a Loki that is away keep the process from ending.
  @Override
  public void close() {
    Thread stopping = Thread.ofVirtual().name("log-stop").start(pipeline::stop);
    try {
      var _ = stopping.join(LAST_WORDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Only trouble is worth a line.
  private static final class AboutItself implements Loki4jLogger {
    private static final Logger LOG = Logger.getLogger(ABOUT_ITSELF);

    @Override
    public void trace(String message, Object... values) {}

    @Override
    public void info(String message, Object... values) {}

    @Override
    public void warn(String message, Object... values) {
      LOG.warn(filled(message, values));
    }

    @Override
    public void warn(Throwable cause, String message, Object... values) {
      LOG.warn(filled(message, values) + ": " + cause);
    }

    @Override
    public void error(String message, Object... values) {
      LOG.error(filled(message, values));
    }

    @Override
    public void error(Throwable cause, String message, Object... values) {
      LOG.error(filled(message, values) + ": " + cause);
    }

    /// Its messages have `%s` where a value goes.
    private static String filled(String message, Object... values) {
      String text = message;
      for (Object value : values) {
        text = text.replaceFirst("%s", Matcher.quoteReplacement(String.valueOf(value)));
      }
      return text;
    }
  }
}
