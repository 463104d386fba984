package io.bowline.control.install;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.control.job.Bench;
import io.bowline.control.platform.store.OpenTransaction;
import io.bowline.model.id.OrgId;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class InstallsTest {
  private final Bench bench = new Bench();
  private final Installs installs = bench.installs;

  private InstallRecord now() {
    return installs.find(bench.org, bench.install.id()).orElseThrow();
  }

  private void silentFor(int seconds) {
    bench.transactions.runInOrg(
        bench.org,
        tx ->
            OpenTransaction.handle(tx)
                .createUpdate(
                    "update install set heard_at = now() - make_interval(secs => :s) where org = :o")
                .bind("s", (double) seconds)
                .bind("o", bench.org.value())
                .execute());
  }

  @Test
  void a_new_install_is_a_draft_and_active_once_its_runner_was_heard() {
    assertThat(now().status()).isEqualTo(InstallStatus.DRAFT);
    installs.heard(bench.org, bench.install.id());
    assertThat(now().status()).isEqualTo(InstallStatus.ACTIVE);
  }

  @Test
  @Tag("C34.silence-is-error")
  void a_runner_that_is_silent_for_longer_than_its_heartbeats_allow_makes_an_error() {
    installs.heard(bench.org, bench.install.id());
    silentFor(60);
    installs.sweep(100);
    assertThat(now().status()).isEqualTo(InstallStatus.ACTIVE);

    silentFor(75);
    installs.sweep(100);

    assertThat(now().status()).isEqualTo(InstallStatus.ERROR);
    assertThat(now().reason()).startsWith("no connection since 2").contains("9701");
  }

  @Test
  @Tag("C34.returns-to-active")
  @Tag("C34.history")
  void a_runner_that_comes_back_is_active_again_and_the_history_tells() {
    installs.heard(bench.org, bench.install.id());
    silentFor(75);
    installs.sweep(100);
    installs.heard(bench.org, bench.install.id());

    assertThat(now().status()).isEqualTo(InstallStatus.ACTIVE);
    assertThat(installs.history(bench.org, bench.install.id(), 10))
        .extracting(StatusChange::status)
        .containsExactly(InstallStatus.ACTIVE, InstallStatus.ERROR, InstallStatus.ACTIVE);
  }

  @Test
  void a_version_that_knows_no_stages_reads_a_status_that_it_knows_and_what_it_writes_counts() {
    assertThat(column("status")).isEqualTo("awaiting-runner");
    assertThat(column("stage")).isEqualTo("draft");
    bench.transactions.runInOrg(
        bench.org,
        tx ->
            OpenTransaction.handle(tx)
                .createUpdate("update install set status = 'active' where org = :o")
                .bind("o", bench.org.value())
                .execute());
    assertThat(now().status()).isEqualTo(InstallStatus.ACTIVE);
  }

  private String column(String name) {
    return bench.transactions.inOrg(
        bench.org,
        tx ->
            OpenTransaction.handle(tx)
                .createQuery("select <column> from install where org = :o")
                .define("column", name)
                .bind("o", bench.org.value())
                .mapTo(String.class)
                .one());
  }

  @Test
  void another_organization_finds_no_install_by_id_or_name() {
    var stranger = new OrgId(bench.ids.get());
    assertThat(installs.find(stranger, bench.install.id())).isEmpty();
    assertThat(installs.named(stranger, "first")).isEmpty();
    assertThat(installs.named(stranger, bench.install.id().toString())).isEmpty();
  }

  @Test
  void a_wrong_field_is_named() {
    var wish = new NewInstall("Not A Name", "p", "aws", "1", "r", Map.of());
    assertThat(installs.create(bench.org, wish, "test"))
        .isInstanceOfSatisfying(
            Creation.Invalid.class, wrong -> assertThat(wrong.field()).isEqualTo("name"));
    var cloud = new NewInstall("second", "p", "heroku", "1", "r", Map.of());
    assertThat(installs.create(bench.org, cloud, "test"))
        .isInstanceOfSatisfying(
            Creation.Invalid.class, wrong -> assertThat(wrong.field()).isEqualTo("cloud"));
  }
}
