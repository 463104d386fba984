package io.bowline.simulator.shell;

import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// The programs that a script finds: those of a small image.
final class Builtins {
  static final Set<String> NAMES =
      Set.of(
          "sh",
          "ash",
          "bash",
          "busybox",
          "echo",
          "printf",
          "sleep",
          "true",
          ":",
          "false",
          "exit",
          "test",
          "[",
          "mkdir",
          "mv",
          "cp",
          "rm",
          "touch",
          "cat",
          "httpd",
          "date",
          "export",
          "set",
          "unset",
          "shift",
          "cd",
          "trap",
          "wait",
          "kill",
          "exec",
          "hostname",
          "env",
          "seq",
          "break",
          "continue",
          "return",
          "read",
          "tail",
          "head",
          "chmod",
          "chown",
          "ln",
          "nslookup",
          "wget",
          "nc",
          "id",
          "ls",
          "tr",
          "tee",
          "sync",
          "umask",
          "local",
          "command",
          "eval");
  private static final Duration FOREVER = Duration.ofDays(3650);

  private final Shell shell;
  private final Machine machine;

  Builtins(Shell shell, Machine machine) {
    this.shell = shell;
    this.machine = machine;
  }

  int run(List<String> words) throws InterruptedException {
    String name = Shell.baseName(words.getFirst());
    List<String> arguments = words.subList(1, words.size());
    return switch (name) {
      case "sh", "ash", "bash" -> interpreter(arguments);
      case "busybox", "command", "exec" -> arguments.isEmpty() ? 0 : run(arguments);
      case "eval" -> shell.script(String.join(" ", arguments), shell.scope().positional());
      case "exit", "return" ->
          throw new Shell.Exit(arguments.isEmpty() ? 0 : number(arguments.getFirst()));
      case "break", "continue" -> throw new Shell.Leave(name.equals("continue"));
      case "echo", "printf", "cat", "date", "hostname", "env", "seq", "tee", "head", "tr", "id" ->
          Output.run(name, arguments, shell, machine);
      case "sleep" -> sleep(arguments);
      case "tail" -> tail(arguments);
      case "false" -> 1;
      case "test", "[" -> Test.holds(arguments, machine.files()) ? 0 : 1;
      case "mkdir", "mv", "cp", "rm", "touch" -> files(name, arguments);
      case "httpd" -> httpd(arguments);
      case "export", "local" -> {
        arguments.stream().filter(a -> a.contains("=")).forEach(this::assign);
        yield 0;
      }
      case "set" -> {
        shell.stopOnError(arguments.stream().anyMatch(a -> a.matches("-[a-z]*e[a-z]*")));
        yield 0;
      }
      case "unset" -> {
        arguments.forEach(shell.scope()::unset);
        yield 0;
      }
      case "shift" -> {
        shell.scope().shift();
        yield 0;
      }
      case "read" -> read(arguments);
      default -> {
        if (NAMES.contains(name)) {
          yield 0;
        }
        machine.write("sh: " + words.getFirst() + ": not found\n");
        yield 127;
      }
    };
  }

  private int interpreter(List<String> arguments) throws InterruptedException {
    List<String> rest = new ArrayList<>(arguments);
    while (!rest.isEmpty() && rest.getFirst().startsWith("-")) {
      String flag = rest.removeFirst();
      shell.stopOnError(flag.contains("e"));
      if (flag.endsWith("c")) {
        String script = rest.isEmpty() ? "" : rest.removeFirst();
        return shell.script(script, rest.isEmpty() ? List.of() : rest.subList(1, rest.size()));
      }
    }
    if (rest.isEmpty()) {
      return 0;
    }
    String file = rest.removeFirst();
    String script =
        machine.files().read(file).orElseThrow(() -> new ScriptError("can't open '" + file + "'"));
    return shell.script(script, rest);
  }

  private void assign(String assignment) {
    int equals = assignment.indexOf('=');
    shell.scope().set(assignment.substring(0, equals), assignment.substring(equals + 1));
  }

