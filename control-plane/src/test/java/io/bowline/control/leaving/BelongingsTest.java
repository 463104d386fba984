package io.bowline.control.leaving;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.control.app.SharedDatabase;
import io.bowline.control.arrival.door.DoorPhase;
import io.bowline.control.arrival.door.DoorReport;
import io.bowline.control.arrival.door.MadeThing;
import io.bowline.control.edge.http.TestCaller;
import io.bowline.control.identity.Authority;
import io.bowline.control.identity.TestTrust;
import io.bowline.control.install.Creation;
import io.bowline.control.install.Installs;
import io.bowline.control.install.NewInstall;
import io.bowline.control.job.JobRecord;
import io.bowline.control.org.TestOwner;
import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.Tx;
import io.bowline.model.artifact.Digest;
import io.bowline.model.belonging.Belonging;
import io.bowline.model.belonging.Holdings;
import io.bowline.model.id.InstallId;
import io.bowline.model.id.JobId;
import io.bowline.model.id.OrgId;
import io.bowline.model.id.PlanId;
import io.bowline.model.id.TokenId;
import io.bowline.model.job.Failure;
import io.bowline.model.job.JobReport;
import io.bowline.model.job.JobSpec;
import io.bowline.model.job.Phase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What doors and runners tell, as it is known afterwards.
@QuarkusTest
@QuarkusTestResource(SharedDatabase.class)
class BelongingsTest {
  private static final Digest DIGEST = Digest.of(new byte[0]);
  private static final Instant NOW = Instant.parse("2026-11-22T21:00:00Z");

  @TestHTTPResource(value = "/", tls = true)
  URI address;

  @Inject Authority authority;
  @Inject TestOwner owner;
  @Inject Installs installs;
  @Inject Belongings belongings;
  @Inject ToldByDoors doors;
  @Inject ToldByRunners runners;
  @Inject Transactions transactions;

  private OrgId org;
  private InstallId install;

  @BeforeEach
  void anInstall() {
    TestCaller staff =
        TestCaller.to(address.getPort(), TestTrust.of(authority)).with(owner.token());
    org = OrgId.parse(staff.organization());
    var wish =
        new NewInstall("prod", "acme/streaming", "byok", "1", "eu", Map.of(), Optional.empty());
    install = ((Creation.Created) installs.create(org, wish, "ann")).install().id();
  }

  private void in(Consumer<Tx> work) {
    transactions.runInOrg(org, work);
  }

  private List<String> there() {
    return belongings.list(org, install).stream()
        .filter(one -> one.gone().isEmpty())
        .map(one -> one.what().kind() + " " + one.what().name())
        .toList();
  }

  private DoorReport door(DoorPhase phase, MadeThing... made) {
    return new DoorReport(
        org,
        install,
        UUID.randomUUID(),
        new TokenId(UUID.randomUUID()),
        "cloudformation",
        phase,
        "stack/1",
        List.of(made),
        "",
        Optional.empty(),
        NOW);
  }

  private JobRecord uninstall(Phase phase, String... left) {
    return new JobRecord(
        org,
        new JobId(UUID.randomUUID()),
        install,
        new JobSpec.Uninstall(),
        phase,
        "",
        "ann",
        NOW,
        Optional.of(new JobReport.Uninstalled(List.of(left))));
  }

  @Test
  void whatADoorMadeIsCalledAsEverywhereAndGoesWhenItIsTakenBack() {
    var cluster = new MadeThing("AWS::EKS::Cluster", "bowline-prod", "Cluster");
    var key = new MadeThing("AWS::KMS::Key", "0a-1b", "Key");
    in(tx -> doors.reported(tx, door(DoorPhase.MADE, cluster, key)));
    assertThat(there()).containsExactly("aws_eks_cluster bowline-prod", "aws_kms_key 0a-1b");
    in(tx -> doors.reported(tx, door(DoorPhase.DELETED, key)));
    assertThat(there()).containsExactly("aws_kms_key 0a-1b");
  }

  @Test
  @Tag("C31.orphans-listed")
  void aComponentThatCouldNotBeRemovedStaysWithItsReasonAndGoesWithTheNextTry() {
    in(tx ->
        belongings.installed(
            tx,
            org,
            install,
            List.of(
                Belonging.there("storage", Belonging.STATE, "storage", false),
                Belonging.there("kafka", Belonging.RELEASE, "kafka", false)),
            Set.of("storage", "kafka")));
    // not of the runner, so that nothing it says changes it
    in(tx ->
        belongings.told(
            tx,
            org,
            install,
            Witness.CUSTOMER,
            List.of(Belonging.there("cluster", "aws_ebs_volume", "vol-1", true))));
    var failed = new Phase.Failed(NOW, new Failure("uninstall-incomplete", "not removed", true));
    in(tx -> runners.over(tx, uninstall(failed, "storage: BucketNotEmpty")));
    assertThat(there()).containsExactly("aws_ebs_volume vol-1", "terraform/component storage");
    assertThat(belongings.list(org, install))
        .filteredOn(one -> one.what().name().equals("storage"))
        .singleElement()
        .satisfies(one -> assertThat(one.what().why()).isEqualTo("BucketNotEmpty"));
    in(tx -> runners.over(tx, uninstall(new Phase.Succeeded(NOW), "images")));
    assertThat(there()).containsExactly("aws_ebs_volume vol-1");
  }

