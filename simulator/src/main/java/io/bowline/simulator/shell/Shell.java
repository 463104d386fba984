package io.bowline.simulator.shell;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/// Runs scripts.
public final class Shell {
  private static final int DEEPEST = 64;
  private static final int MOST_CAPTURED = 1 << 20;

  private final Machine machine;
  private final Map<String, String> variables;
  private final Map<String, Node> functions = new HashMap<>();
  private final Expansion expansion = new Expansion(this);
  private final Builtins builtins;
  private List<String> positional = List.of();
  private Consumer<String> out;
  private String in = "";
  private int status;
  private int depth;
  private boolean stopsOnError;
  private int tested;

  public Shell(Machine machine, Map<String, String> environment) {
    this.machine = machine;
    this.variables = new HashMap<>(environment);
    this.out = machine::write;
    this.builtins = new Builtins(this, machine);
  }

  /// `exit`.
  static final class Exit extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int code;

    Exit(int code) {
      super("exit " + code, null, false, false);
      this.code = code;
    }
  }

  /// `break` and `continue`.
  static final class Leave extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final boolean again;

    Leave(boolean again) {
      super("leave", null, false, false);
      this.again = again;
    }
  }

  /// Whether this shell can run a program of that name.
  public static boolean knows(String program) {
    return Builtins.NAMES.contains(baseName(program));
  }

  static String baseName(String program) {
    return program.substring(program.lastIndexOf('/') + 1);
  }

  /// Runs a program with its arguments to its end; gives back its exit code.
  public int run(List<String> arguments) throws InterruptedException {
    try {
      return builtins.run(arguments);
    } catch (Exit e) {
      return e.code;
    } catch (ScriptError e) {
      machine.write("sh: " + e.getMessage() + "\n");
      return 2;
    }
  }

  /// Runs a script with positional parameters.
  int script(String text, List<String> arguments) throws InterruptedException {
    List<String> before = positional;
    positional = List.copyOf(arguments);
    try {
      return node(Parser.parse(text));
    } finally {
      positional = before;
    }
  }

  private int node(Node node) throws InterruptedException {
    if (++depth > DEEPEST) {
      throw new ScriptError("nested too deeply");
    }
    try {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      status = evaluate(node);
      return status;
    } finally {
      depth--;
    }
  }

  private int evaluate(Node node) throws InterruptedException {
    return switch (node) {
      case Node.Command c -> command(c);
      case Node.Sequence s -> {
        int last = 0;
        for (Node part : s.parts()) {
          last = node(part);
          if (last != 0 && stopsOnError && tested == 0 && part instanceof Node.Command) {
            throw new Exit(last);
          }
        }
        yield last;
      }
      case Node.Either e -> {
        int left = test(e.left());
        yield (left == 0) == e.and() ? node(e.right()) : left;
      }
      case Node.Not n -> test(n.inner()) == 0 ? 1 : 0;
      case Node.Pipe p -> {
        String piped = captured(p.left());
        yield with(piped, () -> node(p.right()));
      }
      case Node.Background b -> background(b);
      case Node.If i ->
          test(i.condition()) == 0
              ? node(i.then())
              : i.otherwise().isPresent() ? node(i.otherwise().get()) : 0;
      case Node.While w -> loop(w);
      case Node.For f -> each(f);
      case Node.Case c -> choose(c);
      case Node.Redirected r -> redirected(r);
      case Node.Function f -> {
        functions.put(f.name(), f.body());
        yield 0;
      }
    };
  }

  private int test(Node condition) throws InterruptedException {
    tested++;
    try {
      return node(condition);
    } finally {
      tested--;
    }
  }

  private int background(Node.Background background) {
    Shell copy = new Shell(machine, variables);
    copy.functions.putAll(functions);
    copy.positional = positional;
    Thread parent = Thread.currentThread();
    Thread.ofVirtual()
        .start(() -> {
          try {
            copy.node(background.inner());
          } catch (InterruptedException e) {
            parent.interrupt();
          } catch (Exit e) {
            copy.status = e.code;
          } catch (ScriptError e) {
            machine.write("sh: " + e.getMessage() + "\n");
          }
        });
    return 0;
  }

  private int command(Node.Command command) throws InterruptedException {
    List<String> arguments = expansion.all(command.words());
    Map<String, String> before = new HashMap<>(variables);
    for (String assignment : command.assignments()) {
      int equals = assignment.indexOf('=');
      variables.put(
          assignment.substring(0, equals), expansion.one(assignment.substring(equals + 1)));
    }
    if (arguments.isEmpty()) {
      return status(command);
    }
    Node function = functions.get(arguments.getFirst());
    try {
      if (function != null) {
        List<String> outer = positional;
        positional = List.copyOf(arguments.subList(1, arguments.size()));
        try {
          return node(function);
        } finally {
          positional = outer;
        }
      }
      return builtins.run(arguments);
    } finally {
      if (!command.assignments().isEmpty()) {
        for (String assignment : command.assignments()) {
          String name = assignment.substring(0, assignment.indexOf('='));
          restore(name, before);
        }
      }
    }
  }

  private void restore(String name, Map<String, String> before) {
    String old = before.get(name);
    if (old == null) {
      variables.remove(name);
    } else {
      variables.put(name, old);
    }
  }

  private int status(Node.Command command) {
    boolean substituted =
        command.assignments().stream().anyMatch(a -> a.contains("$(") || a.contains("`"));
    return substituted ? status : 0;
  }

  private int loop(Node.While loop) throws InterruptedException {
    int last = 0;
    while ((test(loop.condition()) == 0) != loop.until()) {
      try {
        last = node(loop.body());
      } catch (Leave e) {
        if (!e.again) {
          return 0;
        }
      }
    }
    return last;
  }

  private int each(Node.For loop) throws InterruptedException {
    int last = 0;
    for (String value : expansion.all(loop.words())) {
      variables.put(loop.name(), value);
      try {
        last = node(loop.body());
      } catch (Leave e) {
        if (!e.again) {
          return 0;
        }
      }
    }
    return last;
  }

  private int choose(Node.Case choice) throws InterruptedException {
    String word = expansion.one(choice.word());
    for (Node.Branch branch : choice.branches()) {
      for (String pattern : branch.patterns()) {
        if (matches(word, expansion.one(pattern))) {
          return node(branch.body());
        }
      }
    }
    return 0;
  }

  static boolean matches(String text, String pattern) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      regex.append(
          switch (c) {
            case '*' -> ".*";
            case '?' -> ".";
            default -> Pattern.quote(String.valueOf(c));
          });
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL).matcher(text).matches();
  }

  private int redirected(Node.Redirected node) throws InterruptedException {
    Consumer<String> before = out;
    String input = in;
    StringBuilder written = new StringBuilder();
    List<Runnable> after = new ArrayList<>();
    for (Node.Redirect redirect : node.redirects()) {
      String target =
          redirect.operator().equals("<<")
              ? expansion.here(redirect.target())
              : expansion.one(redirect.target());
      switch (redirect.operator()) {
        case "<" -> in = machine.files().read(target).orElse("");
        case "<<" -> in = target;
        case ">", ">>" -> {
          if (redirect.descriptor() == 1) {
            boolean appends = redirect.operator().equals(">>");
            out = text -> collect(written, text);
            after.add(() -> save(target, written.toString(), appends));
          }
        }
        default -> {}
      }
    }
    try {
      return node(node.inner());
    } finally {
      out = before;
      in = input;
      after.forEach(Runnable::run);
    }
  }

  private void save(String target, String text, boolean appends) {
    if (target.startsWith("/dev/")) {
      if (!target.equals("/dev/null")) {
        out.accept(text);
      }
    } else if (appends) {
      machine.files().append(target, text);
    } else {
      machine.files().write(target, text);
    }
  }

  private static void collect(StringBuilder into, String text) {
    if (into.length() + text.length() <= MOST_CAPTURED) {
      into.append(text);
    }
  }

  /// Work that may be interrupted.
  private interface Work {
    int run() throws InterruptedException;
  }

  private int with(String input, Work work) throws InterruptedException {
    String before = in;
    in = input;
    try {
      return work.run();
    } finally {
      in = before;
    }
  }

  private String captured(Node node) throws InterruptedException {
    Consumer<String> before = out;
    StringBuilder written = new StringBuilder();
    out = text -> collect(written, text);
    try {
      status = node(node);
    } catch (Exit e) {
      status = e.code;
    } finally {
      out = before;
    }
    return written.toString();
  }

  /// The output of a script, without its last newlines.
  String capture(String script) throws InterruptedException {
    return captured(Parser.parse(script)).replaceAll("\n+$", "");
  }

  String expand(String text) throws InterruptedException {
    return expansion.one("\"" + text + "\"");
  }

  void print(String text) {
    out.accept(text);
  }

  String input() {
    return in;
  }

  void input(String rest) {
    in = rest;
  }

  String variable(String name) {
    return switch (name) {
      case "?" -> Integer.toString(status);
      case "#" -> Integer.toString(positional.size());
      case "$" -> "1";
      case "!" -> "2";
      case "0" -> "sh";
      case "@", "*" -> String.join(" ", positional);
      default -> {
        if (Character.isDigit(name.charAt(0))) {
          int index = Integer.parseInt(name);
          yield index <= positional.size() ? positional.get(index - 1) : "";
        }
        yield variables.getOrDefault(name, "");
      }
    };
  }

  boolean isSet(String name) {
    return variables.containsKey(name) || !variable(name).isEmpty();
  }

  void set(String name, String value) {
    variables.put(name, value);
  }

  void unset(String name) {
    variables.remove(name);
  }

  Map<String, String> variables() {
    return variables;
  }

  List<String> positional() {
    return positional;
  }

  void shift() {
    positional = positional.isEmpty() ? positional : positional.subList(1, positional.size());
  }

  void stopOnError(boolean stops) {
    stopsOnError = stops;
  }
}
