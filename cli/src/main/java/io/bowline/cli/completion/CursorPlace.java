package io.bowline.cli.completion;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// Finds what the next word of a command line is.
final class CursorPlace {
  private CommandSpec command;
  private int position;
  private Optional<OptionSpec> waiting = Optional.empty();

  private CursorPlace(CommandSpec root) {
    command = root;
  }

  /// The label of the parameter that the word after these is for; empty where it is for none.
  static Optional<String> after(CommandSpec root, List<String> words) {
    var place = new CursorPlace(root);
    Iterator<String> each = words.iterator();
    boolean only = false;
    while (each.hasNext()) {
      String word = each.next();
      if (!only && word.equals("--")) {
        only = true;
      } else {
        place.read(word, only);
      }
    }
    return place.next().map(ArgSpec::paramLabel);
  }

  private void read(String word, boolean onlyParameters) {
    if (waiting.isPresent()) {
      waiting = Optional.empty();
    } else if (!onlyParameters && word.startsWith("-") && word.length() > 1) {
      option(word);
    } else {
      CommandLine verb = command.subcommands().get(word);
      if (verb != null) {
        command = verb.getCommandSpec();
        position = 0;
      } else {
        position++;
      }
    }
  }

  private void option(String word) {
    OptionSpec known = command.findOption(word);
    waiting = Optional.ofNullable(known).filter(option -> option.arity().min() > 0);
  }

  private Optional<? extends ArgSpec> next() {
    return waiting.isPresent()
        ? waiting
        : command.positionalParameters().stream()
            .filter(parameter -> parameter.index().contains(position))
            .findFirst();
  }
}