  @Test
  @Tag("C31.data-kept")
  void eachThingThatARunnerHasMadeIsKnownAndGoesWhenItSeesItNoMore() {
    Belonging claim = Belonging.there("kafka", Belonging.CLAIM, "streams/data-0", true);
    Belonging set = Belonging.there("kafka", "kubernetes/StatefulSet", "streams/kafka", false);
    Belonging bucket = Belonging.there("storage", "aws_s3_bucket", "tiered", true);
    var apply = new JobSpec.ApplyPlan(new PlanId(UUID.randomUUID()), DIGEST, Optional.empty());
    var all = List.of(claim.sized("10Gi"), set, bucket);
    in(tx -> runners.over(tx, over(apply, applied(new Holdings(all, true)))));
    assertThat(there())
        .containsExactly(
            "aws_s3_bucket tiered",
            "kubernetes/PersistentVolumeClaim streams/data-0",
            "kubernetes/StatefulSet streams/kafka");
    // not of the runner's seeing
    in(tx -> belongings.told(tx, org, install, Witness.CUSTOMER, List.of(bucket)));
    in(tx -> runners.over(tx, over(apply, applied(new Holdings(List.of(claim), false)))));
    assertThat(there()).as("that was not all").hasSize(3);
    in(tx -> runners.over(tx, over(apply, applied(new Holdings(List.of(claim), true)))));
    assertThat(there())
        .containsExactly("aws_s3_bucket tiered", "kubernetes/PersistentVolumeClaim streams/data-0");
    var kept = new Holdings(List.of(claim.now(true, "holds data"), bucket.now(false, "")), true);
    in(tx ->
        runners.over(
            tx, over(new JobSpec.Uninstall(), new JobReport.Uninstalled(List.of(), kept))));
    assertThat(there()).containsExactly("kubernetes/PersistentVolumeClaim streams/data-0");
    assertThat(belongings.list(org, install))
        .filteredOn(one -> one.gone().isEmpty())
        .singleElement()
        .satisfies(one -> {
          assertThat(one.what().size()).as("it was told once").isEqualTo("10Gi");
          assertThat(one.what().why()).isEqualTo("holds data");
        });
  }

  @Test
  @Tag("C31.orphans-listed")
  void whatIsAPartOfAThingGoesWithItAndNobodyHasToLookForIt() {
    Belonging bucket = Belonging.there("storage", "aws_s3_bucket", "tiered", true);
    var parts =
        List.of(
            bucket,
            Belonging.there("storage", "aws_s3_bucket_policy", "tiered", false),
            Belonging.there("storage", "aws_route", "r-1", false),
            Belonging.there("pools", "aws_eks_node_group", "bowline-prod:a", false));
    in(tx -> belongings.held(tx, org, install, new Holdings(parts, true)));
    var kinds = Set.of("aws_s3_bucket", "aws_eks_cluster");
    in(tx ->
        belongings.looked(
            tx, org, install, "ann", new Look("1", "eu", kinds, List.of(), List.of(bucket))));
    assertThat(there())
        .containsExactly("aws_route r-1", "aws_s3_bucket tiered", "aws_s3_bucket_policy tiered");
    in(tx ->
        belongings.looked(
            tx, org, install, "ann", new Look("1", "eu", kinds, List.of(), List.of())));
    assertThat(there()).as("nobody has looked for route tables").containsExactly("aws_route r-1");
  }

  private static JobReport applied(Holdings holdings) {
    return new JobReport.Applied(
        Optional.empty(), List.of(), Optional.empty(), List.of(), holdings);
  }

  private JobRecord over(JobSpec spec, JobReport report) {
    return new JobRecord(
        org,
        new JobId(UUID.randomUUID()),
        install,
        spec,
        new Phase.Succeeded(NOW),
        "",
        "ann",
        NOW,
        Optional.of(report));
  }

  @Test
  void aComponentThatALaterReleaseHasNoMoreIsGoneAndComesBackWithAnother() {
    Belonging kafka = Belonging.there("kafka", Belonging.RELEASE, "kafka", false);
    Belonging flink = Belonging.there("flink", Belonging.RELEASE, "flink", false);
    var both = Set.of("kafka", "flink");
    in(tx -> belongings.installed(tx, org, install, List.of(kafka, flink), both));
    // the plan left kafka as it was, so that only its name is told
    in(tx -> belongings.installed(tx, org, install, List.of(), Set.of("kafka")));
    assertThat(there()).containsExactly("kubernetes/helm-release kafka");
    in(tx -> belongings.installed(tx, org, install, List.of(flink), both));
    assertThat(there()).hasSize(2);
  }
}
