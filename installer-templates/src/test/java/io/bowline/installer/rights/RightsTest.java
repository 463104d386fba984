package io.bowline.installer.rights;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.installer.Parameters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Each version of the templates has a record of what it asks for. A change of the catalogue wants
/// an entry, and a version of its own once the last one is out: `BOWLINE_WRITE=1` writes both the
/// record and the page.
class RightsTest {
  private static final Path RECORDS = Path.of("src/main/resources/io/bowline/installer/rights");
  private static final Path PAGE = Path.of("../docs/rights.md");
  private static final List<String> CLOUDS = List.of("aws", "azure", "gcp", "oci");

  private static final boolean WRITES = System.getenv("BOWLINE_WRITE") != null;

  @Test
  void whatThisVersionAsksForIsRecorded() throws IOException {
    Path record = RECORDS.resolve(Rights.file(Parameters.VERSION));
    String now = Rights.now().stream().map(Right::line).collect(Collectors.joining("\n", "", "\n"));
    if (WRITES) {
      Files.writeString(record, now);
    }
    assertThat(Files.readString(record))
        .as("rights changed: write the entry with BOWLINE_WRITE=1; the version is out? Raise it")
        .isEqualTo(now);
  }

  /// What customers were once shown does not change afterwards.
  @Test
  void theRecordOfAVersionThatIsOutStaysAsItIs() throws Exception {
    List<String> published = Files.readAllLines(RECORDS.resolve("published.txt"));
    assertThat(published).isNotEmpty();
    for (String line : published) {
      String[] parts = line.split(" ", -1);
      byte[] record = Files.readAllBytes(RECORDS.resolve(Rights.file(Integer.parseInt(parts[0]))));
      assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(record)))
          .as("version " + parts[0])
          .isEqualTo(parts[1]);
    }
  }

  @Test
  void thereIsARecordOfEveryVersion() {
    for (int version = 1; version <= Parameters.VERSION; version++) {
      assertThat(Rights.of(version)).as("version " + version).isPresent();
    }
    assertThat(Rights.of(Parameters.VERSION + 1)).isEmpty();
  }

  @Test
  void aRightMoreAndADenialLessAreBothMore() {
    Right reads = right(Right.Effect.MAY, "ec2:DescribeVpcs", "*");
    Right makes = right(Right.Effect.MAY, "ec2:CreateVpc", "*");
    Right wider = right(Right.Effect.MAY, "iam:PassRole", "*");
    Right narrow = right(Right.Effect.MAY, "iam:PassRole", "one role");
    Right denied = right(Right.Effect.MAY_NOT, "s3:GetObject", "*");
    RightsChange change =
        RightsChange.of(1, List.of(reads, narrow, denied), 2, List.of(reads, makes, wider));
    assertThat(change.more()).containsExactlyInAnyOrder(makes, wider, denied);
    assertThat(change.less()).containsExactly(narrow);
    RightsChange back =
        RightsChange.of(2, List.of(reads, makes, wider), 1, List.of(reads, narrow, denied));
    assertThat(back.more()).containsExactly(narrow);
    assertThat(back.less()).containsExactlyInAnyOrder(makes, wider, denied);
  }

  @Test
  void anotherReasonIsNoOtherRight() {
    Right then = new Right("aws", "installer", Right.Effect.MAY, "ec2:CreateVpc", "*", "Once");
    Right now = new Right("aws", "installer", Right.Effect.MAY, "ec2:CreateVpc", "*", "Twice");
    assertThat(RightsChange.of(1, List.of(then), 2, List.of(now)).more()).isEmpty();
  }

  @Test
  void thePageSaysWhatEachVersionAsksForBesides() throws IOException {
    if (WRITES) {
      Files.writeString(PAGE, page());
    }
    assertThat(Files.readString(PAGE)).as("BOWLINE_WRITE=1 writes it").isEqualTo(page());
  }

  private static String page() {
    var page = new StringJoiner("\n");
    page.add("# What each version of the templates asks for\n");
    page.add(
        """
        Written by a test out of the records in `installer-templates`; `bowline install policy NAME --since VERSION` says it for an install.
        The installer is whoever makes the base layer; the others are roles that it makes. Of Azure, Google Cloud and Oracle's cloud the
        installer's rights are recorded, and not yet those of what is made.
        """);
    for (int version = Parameters.VERSION; version > 1; version--) {
      page.add("## %d, since %d\n".formatted(version, version - 1));
      for (String cloud : CLOUDS) {
        page.add(changed(cloud, version));
      }
    }
    return page.toString();
  }

  private static String changed(String cloud, int version) {
    RightsChange change =
        RightsChange.of(version - 1, of(cloud, version - 1), version, of(cloud, version));
    var rows = new ArrayList<String>();
    change.more().forEach(right -> rows.add(row("more", right)));
    change.less().forEach(right -> rows.add(row("less", right)));
    return rows.isEmpty()
        ? "`%s`: nothing more, nothing less.\n".formatted(cloud)
        : "`%s`:\n\n| | who | right | on | because |\n|---|---|---|---|---|\n%s\n"
            .formatted(cloud, String.join("\n", rows));
  }

  private static String row(String which, Right right) {
    String denial = right.effect() == Right.Effect.MAY ? "" : " (denied)";
    return "| %s | %s | `%s`%s | `%s` | %s |"
        .formatted(which, right.who(), right.action(), denial, right.on(), right.reason());
  }

  private static List<Right> of(String cloud, int version) {
    return Rights.of(version).orElseThrow().stream()
        .filter(right -> right.cloud().equals(cloud))
        .toList();
  }

  private static Right right(Right.Effect effect, String action, String on) {
    return new Right("aws", "installer", effect, action, on, "Because");
  }
}
