package io.bowline.runner.host;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// One child process to be started.
///
/// @param program absolute path, see `Host.find`
/// @param environment all that the child sees beside what `ChildEnvironment` lets through; may hold
///   secrets, so it is never printed
/// @param folder working folder, and the child's HOME unless the environment names one
public record Command(
    Path program,
    List<String> arguments,
    Map<String, String> environment,
    Path folder,
    Limits limits) {
  public Command {
    if (!program.isAbsolute()) {
      throw new IllegalArgumentException("program is not an absolute path: " + program);
    }
    arguments = List.copyOf(arguments);
    environment = Map.copyOf(environment);
  }

  public Command(Path program, List<String> arguments, Path folder, Limits limits) {
    this(program, arguments, Map.of(), folder, limits);
  }

  /// The same command with these variables added.
  public Command with(Map<String, String> variables) {
    var all = new TreeMap<>(environment);
    all.putAll(variables);
    return new Command(program, arguments, all, folder, limits);
  }

  /// Names the program alone: arguments and environment may carry secrets.
  @Override
  public String toString() {
    return program.getFileName() + " (" + arguments.size() + " arguments) in " + folder;
  }
}
