package io.bowline.cli.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.cli.print.Column;
import io.bowline.cli.print.Format;
import io.bowline.cli.print.Printer;
import io.bowline.cli.session.CliFailure;
import io.bowline.cli.session.Exit;
import io.bowline.cli.session.PrivateFile;
import io.bowline.cli.session.Shell;
import io.bowline.cloud.Complaint;
import io.bowline.cloud.kubeconfig.ClusterAccess;
import io.bowline.cloud.kubeconfig.ClusterCredential;
import io.bowline.cloud.kubeconfig.Kubeconfig;
import io.bowline.cloud.kubeconfig.KubeconfigReading;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Groups the verbs of kubeconfigs.
@Command(
    name = "kubeconfig",
    description = "The file by which a cluster is reached.",
    subcommands = KubeconfigCommand.Check.class)
public final class KubeconfigCommand {
  @Command(
      name = "check",
      description = {
        "Say whether a kubeconfig can be handed over, and what of it would be used; needs no server.",
        "Nothing in the file is run, no other file is read and nobody is asked."
      })
  static final class Check implements Callable<Integer> {
    private static final List<Column> ACCESS =
        List.of(
            Column.of("CONTEXT", "/context"),
            Column.of("SERVER", "/server"),
            Column.of("AUTHORITIES", "/authorities"),
            Column.of("CREDENTIAL", "/credential"),
            Column.of("EXPIRES", "/expires"),
            Column.of("NAMESPACE", "/namespace"));
    private static final List<Column> PROBLEMS =
        List.of(Column.of("FIELD", "/field"), Column.of("MESSAGE", "/message"));

    private final Shell shell;

    @Parameters(paramLabel = "FILE", description = "The kubeconfig.")
    private Path file = Path.of("");

    @Option(
        names = "--context",
        paramLabel = "NAME",
        description = "The context to use; the current one when absent.")
    private Optional<String> context = Optional.empty();

    @Option(
        names = "--to",
        paramLabel = "FILE",
        description = "Write a kubeconfig with that context and nothing else, for this user alone.")
    private Optional<Path> to = Optional.empty();

    @Option(
        names = {"-o", "--output"},
        paramLabel = "FORM",
        description = "table, json, yaml or name (the context).")
    private Format format = Format.table;

    Check(Shell shell) {
      this.shell = shell;
    }

    @Override
    public Integer call() {
      var printer = new Printer(shell.out(), format);
      return switch (Kubeconfig.read(HandedOver.bytes(shell, file), context, shell.world().now())) {
        case KubeconfigReading.Good(ClusterAccess access) -> {
          to.ifPresent(target -> PrivateFile.write(shell.path(target), access.reveal()));
          printer.one(shown(access), ACCESS);
          yield Exit.OK.code();
        }
        case KubeconfigReading.ContextNeeded(List<String> names) ->
            throw new CliFailure(
                Exit.USAGE,
                "%s has several contexts and none is the current one; choose with --context: %s"
                    .formatted(file, String.join(", ", names)));
        case KubeconfigReading.Refused(List<Complaint> complaints) -> {
          say(complaints, printer);
          yield Exit.FAILED.code();
        }
      };
    }

    private void say(List<Complaint> complaints, Printer printer) {
      if (format != Format.table) {
        printer.list(
            complaints.stream()
                .map(each ->
                    JsonNodeFactory.instance
                        .objectNode()
                        .put("field", each.field())
                        .put("message", each.message()))
                .map(JsonNode.class::cast)
                .toList(),
            PROBLEMS);
        return;
      }
      complaints.forEach(each ->
          printer.say(
              each.field().isEmpty()
                  ? "%s: the file %s".formatted(file, each.message())
                  : "%s: %s %s".formatted(file, each.field(), each.message())));
    }

    private static ObjectNode shown(ClusterAccess access) {
      ObjectNode shown = JsonNodeFactory.instance.objectNode();
      shown.put("context", access.context()).put("server", access.server().toString());
      shown.put("authorities", access.authorities().isPresent() ? "its own" : "well-known ones");
      shown.put(
          "credential",
          switch (access.credential()) {
            case ClusterCredential.Token _ -> "token";
            case ClusterCredential.Certificate _ -> "certificate";
          });
      access.credential().expires().ifPresent(end -> shown.put("expires", end.toString()));
      access.namespace().ifPresent(name -> shown.put("namespace", name));
      return shown;
    }
  }
}
