package io.bowline.cli.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.cli.print.Printer;
import io.bowline.cli.session.Exit;
import io.bowline.cli.session.Shell;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;

/// A command that asks the API.
public abstract class ApiVerb implements Callable<Integer> {
  private final Shell shell;
  @Mixin private Connection connection = new Connection();

  protected ApiVerb(Shell shell) {
    this.shell = shell;
  }

  @Override
  public final Integer call() {
    return run(connection.api(shell), connection.printer(shell)).code();
  }

  /// Does the work.
  protected abstract Exit run(Api api, Printer printer);

  /// What surrounds this run.
  protected final Shell shell() {
    return shell;
  }

  /// Puts a parameter that was given.
  protected static void given(Map<String, String> query, String name, @Nullable String value) {
    if (value != null) {
      query.put(name, value);
    }
  }

  /// An empty object, to be filled and sent.
  protected static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
