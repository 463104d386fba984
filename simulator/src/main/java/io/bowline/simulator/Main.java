package io.bowline.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.simulator.json.Tree;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/// Starts an account as a process: `--dir DIR [--port N] [--nodes N] [--every-image]`.
///
/// Prints one JSON line with the addresses and stays until it is told to end.
public final class Main {
  private Main() {}

  public static void main(String... arguments) throws InterruptedException {
    Path folder = Path.of("bowline-account");
    AccountOptions options = AccountOptions.usual();
    for (int i = 0; i < arguments.length; i++) {
      switch (arguments[i]) {
        case "--dir" -> folder = Path.of(value(arguments, ++i));
        case "--port" -> options = options.onPort(Integer.parseInt(value(arguments, ++i)));
        case "--nodes" -> options = options.withNodes(Integer.parseInt(value(arguments, ++i)));
        case "--every-image" -> options = options.withEveryImage();
        default -> {
          refuse("unknown option " + arguments[i]);
          return;
        }
      }
    }
    Account account = Account.start(folder, options);
    CountDownLatch ended = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> {
              account.close();
              ended.countDown();
            }));
    say(account);
    ended.await();
  }

  private static String value(String[] arguments, int at) {
    if (at >= arguments.length) {
      throw new IllegalArgumentException("option " + arguments[at - 1] + " needs a value");
    }
    return arguments[at];
  }

  private static void refuse(String why) {
    new PrintStream(System.err, true, StandardCharsets.UTF_8)
        .println(why + "; usage: --dir DIR [--port N] [--nodes N] [--every-image]");
  }

  private static void say(Account account) {
    ObjectNode line = Tree.object();
    line.put("api", account.apiUrl())
        .put("kubeconfig", account.kubeconfig().toAbsolutePath().toString())
        .put("registry", account.registryAddress())
        .put(
            "registryCredentials",
            account.kubeconfig().resolveSibling("registry.json").toAbsolutePath().toString());
    new PrintStream(System.out, true, StandardCharsets.UTF_8)
        .println(new String(Tree.bytes(line), StandardCharsets.UTF_8));
  }
}
