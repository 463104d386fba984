package io.bowline.control.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.control.app.SharedDatabase;
import io.bowline.control.edge.http.TestCaller;
import io.bowline.control.edge.http.TestCaller.Answer;
import io.bowline.control.identity.Authority;
import io.bowline.control.identity.TestTrust;
import io.bowline.control.org.TestOwner;
import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.Tx;
import io.bowline.control.platform.store.OpenTransaction;
import io.bowline.control.platform.store.TestDatabase;
import io.bowline.model.id.OrgId;
import io.quarkus.arc.All;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Another data key for an organization, on a real database, with values in every column that has
/// sealed ones.
@QuarkusTest
@QuarkusTestResource(SharedDatabase.class)
class DataKeyRotationTest {
  /// Bytes that no data key sealed: hashes, encoded records, and keys under the master key.
  private static final Set<String> OTHER_BYTES =
      Set.of(
          "api_token.hash",
          "data_key.former",
          "data_key.sealed",
          "invitation.hash",
          "job.report",
          "job.spec",
          "member_recovery_code.hash",
          "password_reset.hash",
          "plan.content",
          "runner.runner_key",
          "sign_in_session.hash",
          "sso_attempt.browser",
          "sso_attempt.code",
          "sso_attempt.state");

  @TestHTTPResource(value = "/", tls = true)
  URI address;

  @Inject Authority authority;
  @Inject TestOwner owner;
  @Inject Transactions transactions;
  @Inject KeyRotation rotation;
  @Inject Vault vault;

  @Inject @All List<SealedColumn> columns;

  private TestCaller staff;
  private OrgId org;
  private String base;

  @BeforeEach
  void anOrganizationWithASecretInEveryColumn() {
    staff = TestCaller.to(address.getPort(), TestTrust.of(authority)).with(owner.token());
    org = OrgId.parse(staff.organization());
    base = "/organizations/" + org + "/";
    provider("main");
    ok(
        staff.post(
            base + "infrastructure/",
            """
            {"identifier":"calm","infra_type":"byok","domain":"kafka.example.com","max_tenants":4,
             "max_kafka_units":40,"tenancy_mode":"shared"}\
            """));
    ok(
        staff.post(
            base + "infrastructure/calm/kubeconfig/",
            """
            {"kubeconfig":"{contexts: [{name: a, context: {cluster: a, user: a}}], users: [{name: a, user: {token: t-canary-4711}}], clusters: [{name: a, cluster: {server: 'https://k.example.com'}}]}"}\
            """));
    Answer invited =
        staff.post(
            "/api/v1/organizations/" + org + "/invitations",
            "{\"email\":\"anna@example.com\",\"role\":\"viewer\"}");
    Answer joined =
        staff.post(
            "/api/v1/invitations/accept",
            "{\"name\":\"Anna\",\"invitation\":\"%s\"}"
                .formatted(invited.body().path("invitation").asText()));
    String member = joined.body().path("member").path("id").asText();
    others(member);
  }

  /// What the API takes only with more around it.
  private void others(String member) {
    transactions.runInOrg(
        org,
        tx -> {
          execute(
              tx,
              "update base_domain set tls_cert = 'x', sealed_key = :sealed where org = :org",
              vault.seal(tx, org, "base-domain/" + id(tx, "base_domain") + "/key", secret()));
          execute(
              tx,
              "insert into member_totp (org, member, secret) values (:org, '%s', :sealed)"
                  .formatted(member),
              vault.seal(tx, org, "member/" + member + "/totp", secret()));
          execute(
              tx,
              """
              insert into sso_setting (org, issuer, client_id, client_secret, scopes, groups_claim,
                roles, joining, trust_emails, local_sign_in, changed_by)
              values (:org, 'https://i.example.com', 'c', :sealed, '{}', 'g', '{}', false, false,
                true, 'test')
              """,
              vault.seal(tx, org, "sso/client-secret", secret()));
          execute(
              tx,
              """
              insert into sso_attempt (org, id, state, sealed, browser, revision, expires_at)
              values (:org, :org, cast(cast(:org as text) as bytea), :sealed, '\\x00', 1,
                now() + interval '10 minutes')
              """,
              vault.seal(tx, org, "sso/attempt/" + org, secret()));
        });
  }

  private static Secret secret() {
    return Secret.of("canary-of-a-secret");
  }

  private static void ok(Answer answer) {
    assertThat(answer.status()).as(answer.raw().body()).isBetween(200, 201);
  }

  private void provider(String identifier) {
    ok(
        staff.post(
            base + "fleet-providers/",
            """
            {"identifier":"%s","provider_type":"aws","configuration":
              {"aws_access_key":"AKIAIOSFODNN7EXAMPLE","aws_access_secret":"%s"}}\
            """
                .formatted(identifier, "a".repeat(40))));
  }

  private String id(Tx tx, String table) {
    return OpenTransaction.handle(tx)
        .createQuery("select id::text from " + table + " where org = :org")
        .bind("org", org.value())
        .mapTo(String.class)
        .one();
  }

  private void execute(Tx tx, String sql, Sealed sealed) {
    OpenTransaction.handle(tx)
        .createUpdate(sql)
        .bind("org", org.value())
        .bind("sealed", sealed.bytes())
        .execute();
  }

