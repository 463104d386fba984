package io.bowline.control.finding;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.control.install.InstallRecord;
import io.bowline.control.job.Bench;
import io.bowline.control.platform.event.Feed;
import io.bowline.control.platform.event.FeedItem;
import io.bowline.control.platform.event.store.FeedStore;
import io.bowline.model.artifact.Digest;
import io.bowline.model.finding.Finding;
import io.bowline.model.finding.FindingKind;
import io.bowline.model.finding.FindingReport;
import io.bowline.model.id.OrgId;
import io.bowline.model.identity.Identity;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What becomes of findings on a real database.
class FindingsTest {
  private static final Instant SINCE = Instant.parse("2026-03-01T10:00:00Z");

  private final Bench bench = new Bench();
  private final Findings findings = TestFindings.on(bench.transactions);
  private final Identity runner = bench.runner();

  private static Finding foreign(String workload, int pods) {
    return new Finding.ForeignImage(
        new Finding.Place("stream", workload, "main", workload + "-1"),
        "docker.example/acme/stray:1.0",
        "is not from the customer's registry",
        pods,
        Optional.of(SINCE));
  }

  private void told(Finding... found) {
    findings.told(runner, FindingReport.of(List.of(found)));
  }

  private List<KeptFinding> list(Wanted wanted) {
    return list(bench.install, wanted);
  }

  private List<KeptFinding> list(InstallRecord install, Wanted wanted) {
    return findings.list(
        install.org(), install.id(), new FindingStore.Part(wanted, Optional.empty(), 10_000));
  }

  @Test
  @Tag("C61.running-subset")
  void aFindingIsOpenForAsLongAsItIsTold() {
    assertThat(findings.last(bench.org, bench.install.id())).isEmpty();
    told(foreign("Deployment/web", 1));
    KeptFinding first = list(Wanted.OPEN).getFirst();
    assertThat(first.finding()).isEqualTo(foreign("Deployment/web", 1));

    told(foreign("Deployment/web", 3), foreign("Deployment/db", 1));
    assertThat(list(Wanted.OPEN))
        .extracting(KeptFinding::finding)
        .containsExactlyInAnyOrder(foreign("Deployment/web", 3), foreign("Deployment/db", 1));
    assertThat(list(Wanted.OPEN))
        .filteredOn(kept -> kept.id().equals(first.id()))
        .singleElement()
        .satisfies(kept -> assertThat(kept.openedAt()).isEqualTo(first.openedAt()));

    told(foreign("Deployment/db", 1));
    assertThat(list(Wanted.CLOSED))
        .singleElement()
        .satisfies(kept -> {
          assertThat(kept.id()).isEqualTo(first.id());
          assertThat(kept.closedAt().orElseThrow()).isAfterOrEqualTo(kept.openedAt());
        });

    told(foreign("Deployment/db", 1), foreign("Deployment/web", 1));
    assertThat(list(Wanted.OPEN)).hasSize(2).extracting(KeptFinding::id).doesNotContain(first.id());
    assertThat(list(Wanted.ALL)).hasSize(3);
    assertThat(findings.counts(bench.org, List.of(bench.install.id())))
        .containsEntry(bench.install.id(), 2);
  }

  @Test
  void everyKindIsKeptAsItWasTold() {
    Digest digest = Digest.of("image".getBytes(StandardCharsets.UTF_8));
    var blocked =
        new Finding.BlockedImage(
            "reg.example/web",
            Optional.of(digest),
            "blocked by the scan policy",
            List.of(new Finding.SeverityCount("CRITICAL", 2)));
    var unchecked = new Finding.Unchecked(FindingKind.FOREIGN_IMAGE, "no cluster");
    var bare = new Finding.BlockedImage("other", Optional.empty(), "", List.of());
    told(foreign("Pod/a", 1), blocked, unchecked, bare);
    assertThat(list(Wanted.OPEN))
        .extracting(KeptFinding::finding)
        .containsExactlyInAnyOrder(foreign("Pod/a", 1), blocked, unchecked, bare);
  }

  @Test
  void whatCouldNotBeLookedAtIsNotOver() {
    told(foreign("Pod/a", 1));
    told(new Finding.Unchecked(FindingKind.FOREIGN_IMAGE, "no cluster"));
    assertThat(list(Wanted.OPEN)).hasSize(2);
    told();
    assertThat(list(Wanted.OPEN)).isEmpty();
  }

