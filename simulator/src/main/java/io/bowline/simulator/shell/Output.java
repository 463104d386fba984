package io.bowline.simulator.shell;

import java.util.List;
import java.util.Optional;

/// The programs that print something.
final class Output {
  private static final int MOST = 100_000;

  private Output() {}

  static int run(String name, List<String> arguments, Shell shell, Machine machine) {
    return switch (name) {
      case "echo" -> echo(arguments, shell);
      case "printf" -> {
        shell.streams().print(format(arguments));
        yield 0;
      }
      case "cat", "head", "tr", "tee" -> cat(name, arguments, shell, machine);
      case "date" -> {
        shell.streams().print(Builtins.date(arguments, machine) + "\n");
        yield 0;
      }
      case "hostname" -> {
        shell.streams().print(shell.scope().variable("HOSTNAME") + "\n");
        yield 0;
      }
      case "id" -> {
        shell.streams().print("uid=0(root) gid=0(root)\n");
        yield 0;
      }
      case "seq" -> seq(arguments, shell);
      default -> {
        shell.scope().variables().entrySet().stream()
            .sorted(java.util.Map.Entry.comparingByKey())
            .forEach(v -> shell.streams().print(v.getKey() + "=" + v.getValue() + "\n"));
        yield 0;
      }
    };
  }

  private static int echo(List<String> arguments, Shell shell) {
    boolean newline = true;
    boolean escapes = false;
    int from = 0;
    while (from < arguments.size() && arguments.get(from).matches("-[neE]+")) {
      newline &= !arguments.get(from).contains("n");
      escapes |= arguments.get(from).contains("e");
      from++;
    }
    String text = String.join(" ", arguments.subList(from, arguments.size()));
    shell.streams().print((escapes ? unescaped(text) : text) + (newline ? "\n" : ""));
    return 0;
  }

  private static int cat(String name, List<String> arguments, Shell shell, Machine machine) {
    List<String> paths = arguments.stream().filter(a -> !a.startsWith("-")).toList();
    if (name.equals("tee")) {
      paths.forEach(path -> machine.files().write(path, shell.streams().input()));
      shell.streams().print(shell.streams().input());
      return 0;
    }
    if (paths.isEmpty() || !name.equals("cat")) {
      shell.streams().print(shell.streams().input());
      return 0;
    }
    int status = 0;
    for (String path : paths) {
      Optional<String> text = machine.files().read(path);
      if (text.isPresent()) {
        shell.streams().print(text.get());
      } else {
        machine.write("cat: can't open '" + path + "': No such file or directory\n");
        status = 1;
      }
    }
    return status;
  }

  private static int seq(List<String> arguments, Shell shell) {
    List<Integer> numbers = arguments.stream().map(Builtins::number).toList();
    int first = numbers.size() > 1 ? numbers.getFirst() : 1;
    int step = numbers.size() > 2 ? numbers.get(1) : 1;
    int last = numbers.isEmpty() ? 0 : numbers.getLast();
    if (step <= 0 || (long) last - first > MOST) {
      throw new ScriptError("seq: too many numbers");
    }
    for (int i = first; i <= last; i += step) {
      shell.streams().print(i + "\n");
    }
    return 0;
  }

  /// `printf` with `%s`, `%d` and escapes; the format is used again while arguments are left.
  private static String format(List<String> arguments) {
    if (arguments.isEmpty()) {
      return "";
    }
    String format = unescaped(arguments.getFirst());
    StringBuilder made = new StringBuilder();
    int next = 1;
    do {
      int used = next;
      for (int i = 0; i < format.length(); i++) {
        char c = format.charAt(i);
        if (c != '%' || i + 1 >= format.length()) {
          made.append(c);
        } else if (format.charAt(++i) == '%') {
          made.append('%');
        } else {
          while (i < format.length() && !Character.isLetter(format.charAt(i))) {
            i++;
          }
          made.append(next < arguments.size() ? arguments.get(next++) : "");
        }
      }
      if (used == next) {
        break;
      }
    } while (next < arguments.size());
    return made.toString();
  }

  private static String unescaped(String text) {
    return text.replace("\\n", "\n")
        .replace("\\t", "\t")
        .replace("\\\"", "\"")
        .replace("\\\\", "\\");
  }
}