  /// What is sealed now, by column and context.
  private Map<String, Sealed> sealed() {
    return transactions.inOrg(
        org,
        tx -> {
          var all = new HashMap<String, Sealed>();
          for (SealedColumn column : columns) {
            OpenTransaction.handle(tx)
                .createQuery(
                    "select %s as context, %s as sealed from %s where org = :org and %s is not null"
                        .formatted(
                            column.context(), column.column(), column.table(), column.column()))
                .bind("org", org.value())
                .map((row, _) ->
                    all.put(
                        column.table() + ": " + row.getString("context"),
                        new Sealed(row.getBytes("sealed"))))
                .list();
          }
          return all;
        });
  }

  private Map<String, String> opened() {
    return transactions.inOrg(
        org,
        tx -> {
          var all = new HashMap<String, String>();
          sealed()
              .forEach((name, value) ->
                  all.put(
                      name,
                      vault
                          .open(tx, org, name.substring(name.indexOf(' ') + 1), value)
                          .revealText()));
          return all;
        });
  }

  private void rotate() {
    ok(staff.post("/api/v1" + base + "data-key/rotate", ""));
    rotation.sweep();
    assertThat(rotation.standing(org).orElseThrow().askedBy()).isEmpty();
  }

  @Test
  @Tag("P17.rotation")
  @Tag("C65.key-rotation")
  void everySealedValueIsSealedAnewAndIsWhatItWas() {
    Map<String, Sealed> before = sealed();
    Map<String, String> values = opened();
    assertThat(before).hasSize(columns.size());
    JsonNode first = staff.get("/api/v1" + base + "data-key").body();

    rotate();

    Map<String, Sealed> after = sealed();
    assertThat(after.keySet()).isEqualTo(before.keySet());
    after.forEach((name, value) -> assertThat(value).as(name).isNotEqualTo(before.get(name)));
    assertThat(opened()).isEqualTo(values);
    JsonNode now = staff.get("/api/v1" + base + "data-key").body();
    assertThat(now.path("since")).isNotEqualTo(first.path("since"));
    assertThat(now.path("formerUntil").asText()).isNotEmpty();
    assertThat(staff.get("/api/v1" + base + "audit?limit=20").raw().body())
        .contains("data-key.ask", "data-key.rotate", "{\\\"values\\\":" + columns.size() + "}");
  }

  @Test
  void theFormerKeyOpensWhatWasReadBeforeAndIsThenDestroyed() {
    Map<String, Sealed> before = sealed();
    rotate();
    String context = "sso/client-secret";
    Sealed read = before.get("sso_setting: " + context);
    assertThat(open(context, read)).isEqualTo("canary-of-a-secret");
    rotation.sweep();
    assertThat(open(context, read)).isEqualTo("canary-of-a-secret");

    TestDatabase.execute(org, "update data_key set former_until = now() - interval '1 s'");
    rotation.sweep();
    assertThatThrownBy(() -> open(context, read)).isInstanceOf(UnsealException.class);
    assertThat(rotation.standing(org).orElseThrow().formerUntil()).isEmpty();
    assertThat(opened()).hasSize(columns.size());
  }

  private String open(String context, Sealed sealed) {
    return transactions.inOrg(org, tx -> vault.open(tx, org, context, sealed)).revealText();
  }

  @Test
  void whatCannotBeSealedAnewLeavesEverythingAsItWas() {
    TestDatabase.execute(org, "update member_totp set secret = '\\x00'");
    Map<String, Sealed> before = sealed();
    ok(staff.post("/api/v1" + base + "data-key/rotate", ""));
    rotation.sweep();
    assertThat(sealed()).isEqualTo(before);
    assertThat(rotation.standing(org).orElseThrow().askedBy()).isPresent();
    assertThat(open("sso/client-secret", before.get("sso_setting: sso/client-secret")))
        .isEqualTo("canary-of-a-secret");
    TestDatabase.execute(org, "delete from member_totp");
    rotation.sweep();
    assertThat(rotation.standing(org).orElseThrow().askedBy()).isEmpty();
  }

  @Test
  void whoeverSealsMeanwhileLosesNothing() throws Exception {
    try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = new ArrayList<>();
      for (int caller = 0; caller < 4; caller++) {
        int number = caller;
        all.add(
            callers.submit(() -> {
              for (int i = 0; i < 10; i++) {
                provider("p-%d-%d".formatted(number, i));
              }
            }));
      }
      while (all.stream().anyMatch(one -> !one.isDone())) {
        ok(staff.post("/api/v1" + base + "data-key/rotate", ""));
        rotation.sweep();
      }
      for (Future<?> one : all) {
        one.get();
      }
    }
    rotation.sweep();
    TestDatabase.execute(
        org, "update data_key set former_until = now() - interval '1 s' where former is not null");
    rotation.sweep();
    assertThat(opened()).as("and without the former key").hasSize(columns.size() + 40);
  }

  @Test
  void everyColumnOfBytesIsKnownToBeSealedOrToBeSomethingElse() {
    var declared = new TreeSet<String>(OTHER_BYTES);
    columns.forEach(column -> declared.add(column.table() + "." + column.column()));
    List<String> there =
        transactions.inOrg(
            org,
            tx ->
                OpenTransaction.handle(tx)
                    .createQuery(
                        """
                        select c.table_name || '.' || c.column_name from information_schema.columns c
                        where c.table_schema = 'public' and c.data_type = 'bytea'
                          and exists (select 1 from information_schema.columns o
                            where o.table_schema = 'public' and o.table_name = c.table_name
                              and o.column_name = 'org')
                        """)
                    .mapTo(String.class)
                    .list());
    assertThat(new TreeSet<>(there))
        .as("a new one has a bean SealedColumn beside its SQL, or is named here")
        .isEqualTo(declared);
  }
}