  @Test
  void whatIsKeptInsideIsCountedAllTheSame() {
    var hidden =
        new Finding.ForeignImage(
            new Finding.Place("(kept inside)", "(kept inside)", "(kept inside)", "(kept inside)"),
            "(kept inside)",
            "(kept inside)",
            0,
            Optional.empty());
    findings.told(runner, new FindingReport(List.of(hidden, hidden, hidden), 0));
    assertThat(list(Wanted.OPEN)).hasSize(3);
    findings.told(runner, new FindingReport(List.of(hidden), 0));
    assertThat(list(Wanted.OPEN)).hasSize(1);
  }

  @Test
  void aRunnerThatFindsAHundredThousandFillsNothingUp() {
    List<Finding> all = many("a", 100_000);
    FindingReport report = FindingReport.of(all);
    assertThat(report.findings()).hasSize(FindingReport.MOST);
    findings.told(runner, report);
    assertThat(list(Wanted.OPEN)).hasSize(FindingReport.MOST);
    assertThat(findings.last(bench.org, bench.install.id()).orElseThrow().unlisted())
        .isEqualTo(100_000 - FindingReport.MOST);

    // others each time, and never all of them: nothing is over, and the number stays bounded
    for (int round = 0; round < 5; round++) {
      findings.told(runner, new FindingReport(many("b" + round, FindingReport.MOST), 1));
    }
    assertThat(list(Wanted.OPEN)).hasSize(Comparison.MOST_OPEN);

    // others each time, and what was before is over
    for (int round = 0; round < 5; round++) {
      findings.told(runner, new FindingReport(many("c" + round, FindingReport.MOST), 0));
    }
    assertThat(list(Wanted.OPEN)).hasSize(FindingReport.MOST);
    assertThat(list(Wanted.CLOSED)).hasSize(1_000);
  }

  private static List<Finding> many(String name, int count) {
    return IntStream.range(0, count).mapToObj(n -> foreign(name + "/" + n, 1)).toList();
  }

  @Test
  void whatChangesIsAnnouncedOnceWithTheInstallAsItsSubject() {
    told(foreign("Pod/a", 1));
    told(foreign("Pod/a", 2));
    told();
    List<FeedItem> items = feed(bench.org);
    assertThat(items).hasSize(2);
    assertThat(items.getFirst().entry().json())
        .contains("\"openedCount\":1", "\"closedCount\":0", "foreign-image", "Pod/a");
    assertThat(items.getLast().entry().json()).contains("\"openedCount\":0", "\"closedCount\":1");
  }

  private List<FeedItem> feed(OrgId org) {
    var feed = new FeedStore(new TestFindings.Deaf());
    String subject = bench.install.id().toString();
    return bench.transactions.inOrg(
        org, tx -> feed.after(tx, org, new Feed.Position(Findings.FEED, subject, 0), 100));
  }

  @Test
  void nobodySeesWhatIsFoundAtOthers() {
    InstallRecord second = bench.install("second");
    told(foreign("Pod/a", 1));
    assertThat(list(second, Wanted.ALL)).isEmpty();
    var stranger = new OrgId(bench.ids.get());
    assertThat(findings.counts(stranger, List.of(bench.install.id()))).isEmpty();
    assertThat(
            findings.list(
                stranger,
                bench.install.id(),
                new FindingStore.Part(Wanted.ALL, Optional.empty(), 10)))
        .isEmpty();
  }

  @Test
  void anInstallThatIsRemovedHasNoneLeft() {
    told(foreign("Pod/a", 1), foreign("Pod/b", 1));
    bench.transactions.runInOrg(bench.org, tx -> findings.over(tx, bench.org, bench.install.id()));
    assertThat(list(Wanted.OPEN)).isEmpty();
  }

  @Test
  void textsThatAreHostileAreKeptAsTheyAre() {
    var kept = new ArrayList<Finding>();
    for (String image : List.of("'; drop table finding; --", "\u202e\u0007", "é".repeat(512))) {
      kept.add(
          new Finding.ForeignImage(
              new Finding.Place("n", "Pod/p", "c", "p"), image, "why", 1, Optional.empty()));
    }
    told(kept.toArray(Finding[]::new));
    assertThat(list(Wanted.OPEN))
        .extracting(KeptFinding::finding)
        .containsExactlyInAnyOrderElementsOf(kept);
  }
}
