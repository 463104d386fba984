package io.bowline.simulator.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Where a script's output goes and its input comes from, while pipes and redirections last.
final class Streams {
  private static final int MOST_CAPTURED = 1 << 20;

  private final Machine machine;
  private Consumer<String> out;
  private String in = "";

  Streams(Machine machine) {
    this.machine = machine;
    this.out = machine::write;
  }

  /// Work that may be interrupted.
  interface Work {
    int run() throws InterruptedException;
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

  /// Does work that reads this.
  int reading(String input, Work work) throws InterruptedException {
    String before = in;
    in = input;
    try {
      return work.run();
    } finally {
      in = before;
    }
  }

  /// Does work and keeps what it prints.
  String captured(Work work) throws InterruptedException {
    Consumer<String> before = out;
    StringBuilder written = new StringBuilder();
    out = text -> collect(written, text);
    try {
      work.run();
    } finally {
      out = before;
    }
    return written.toString();
  }

  /// Does work between files.
  int redirected(List<Node.Redirect> redirects, Expansion expansion, Work work)
      throws InterruptedException {
    Consumer<String> before = out;
    String input = in;
    List<Runnable> after = new ArrayList<>();
    for (Node.Redirect redirect : redirects) {
      boolean here = redirect.operator().equals("<<");
      String target = here ? expansion.here(redirect.target()) : expansion.one(redirect.target());
      switch (redirect.operator()) {
        case "<" -> in = machine.files().read(target).orElse("");
        case "<<" -> in = target;
        case ">", ">>" -> {
          if (redirect.descriptor() == 1) {
            boolean appends = redirect.operator().equals(">>");
            StringBuilder written = new StringBuilder();
            out = text -> collect(written, text);
            after.add(() -> save(target, written.toString(), appends));
          }
        }
        default -> {}
      }
    }
    try {
      return work.run();
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
}
