package io.bowline.runner.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The short form: without Terraform, killed where most is at stake.
@Timeout(900)
final class KilledStoryTest extends KilledStoryContract {
  @Test
  @Tag("C31.reverse-order")
  void anUninstallIsCarriedOutOnceHoweverOftenTheRunnerDiesInIt() throws Exception {
    Life killed =
        live(
            "leaving",
            WITHOUT_TERRAFORM,
            List.of("v1"),
            List.of(
                "none",
                ".*(StepStarted-broker-after|StepDone-(broker|connector)-before|Ended-before)"));
    assertThat(killed.killed()).hasSize(4).doesNotHaveDuplicates();
    assertThat(killed.chapters().getLast().keySet())
        // images stay, and so does a hook's job, which Helm takes for nobody's
        .filteredOn(name -> !name.startsWith("registry ") && !name.startsWith("Job/"))
        // the namespace's own
        .filteredOn(name -> !name.contains("/kube-root-ca.crt") && !name.contains("/default"))
        .isEmpty();
  }

  @Test
  @Tag("C38.returns-by-itself")
  void theReturnOfABundleIsCarriedOutOnceHoweverOftenTheRunnerDies() throws Exception {
    Life killed =
        live(
            "killed",
            WITHOUT_TERRAFORM,
            List.of("v1", "v3"),
            List.of(
                ".*StepDone-broker-before",
                ".*(StepStarted-return-after|StepDone-return-before|Ended-before)"));
    assertThat(killed.killed()).hasSizeGreaterThanOrEqualTo(4).doesNotHaveDuplicates();
    Map<String, String> installed = killed.chapters().getFirst();
    Map<String, String> returned = killed.chapters().getLast();
    assertThat(installed).containsEntry("revisions of broker", "|");
    // the install, the release that does not work, the return
    assertThat(returned)
        .containsEntry("revisions of broker", "|||")
        .containsEntry("revisions of connector", "|||")
        .containsEntry("Deployment/connector rolled out", "3");
    installed.keySet().stream()
        // a hook ran anew, as with every revision
        .filter(name -> !name.endsWith("rolled out") && !name.startsWith("revisions"))
        .filter(name -> !name.startsWith("Job/"))
        .forEach(name -> assertThat(returned).containsEntry(name, installed.get(name)));
  }
}
