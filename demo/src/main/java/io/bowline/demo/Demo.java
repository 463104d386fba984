package io.bowline.demo;

import io.bowline.demo.process.Processes;
import io.bowline.demo.tool.NotFetched;
import io.bowline.demo.tool.OpenTofu;
import java.io.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/// `./bowline demo`: tells the story, then stays until Ctrl-C, or ends with `--exit`.
public final class Demo {
  private static final int FAILED = 1;
  private static final int USAGE = 2;

  private final Options options;
  private final Screen screen;

  private Demo(Options options, Screen screen) {
    this.options = options;
    this.screen = screen;
  }

  public static void main(String... arguments) throws InterruptedException {
    var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    if (Stream.of(arguments).anyMatch(word -> word.equals("--help") || word.equals("-h"))) {
      out.print(Options.USAGE);
      return;
    }
    Options options;
    try {
      options = Options.read(arguments);
    } catch (IllegalArgumentException e) {
      System.err.println("bowline demo: " + e.getMessage() + "\n\n" + Options.USAGE);
      System.exit(USAGE);
      return;
    }
    var screen = new Screen(out, terminal(), Story.STEPS);
    boolean held = false;
    try {
      held = new Demo(options, screen).run();
    } catch (IOException e) {
      screen.say("bowline demo: " + e);
    } catch (StepFailed e) {
      screen.say("bowline demo: " + e.getMessage());
    }
    System.exit(held ? 0 : FAILED);
  }

  private boolean run() throws IOException, InterruptedException {
    if (options.withoutTerraform() || onPath("tofu") || onPath("terraform")) {
      return tell(options, Optional.empty());
    }
    Path tools;
    try {
      tools = OpenTofu.forThisMachine(cache()).folder(screen::say);
    } catch (NotFetched e) {
      screen.say(
          "There is no OpenTofu: %s.%nTo see all of it, %s.%n"
              .formatted(e.getMessage(), OpenTofu.INSTEAD));
      if (options.exit()) {
        report(Optional.of("there is no OpenTofu: " + e.getMessage()));
        return false;
      }
      screen.say("Going on without the Terraform component.\n");
      return tell(options.leavingTerraformOut(), Optional.empty());
    }
    return tell(options, Optional.of(tools));
  }

  private boolean tell(Options chosen, Optional<Path> tools)
      throws IOException, InterruptedException {
    DemoFolder folder =
        chosen.folder().isPresent()
            ? DemoFolder.named(chosen.folder().get(), screen::say)
            : DemoFolder.temporary();
    var processes = new Processes(folder.path(), folder.isTemporary());
    var ending = new Ending(screen, processes, folder, chosen.kubeconfig());
    Runtime.getRuntime().addShutdownHook(new Thread(ending, "ending"));
    Path root = Path.of(environment("BOWLINE_ROOT", ".")).toAbsolutePath().normalize();
    Path java = Path.of(environment("BOWLINE_JAVA", System.getProperty("java.home") + "/bin/java"));
    var product =
        new Product(
            root, java, folder.path(), Ports.choose(), processes, tools, Product.Beside.nothing());
    try {
      new Story(chosen, product, root.resolve("samples/streaming"), screen).tell();
    } catch (StepFailed e) {
      ending.failed();
      screen.say("%nThe logs are in %s.".formatted(processes.logs()));
      report(Optional.empty());
      return false;
    }
    screen.say("%nEvery step held, in %.1f s.".formatted(screen.total()));
    report(Optional.empty());
    if (!chosen.exit()) {
      screen.say(product.whatToTryNext());
      new CountDownLatch(1).await();
    }
    return true;
  }

  private void report(Optional<String> problem) throws IOException {
    if (options.report().isPresent()) {
      screen.report(options.report().get(), problem);
    }
  }

  private static boolean onPath(String program) {
    return Stream.of(environment("PATH", "").split(":"))
        .map(entry -> Path.of(entry, program))
        .anyMatch(Files::isExecutable);
  }

  private static Path cache() {
    String home = environment("XDG_CACHE_HOME", System.getProperty("user.home") + "/.cache");
    return Path.of(home, "bowline");
  }

  private static boolean terminal() {
    return Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
  }

  private static String environment(String name, String otherwise) {
    String value = System.getenv(name);
    return value == null || value.isEmpty() ? otherwise : value;
  }
}
