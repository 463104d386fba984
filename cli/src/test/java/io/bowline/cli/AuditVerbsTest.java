package io.bowline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.model.audit.AuditRecord;
import io.bowline.model.id.OrgId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `bowline audit export` and `bowline audit verify`.
class AuditVerbsTest {
  private static final String AUDIT = "organizations/acme/audit";

  @TempDir private Path folder;
  private WrittenApi api;
  private Run.User operator;

  @BeforeEach
  void serve() throws IOException {
    api = new WrittenApi();
    operator = api.operator(folder);
  }

  @AfterEach
  void stop() {
    api.close();
  }

  private static List<String> chain(int length) {
    var lines = new ArrayList<String>();
    String previous = "";
    for (int number = 1; number <= length; number++) {
      var entry =
          new AuditRecord(
              new OrgId(new UUID(0, 7)),
              number,
              Instant.parse("2026-01-02T03:04:05.678901Z").plusSeconds(number),
              "member/m1",
              "token.create",
              "t" + number,
              "{\"after\":{\"name\":\"ü \\\"x\\\"\"}}",
              previous,
              from(number));
      previous = entry.hash();
      lines.add(line(entry));
    }
    return lines;
  }

  /// A chain begins with entries of the first version, and goes on with those of the second.
  private static Optional<AuditRecord.From> from(int number) {
    return number == 1
        ? Optional.empty()
        : Optional.of(new AuditRecord.From("192.0.2.1", "bowline/1", "session/s1"));
  }

  private static String line(AuditRecord entry) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("org", entry.org().toString()).put("number", entry.number());
    node.put("at", entry.at().toString()).put("actor", entry.actor());
    node.put("action", entry.action()).put("subject", entry.subject());
    node.put("detail", entry.detail()).put("previous", entry.previous());
    entry
        .from()
        .ifPresent(from ->
            node.put("version", 2)
                .put("source", from.source())
                .put("program", from.program())
                .put("credential", from.credential()));
    return node.put("hash", entry.hash()).toString();
  }

  @Test
  @Tag("C66.export")
  void theChainIsExportedOldestFirstPageByPageAndVerifiedWithoutTheServer() throws IOException {
    List<String> lines = chain(3);
    api.answer(
        "GET " + AUDIT + "?limit=200&order=oldest",
        "{\"items\":[%s,%s],\"next\":\"c\"}".formatted(lines.get(0), lines.get(1)));
    api.answer(
        "GET " + AUDIT + "?cursor=c&limit=200&order=oldest",
        "{\"items\":[%s]}".formatted(lines.get(2)));
    Run export = operator.run("audit", "export");
    assertThat(export.code()).as(export.err()).isZero();
    assertThat(export.out().lines()).containsExactlyElementsOf(lines);

    Run verify = verify(export.out().lines().toList());
    assertThat(verify.code()).as(verify.out() + verify.err()).isZero();
    assertThat(verify.out()).contains("INTACT:", "true", "ENTRIES:", "3");
  }

  @Test
  void theVendorsOwnChainIsAskedForByName() {
    api.answer("GET audit?limit=200&order=oldest", "{\"items\":[{\"number\":1}]}");
    api.answer("GET audit/verification", "{\"intact\":false,\"entries\":3,\"reason\":\"entry 4\"}");

    Run export = operator.run("audit", "export", "--vendor");
    assertThat(export.out().lines()).containsExactly("{\"number\":1}");
    Run verify = operator.run("audit", "verify", "--vendor");
    assertThat(verify.code()).isEqualTo(1);
    assertThat(verify.out()).contains("false", "entry 4");
  }

  private Run verify(List<String> lines) throws IOException {
    Path file = Files.write(folder.resolve("audit.jsonl"), lines);
    return new Run.User(folder, Map.of(), "").run("audit", "verify", "--file", file.toString());
  }

  @Test
  void whateverWasChangedIsFound() throws IOException {
    List<String> lines = chain(5);
    assertBroken(replaced(lines, 2, lines.get(2).replace("t3", "t9")), "entry 3 was altered");
    assertBroken(replaced(lines, 2, lines.get(2).replace("03:04:08", "03:04:09")), "entry 3");
    assertBroken(replaced(lines, 4, lines.get(4).replace("ü", "u")), "entry 5 was altered");
    var without = new ArrayList<>(lines);
    without.remove(1);
    assertBroken(without, "entry 2 is missing");
    var swapped = new ArrayList<>(lines);
    swapped.set(1, lines.get(2));
    swapped.set(2, lines.get(1));
    assertBroken(swapped, "entry 2 is missing");
    assertBroken(replaced(lines, 3, "not json"), "line after entry 3");
    assertBroken(replaced(lines, 0, lines.get(0).replace("\"number\":1", "\"number\":2")), "alter");
    assertBroken(List.of("{}"), "no entry");

    Run later = verify(lines.subList(2, 5));
    assertThat(later.code()).as("what begins later holds as far as it goes").isZero();
    assertThat(later.out()).contains("FROM:", "3");
    assertThat(verify(List.of()).code()).isZero();
    Run nothing = operator.run("audit", "verify", "--file", "nothing.jsonl");
    assertThat(nothing.code()).isEqualTo(2);
  }

  private void assertBroken(List<String> lines, String reason) throws IOException {
    Run run = verify(lines);
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out()).contains("false", reason);
  }

  private static List<String> replaced(List<String> lines, int at, String line) {
    var changed = new ArrayList<>(lines);
    changed.set(at, line);
    return changed;
  }
}
