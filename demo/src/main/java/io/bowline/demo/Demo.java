package io.bowline.demo;

import java.io.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/// `./bowline demo`: tells the story, then stays until Ctrl-C, or ends with `--exit`.
public final class Demo {
  private static final int FAILED = 1;
  private static final int USAGE = 2;

  private Demo() {}

  public static void main(String... arguments) throws InterruptedException {
    var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    Options options;
    try {
      options = Options.read(arguments);
    } catch (IllegalArgumentException e) {
      System.err.println("bowline demo: " + e.getMessage() + "\n\n" + Options.USAGE);
      System.exit(USAGE);
      return;
    }
    if (!options.withoutTerraform() && terraform().isEmpty()) {
      System.err.println(
          "bowline demo: neither tofu nor terraform is on the PATH. Install one of them, or leave"
              + " the Terraform component out with --without-terraform.");
      System.exit(USAGE);
    }
    System.exit(run(options, out) ? 0 : FAILED);
  }

  private static boolean run(Options options, PrintStream out) throws InterruptedException {
    var screen = new Screen(out, terminal(), Story.STEPS);
    boolean temporary = options.folder().isEmpty();
    try {
      Path folder = folder(options);
      Path root = Path.of(environment("BOWLINE_ROOT", ".")).toAbsolutePath().normalize();
      Path java =
          Path.of(environment("BOWLINE_JAVA", System.getProperty("java.home") + "/bin/java"));
      var product = new Product(root, java, folder, Ports.choose());
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(() -> {
                product.close();
                if (temporary && screen.everyStepHeld()) {
                  delete(folder);
                }
              }));
      var story = new Story(options, product, root.resolve("samples/streaming"), screen);
      return tell(options, screen, product, story);
    } catch (IOException e) {
      screen.say("bowline demo: " + e);
      return false;
    }
  }

  private static boolean tell(Options options, Screen screen, Product product, Story story)
      throws IOException, InterruptedException {
    try {
      story.tell();
      screen.say("%nEvery step held, in %.1f s.".formatted(screen.total()));
    } catch (StepFailed e) {
      screen.say("%nThe logs are in %s.".formatted(product.logs()));
    }
    if (options.report().isPresent()) {
      screen.report(options.report().get());
    }
    if (!options.exit() && screen.everyStepHeld()) {
      next(screen, product);
      new CountDownLatch(1).await();
    }
    return screen.everyStepHeld();
  }

  private static void next(Screen screen, Product product) {
    screen.say(
        """

        It stays up until Ctrl-C. Try in another terminal:

          export BOWLINE_SERVER=%s BOWLINE_CA=%s BOWLINE_ORG=northwind
          export BOWLINE_TOKEN=$(cat %s)
          ./bowline install show northwind-eu
          ./bowline plan list northwind-eu
          ./bowline logs northwind-eu --component broker
          ./bowline metrics northwind-eu
        """
            .formatted(
                product.server(),
                product.data().resolve("ca.pem"),
                product.data().resolve("owner.token")));
  }

  private static Path folder(Options options) throws IOException {
    if (options.folder().isPresent()) {
      return Files.createDirectories(options.folder().get()).toAbsolutePath();
    }
    return Files.createTempDirectory("bowline-demo");
  }

  private static Optional<Path> terraform() {
    return Stream.of(environment("PATH", "").split(":"))
        .flatMap(entry -> Stream.of(Path.of(entry, "tofu"), Path.of(entry, "terraform")))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static boolean terminal() {
    return Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
  }

  private static String environment(String name, String otherwise) {
    String value = System.getenv(name);
    return value == null || value.isEmpty() ? otherwise : value;
  }

  private static void delete(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        Files.delete(path);
      }
    } catch (IOException e) {
      System.err.println("The demo's folder " + folder + " could not be removed: " + e);
    }
  }
}
