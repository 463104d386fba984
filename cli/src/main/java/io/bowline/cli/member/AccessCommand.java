package io.bowline.cli.member;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.cli.api.Api;
import io.bowline.cli.api.ApiVerb;
import io.bowline.cli.print.Column;
import io.bowline.cli.print.Printer;
import io.bowline.cli.session.CliFailure;
import io.bowline.cli.session.Exit;
import io.bowline.cli.session.Shell;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Groups the verbs of access reviews.
@Command(
    name = "access",
    description = {
      "Who may do what, and the reviews of it; how the vendor's staff come in and out.",
      "Reviews: list, review, reviews. Staff: request and leave are theirs, the others yours."
    },
    subcommands = {
      AccessCommand.ListRights.class,
      AccessCommand.Review.class,
      AccessCommand.ListReviews.class,
      StaffAccessVerbs.Staff.class,
      StaffAccessVerbs.Approve.class,
      StaffAccessVerbs.Refuse.class,
      StaffAccessVerbs.End.class,
      StaffAccessVerbs.Request.class,
      StaffAccessVerbs.Leave.class
    })
public final class AccessCommand {
  private static List<JsonNode> rights(Api api) {
    List<JsonNode> all = new ArrayList<>();
    api.get(api.tenant("access"), Map.of()).path("items").forEach(all::add);
    return all;
  }

  @Command(name = "list", description = "List everybody who may do anything, and their last use.")
  static final class ListRights extends ApiVerb {
    ListRights(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      printer.list(
          rights(api),
          List.of(
              Column.of("SUBJECT", "/subject"),
              Column.of("NAME", "/name"),
              Column.of("RIGHTS", "/rights"),
              Column.of("USED", "/lastUsedAt")));
      return Exit.OK;
    }
  }

  @Command(
      name = "review",
      description = {
        "Decide about everybody's rights, and put that on record.",
        "What is revoked is gone at once; whoever came in since you looked has to be looked at, too."
      })
  static final class Review extends ApiVerb {
    @Option(
        names = "--confirm",
        paramLabel = "SUBJECT",
        description = "Keeps its rights, named as in 'access list'; repeatable.")
    private List<String> confirmed = List.of();

    @Option(
        names = "--revoke",
        paramLabel = "SUBJECT",
        description = "Loses its rights; repeatable.")
    private List<String> revoked = List.of();

    @Option(
        names = "--note",
        required = true,
        paramLabel = "TEXT",
        description = "Why this review is done.")
    private String note = "";

    Review(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      ObjectNode body = object().put("note", note);
      known(api, confirmed).forEach(body.putArray("confirmed")::add);
      known(api, revoked).forEach(body.putArray("revoked")::add);
      printer.one(api.post(api.tenant("access-reviews"), body), REVIEW);
      return Exit.OK;
    }

    /// By subject, or by the name that people know.
    private static List<String> known(Api api, List<String> names) {
      List<JsonNode> rights = rights(api);
      return names.stream().map(name -> one(rights, name)).toList();
    }

    private static String one(List<JsonNode> rights, String name) {
      List<String> meant =
          rights.stream()
              .filter(right ->
                  name.equals(right.path("subject").asText())
                      || name.equals(right.path("name").asText()))
              .map(right -> right.path("subject").asText())
              .toList();
      if (meant.size() == 1) {
        return meant.getFirst();
      }
      throw meant.isEmpty()
          ? new CliFailure(Exit.NOT_FOUND, name + " has no rights; see 'access list'")
          : new CliFailure(Exit.USAGE, name + " is more than one: " + String.join(", ", meant));
    }
  }

  private static final List<Column> REVIEW =
      List.of(
          Column.of("REVIEWED", "/reviewedAt"),
          Column.of("BY", "/reviewedBy"),
          Column.of("NOTE", "/note"),
          Column.of("ID", "/id"));

  @Command(name = "reviews", description = "List the reviews on record; -o json has all of each.")
  static final class ListReviews extends ApiVerb {
    ListReviews(Shell shell) {
      super(shell);
    }

    @Override
    protected Exit run(Api api, Printer printer) {
      printer.list(api.list(api.tenant("access-reviews"), Map.of(), 1000), REVIEW);
      return Exit.OK;
    }
  }
}
