package io.bowline.runner.step.terraform;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.runner.host.Child;
import io.bowline.runner.host.Command;
import io.bowline.runner.host.Ended;
import io.bowline.runner.host.Host;
import io.bowline.runner.host.Host.Started;
import io.bowline.runner.host.Limits;
import io.bowline.runner.host.LineListener;
import io.bowline.runner.step.Json;
import io.bowline.runner.step.StepContext;
import io.bowline.runner.step.StepException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;

/// Terraform in one working folder: every call is a child in a group of its own, told to stop by
/// SIGTERM, which lets it save its state and free its lock.
public final class TerraformRun {
  private static final Duration GRACE = Duration.ofSeconds(60);
  private static final long MAX_OUTPUT = 32L << 20;

  private final Host host;
  private final TerraformTool tool;
  private final ProviderShelf shelf;
  private final Path module;
  private final Path data;
  private final Duration timeout;
  private final Sensitive sensitive;
  private BiConsumer<String, String> made = (_, _) -> {};

  /// @param module folder of the root module
  /// @param data folder for providers and caches, outside the frozen bytes
  public TerraformRun(
      Host host,
      TerraformTool tool,
      ProviderShelf shelf,
      Path module,
      Path data,
      Duration timeout) {
    this.shelf = shelf;
    this.host = host;
    this.tool = tool;
    this.module = module.toAbsolutePath();
    this.data = data.toAbsolutePath();
    this.timeout = timeout;
    this.sensitive = Sensitive.of(module);
  }

  /// Has each resource told that an apply makes: its address and nothing when it begins, and its id
  /// as soon as there is one.
  public void onMade(BiConsumer<String, String> listener) {
    made = listener;
  }

  /// Takes these out of everything that this run says.
  public void hide(Set<String> secrets) {
    sensitive.learn(secrets);
  }

  /// What is taken out of everything that this run says.
  Sensitive sensitive() {
    return sensitive;
  }

  /// What came of a call.
  public sealed interface Result {
    /// It ended by itself.
    record Ended(int code, String out, String error) implements Result {}

    /// It was stopped in good order.
    record Stopped(String reason) implements Result {}
  }

  /// Calls with these arguments and waits.
  public Result call(StepContext context, String... arguments) {
    var error = new AtomicReference<>("");
    LineListener listener = (source, line) -> heard(source, line, error, context);
    return switch (host.start(command(List.of(arguments)), listener)) {
      case Started.Refused(String reason) -> throw failed(arguments[0], reason);
      case Started.Running(Child child) -> await(child, arguments[0], context, error);
    };
  }

  /// Calls and insists on one of these exit codes.
  ///
  /// @throws StepException with Terraform's own complaint
  public Result.Ended require(List<Integer> codes, StepContext context, String... arguments) {
    return switch (call(context, arguments)) {
      case Result.Stopped(String reason) -> throw new StepException("stopped", reason);
      case Result.Ended ended when codes.contains(ended.code()) -> ended;
      case Result.Ended ended -> throw failed(arguments[0], ended.error());
    };
  }

  private Command command(List<String> arguments) {
    try {
      Files.createDirectories(data);
      Files.createDirectories(tool.mirror());
      Path cliConfig = data.resolve("cli.tfrc");
      Files.writeString(cliConfig, cliConfig(data.resolve("mirror")));
      var environment = new TreeMap<>(tool.cloud());
      environment.put("TF_CLI_CONFIG_FILE", cliConfig.toString());
      environment.put("TF_DATA_DIR", data.resolve("terraform").toString());
      environment.put("TF_IN_AUTOMATION", "1");
      environment.put("TF_INPUT", "0");
      environment.put("CHECKPOINT_DISABLE", "1");
      environment.put("HOME", data.toString());
      Limits limits = Limits.within(timeout).withGrace(GRACE).withOutputBytes(MAX_OUTPUT);
      return new Command(tool.program(), arguments, environment, module, limits);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot prepare a folder for Terraform", e);
    }
  }

  /// Providers come with the release or from the customer's mirror, or not at all; where the
  /// release brings one, its own counts. Nobody is asked for newer versions.
  private String cliConfig(Path own) throws IOException {
    Set<String> carried = shelf.mirror(module, own);
    String first =
        carried.isEmpty()
            ? ""
            : """
              filesystem_mirror {
                path = "%s"
              }
            """
                .formatted(own);
    String others =
        carried.isEmpty()
            ? ""
            : "    exclude = ["
                + String.join(", ", carried.stream().map(TerraformRun::quoted).toList())
                + "]\n";
    return """
    disable_checkpoint = true
    provider_installation {
    %s  filesystem_mirror {
        path = "%s"
    %s  }
    }
    """
        .formatted(first, tool.mirror().toAbsolutePath(), others);
  }

  private static String quoted(String text) {
    return '"' + text + '"';
  }

  private Result await(
      Child child, String verb, StepContext context, AtomicReference<String> error) {
    try (var _ = context.stop().onAsk(() -> child.stop("stop"))) {
      return switch (child.await()) {
        case Ended.Exited(int code, var output) ->
            new Result.Ended(
                code, output.out(), sensitive.hide(complaint(error.get(), output.err())));
        case Ended.Stopped _ -> new Result.Stopped(context.stop().reason().orElse("stopped"));
        case Ended.TimedOut(Duration limit, var _) ->
            throw failed(verb, "took longer than " + limit.toSeconds() + " s");
        case Ended.OutputTooLarge(long bytes, var _) ->
            throw failed(verb, "wrote more than " + bytes + " bytes");
        case Ended.NotStarted(String reason) -> throw failed(verb, reason);
      };
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Result.Stopped("the runner is shutting down");
    }
  }

  /// Progress names resources, never their values.
  private void heard(
      LineListener.Source source, String line, AtomicReference<String> error, StepContext context) {
    if (source != LineListener.Source.OUT || !line.startsWith("{\"@")) {
      return;
    }
    JsonNode event = Json.tree(line);
    String resource = event.path("hook").path("resource").path("addr").asText("");
    switch (event.path("type").asText()) {
      case "apply_start" -> {
        context.say(resource + " is being changed");
        if (event.path("hook").path("action").asText().equals("create")) {
          made.accept(resource, "");
        }
      }
      case "apply_complete" -> {
        context.say(resource + " is done");
        JsonNode hook = event.path("hook");
        if (hook.path("action").asText().equals("create") && hook.hasNonNull("id_value")) {
          made.accept(resource, hook.path("id_value").asText());
        }
      }
      case "apply_errored" -> context.say(resource + " failed");
      case "diagnostic" -> {
        JsonNode diagnostic = event.path("diagnostic");
        if (diagnostic.path("severity").asText().equals("error")) {
          String detail = diagnostic.path("detail").asText("");
          error.compareAndSet(
              "", diagnostic.path("summary").asText() + (detail.isEmpty() ? "" : ": " + detail));
        }
      }
      default -> {}
    }
  }

  private static String complaint(String diagnostic, String err) {
    if (!diagnostic.isEmpty()) {
      return diagnostic;
    }
    var words = new ArrayList<String>();
    err.lines()
        .map(line -> line.replaceAll("\\x1b\\[[0-9;]*m", "").replaceAll("[│╷╵]", "").strip())
        .filter(line -> !line.isEmpty())
        .limit(6)
        .forEach(words::add);
    return words.isEmpty() ? "it gave no reason" : String.join(" ", words);
  }

  private StepException failed(String verb, String why) {
    return new StepException("terraform", tool + " " + verb + ": " + why);
  }
}