  private int sleep(List<String> arguments) throws InterruptedException {
    for (String argument : arguments) {
      machine.pause(duration(argument));
    }
    return 0;
  }

  private int tail(List<String> arguments) throws InterruptedException {
    if (arguments.contains("-f") || arguments.contains("-F")) {
      machine.pause(FOREVER);
      return 0;
    }
    return Output.run(
        "cat", arguments.stream().filter(a -> !a.startsWith("-")).toList(), shell, machine);
  }

  private static Duration duration(String text) {
    if (text.equals("infinity") || text.equals("inf")) {
      return FOREVER;
    }
    String lower = text.toLowerCase(Locale.ROOT);
    char unit = lower.charAt(lower.length() - 1);
    boolean plain = Character.isDigit(unit) || unit == '.';
    double factor =
        switch (unit) {
          case 'm' -> 60;
          case 'h' -> 3600;
          case 'd' -> 86_400;
          default -> 1;
        };
    try {
      String digits = plain ? lower : lower.substring(0, lower.length() - 1);
      return Duration.ofMillis((long) (Double.parseDouble(digits) * factor * 1000));
    } catch (NumberFormatException e) {
      throw new ScriptError("sleep: invalid number '" + text + "'");
    }
  }

  private int files(String name, List<String> arguments) {
    List<String> paths = arguments.stream().filter(a -> !a.startsWith("-")).toList();
    Files files = machine.files();
    switch (name) {
      case "mkdir" -> paths.forEach(files::folder);
      case "touch" -> paths.forEach(path -> files.append(path, ""));
      case "rm" -> paths.forEach(files::remove);
      default -> {
        if (paths.size() != 2 || files.read(paths.getFirst()).isEmpty()) {
          machine.write(name + ": can't stat '" + String.join(" ", paths) + "'\n");
          return 1;
        }
        String from = paths.getFirst();
        String target = paths.getLast();
        String to = files.isFolder(target) ? target + "/" + Shell.baseName(from) : target;
        files.write(to, files.read(from).orElse(""));
        if (name.equals("mv")) {
          files.remove(from);
        }
      }
    }
    return 0;
  }

  private int httpd(List<String> arguments) throws InterruptedException {
    int port = 80;
    String root = "/";
    boolean stays = false;
    for (int i = 0; i < arguments.size(); i++) {
      String flag = arguments.get(i);
      if (flag.equals("-p") && i + 1 < arguments.size()) {
        String where = arguments.get(++i);
        port = number(where.substring(where.lastIndexOf(':') + 1));
      } else if (flag.equals("-h") && i + 1 < arguments.size()) {
        root = arguments.get(++i);
      } else if (flag.startsWith("-f")) {
        stays = true;
      }
    }
    machine.listen(port, root);
    if (stays) {
      machine.pause(FOREVER);
    }
    return 0;
  }

  private int read(List<String> arguments) {
    String input = shell.streams().input();
    if (input.isEmpty()) {
      return 1;
    }
    int end = input.indexOf('\n');
    String line = end < 0 ? input : input.substring(0, end);
    shell.streams().input(end < 0 ? "" : input.substring(end + 1));
    List<String> names = arguments.stream().filter(a -> !a.startsWith("-")).toList();
    List<String> values = List.of(line.trim().split("\\s+", Math.max(1, names.size())));
    for (int i = 0; i < names.size(); i++) {
      shell.scope().set(names.get(i), i < values.size() ? values.get(i) : "");
    }
    return 0;
  }

  static int number(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new ScriptError("bad number '" + text + "'");
    }
  }

  /// What `date` prints.
  static String date(List<String> arguments, Machine machine) {
    for (String argument : arguments) {
      if (argument.equals("+%s")) {
        return Long.toString(machine.now().getEpochSecond());
      }
    }
    return DateTimeFormatter.ISO_INSTANT.format(
        machine.now().truncatedTo(java.time.temporal.ChronoUnit.SECONDS).atOffset(ZoneOffset.UTC));
  }
}
