package io.bowline.simulator.shell;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Runs scripts.
public final class Shell {
  private static final int DEEPEST = 64;

  private final Machine machine;
  private final Scope scope;
  private final Streams streams;
  private final Map<String, Node> functions = new HashMap<>();
  private final Expansion expansion = new Expansion(this);
  private final Builtins builtins;
  private int depth;
  private boolean stopsOnError;
  private int tested;

  public Shell(Machine machine, Map<String, String> environment) {
    this(machine, new Scope(environment));
  }

  private Shell(Machine machine, Scope scope) {
    this.machine = machine;
    this.scope = scope;
    this.streams = new Streams(machine);
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
    List<String> before = scope.positional();
    scope.positional(arguments);
    try {
      return node(Parser.parse(text));
    } finally {
      scope.positional(before);
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
      scope.status(evaluate(node));
      return scope.status();
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
        yield streams.reading(piped, () -> node(p.right()));
      }
      case Node.Background b -> background(b);
      case Node.If i ->
          test(i.condition()) == 0
              ? node(i.then())
              : i.otherwise().isPresent() ? node(i.otherwise().get()) : 0;
      case Node.While w -> loop(w);
      case Node.For f -> each(f);
      case Node.Case c -> choose(c);
      case Node.Redirected r -> streams.redirected(r.redirects(), expansion, () -> node(r.inner()));
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
    Shell copy = new Shell(machine, scope.copy());
    copy.functions.putAll(functions);
    Thread parent = Thread.currentThread();
    Thread.ofVirtual()
        .start(() -> {
          try {
            copy.node(background.inner());
          } catch (InterruptedException e) {
            parent.interrupt();
          } catch (Exit e) {
            copy.scope.status(e.code);
          } catch (ScriptError e) {
            machine.write("sh: " + e.getMessage() + "\n");
          }
        });
    return 0;
  }

  private int command(Node.Command command) throws InterruptedException {
    List<String> arguments = expansion.all(command.words());
    Map<String, String> before = new HashMap<>(scope.variables());
    for (String assignment : command.assignments()) {
      int equals = assignment.indexOf('=');
      scope.set(assignment.substring(0, equals), expansion.one(assignment.substring(equals + 1)));
    }
    if (arguments.isEmpty()) {
      return status(command);
    }
    Node function = functions.get(arguments.getFirst());
    try {
      if (function != null) {
        List<String> outer = scope.positional();
        scope.positional(arguments.subList(1, arguments.size()));
        try {
          return node(function);
        } finally {
          scope.positional(outer);
        }
      }
      return builtins.run(arguments);
    } finally {
      if (!command.assignments().isEmpty()) {
        for (String assignment : command.assignments()) {
          String name = assignment.substring(0, assignment.indexOf('='));
          scope.restore(name, before);
        }
      }
    }
  }

  private int status(Node.Command command) {
    boolean substituted =
        command.assignments().stream().anyMatch(a -> a.contains("$(") || a.contains("`"));
    return substituted ? scope.status() : 0;
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
      scope.set(loop.name(), value);
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
        if (Glob.matches(word, expansion.one(pattern))) {
          return node(branch.body());
        }
      }
    }
    return 0;
  }

  /// The output of a script, without its last newlines.
  String capture(String script) throws InterruptedException {
    return captured(Parser.parse(script)).replaceAll("\n+$", "");
  }

  private String captured(Node node) throws InterruptedException {
    return streams.captured(() -> {
      try {
        scope.status(node(node));
      } catch (Exit e) {
        scope.status(e.code);
      }
      return scope.status();
    });
  }

  String expand(String text) throws InterruptedException {
    return expansion.one("\"" + text + "\"");
  }

  Scope scope() {
    return scope;
  }

  Streams streams() {
    return streams;
  }

  void stopOnError(boolean stops) {
    stopsOnError = stops;
  }
}
