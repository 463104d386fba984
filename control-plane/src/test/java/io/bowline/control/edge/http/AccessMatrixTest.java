package io.bowline.control.edge.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.control.app.SharedDatabase;
import io.bowline.control.edge.grpc.TestRunner;
import io.bowline.control.edge.http.TestCaller.Answer;
import io.bowline.control.identity.Authority;
import io.bowline.control.identity.TestTrust;
import io.bowline.control.org.Access;
import io.bowline.control.org.Role;
import io.bowline.control.org.Scope;
import io.bowline.control.org.TestOwner;
import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.store.OpenTransaction;
import io.bowline.model.id.InstallId;
import io.bowline.model.id.OrgId;
import io.bowline.model.id.RunnerId;
import io.bowline.model.identity.Identity;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Every operation that the API describes, asked for by every kind of caller, with the answer that
/// one table expects of it. What is sent is never a wish that could be granted.
@QuarkusTest
@QuarkusTestResource(SharedDatabase.class)
@Timeout(300)
class AccessMatrixTest {
  /// Which scope each operation needs, and of whom.
  private static final Path TABLE = Path.of("src/test/resources/access.txt");

  private static final String PREFIX = "/api/v1";
  private static final String HIDDEN = "There is no such organization.";
  private static final Set<String> BODYLESS = Set.of("GET", "DELETE");
  private static final UUID NOBODY = new UUID(0, 0);

  @TestHTTPResource(value = "/", tls = true)
  URI address;

  @Inject Authority authority;
  @Inject TestOwner owner;
  @Inject Transactions transactions;

  private TestCaller anybody;
  private TestCaller staff;
  private String org;

  /// One line of the table.
  private record Row(String method, String path, Optional<Scope> scope, Access.Whom whom) {
    static Row parse(String line) {
      String[] words = line.strip().split(" +", -1);
      return new Row(
          words[0],
          words[1],
          words[2].equals("anyone")
              ? Optional.empty()
              : Optional.of(Scope.parse(words[2]).orElseThrow()),
          words.length > 3
              ? Access.Whom.valueOf(words[3].toUpperCase(Locale.ROOT))
              : Access.Whom.ANYBODY);
    }

    boolean among(Set<Scope> scopes) {
      return scope.filter(needed -> !scopes.contains(needed)).isEmpty();
    }

    boolean forAnyone() {
      return scope.isEmpty();
    }

    String name() {
      return method + " " + path;
    }

    /// Whether it is about one install or fleet, or what belongs to one.
    boolean ofOnePart() {
      return Stream.of("{install}", "{job}", "{plan}", "{fleet}", "{cluster}")
          .anyMatch(path::contains);
    }

    boolean inOrganization() {
      return path.contains("{org}");
    }
  }

  /// What a caller is to be told.
  private enum Told {
    WHO_ARE_YOU,
    NOT_YOU,
    NOT_THERE,
    WELCOME
  }

  /// A kind of caller.
  private interface Kind {
    Told to(Row row);
  }

  private record Someone(String name, TestCaller calls, Kind kind) {}

  @BeforeEach
  void organization() {
    anybody = TestCaller.to(address.getPort(), TestTrust.of(authority));
    staff = anybody.with(owner.token());
    org = staff.organization();
  }

  private static List<Row> table() throws IOException {
    return Files.readAllLines(TABLE).stream()
        .filter(line -> !line.startsWith("#"))
        .map(Row::parse)
        .toList();
  }

  @Test
  void theTableHasEveryOperationOnce() throws IOException {
    Set<String> described = new TreeSet<>();
    JsonNode paths = staff.get(PREFIX + "/openapi?format=json").body().path("paths");
    paths
        .properties()
        .forEach(path ->
            path.getValue().properties().stream()
                .map(method -> method.getKey().toUpperCase(Locale.ROOT))
                .filter(Set.of("GET", "PUT", "POST", "DELETE", "PATCH")::contains)
                .forEach(method ->
                    described.add(method + " " + path.getKey().substring(PREFIX.length()))));
    assertThat(table().stream().map(Row::name))
        .as("say here what a new operation needs")
        .containsExactlyInAnyOrderElementsOf(described);
  }

  @Test
  void everyOperationAnswersEveryKindOfCallerAsTheTableSays() throws Exception {
    List<String> wrong = new ArrayList<>();
    for (Someone someone : callers()) {
      for (Row row : table()) {
        Answer answer = call(someone.calls(), row);
        Told told = told(answer);
        Told expected = row.forAnyone() ? Told.WELCOME : someone.kind().to(row);
        if (told != expected) {
          wrong.add(
              "%s, %s: %s, not %s (%d %s)"
                  .formatted(
                      someone.name(),
                      row.name(),
                      told,
                      expected,
                      answer.status(),
                      answer.raw().body()));
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  private List<Someone> callers() throws Exception {
    var all = new ArrayList<Someone>();
    Kind unknown = _ -> Told.WHO_ARE_YOU;
    all.add(new Someone("nobody", anybody, unknown));
    all.add(new Someone("a made-up token", anybody.with("bwl_" + "a".repeat(43)), unknown));
    all.add(new Someone("an expired token", anybody.with(ended("expires_at")), unknown));
    all.add(new Someone("a revoked token", anybody.with(ended("revoked_at")), unknown));
    all.add(new Someone("a runner by its certificate", runner(), unknown));
    for (Scope scope : EnumSet.complementOf(EnumSet.of(Scope.PUBLISH))) {
      TestCaller calls = anybody.with(token(org, Set.of(scope)));
      all.add(new Someone("a member with " + scope, calls, member(Set.of(scope))));
    }
    Set<Scope> most = EnumSet.complementOf(EnumSet.of(Scope.PUBLISH));
    all.add(new Someone("a member with everything", anybody.with(token(org, most)), member(most)));
    all.add(
        new Someone(
            "another organization's",
            anybody.with(token(staff.organization(), most)),
            row -> row.inOrganization() ? Told.NOT_THERE : member(most).to(row)));
    all.add(
        new Someone(
            "a token for one install",
            anybody.with(forOneInstall(most)),
            row -> row.inOrganization() && !row.ofOnePart() ? Told.NOT_YOU : member(most).to(row)));
    all.addAll(people());
    for (Scope scope : Scope.values()) {
      TestCaller calls = anybody.with(owner.named("out-" + org, Set.of(scope)));
      all.add(new Someone("staff with " + scope, calls, staff(Set.of(scope), Set.of())));
    }
    all.addAll(staff());
    return all;
  }

  /// Staff in an organization that has an owner: who came in, who is out again, and who never was.
  private List<Someone> staff() {
    Set<Scope> every = EnumSet.allOf(Scope.class);
    TestCaller in = anybody.with(owner.named("in-" + org, every));
    in.enters(org);
    TestCaller reads = anybody.with(owner.named("reads-" + org, Set.of(Scope.READ)));
    reads.enters(org);
    TestCaller gone = anybody.with(owner.named("gone-" + org, every));
    String access = gone.enters(org);
    String path = PREFIX + "/organizations/" + org + "/staff-accesses/" + access;
    assertThat(gone.delete(path).status()).isEqualTo(204);
    TestCaller elsewhere = anybody.with(owner.named("elsewhere-" + org, every));
    elsewhere.enters(staff.organization());
    Set<Access.Whom> outside = Set.of();
    Set<Access.Whom> inside = Set.of(Access.Whom.ANYBODY);
    return List.of(
        new Someone("staff who came in", in, staff(every, inside)),
        new Someone("staff who came in to read", reads, staff(Set.of(Scope.READ), inside)),
        new Someone("staff who are out again", gone, staff(every, outside)),
        new Someone("staff who came in elsewhere", elsewhere, staff(every, outside)));
  }

  /// Members of every role, and those who were more before.
  private List<Someone> people() {
    var all = new ArrayList<Someone>();
    Person owner = person(staff, org, Role.OWNER);
    TestCaller by = owner.calls();
    all.add(new Someone("an owner", by, ofRole(Role.OWNER)));
    for (Role role : EnumSet.complementOf(EnumSet.of(Role.OWNER))) {
      all.add(new Someone(role.text(), person(by, org, role).calls(), ofRole(role)));
    }
    for (Role role : Role.values()) {
      Person once = person(by, org, Role.OWNER);
      HttpRequest.Builder change =
          by.request(PREFIX + "/organizations/" + org + "/members/" + once.id() + "/role")
              .header("Content-Type", "application/json")
              .PUT(HttpRequest.BodyPublishers.ofString("{\"role\":\"%s\"}".formatted(role.text())));
      assertThat(by.send(change).status()).isEqualTo(200);
      all.add(new Someone("an owner made " + role.text(), once.calls(), ofRole(role)));
    }
    Person removed = person(by, org, Role.OWNER);
    String path = PREFIX + "/organizations/" + org + "/members/" + removed.id();
    assertThat(by.delete(path).status()).isEqualTo(204);
    all.add(new Someone("a removed owner", removed.calls(), _ -> Told.WHO_ARE_YOU));
    all.add(
        new Someone(
            "another organization's owner",
            person(staff, staff.organization(), Role.OWNER).calls(),
            row -> row.inOrganization() ? Told.NOT_THERE : ofRole(Role.OWNER).to(row)));
    return all;
  }

  private record Person(String id, TestCaller calls) {}

  private Person person(TestCaller by, String of, Role role) {
    Answer invited =
        by.post(
            PREFIX + "/organizations/" + of + "/invitations",
            "{\"email\":\"%s@example.com\",\"role\":\"%s\"}"
                .formatted(UUID.randomUUID(), role.text()));
    assertThat(invited.status()).as(invited.raw().body()).isEqualTo(201);
    Answer joined =
        anybody.post(
            PREFIX + "/invitations/accept",
            "{\"name\":\"P\",\"invitation\":\"%s\"}"
                .formatted(invited.body().path("invitation").asText()));
    assertThat(joined.status()).as(joined.raw().body()).isEqualTo(200);
    return new Person(
        joined.body().path("member").path("id").asText(),
        anybody.with(joined.body().path("token").asText()));
  }

  private static Kind member(Set<Scope> scopes) {
    return only(
        scopes,
        EnumSet.complementOf(EnumSet.of(Access.Whom.PERSON, Access.Whom.STAFF, Access.Whom.OWNER)));
  }

  private static Kind ofRole(Role role) {
    Set<Access.Whom> others =
        role == Role.OWNER
            ? EnumSet.of(Access.Whom.STAFF)
            : EnumSet.of(Access.Whom.STAFF, Access.Whom.OWNER);
    return only(role.scopes(), EnumSet.complementOf(EnumSet.copyOf(others)));
  }

  /// @param inside what they do in the organization
  private static Kind staff(Set<Scope> scopes, Set<Access.Whom> inside) {
    Set<Access.Whom> always = EnumSet.of(Access.Whom.STAFF, Access.Whom.VENDOR, Access.Whom.OWNER);
    return row ->
        row.among(scopes)
                && (always.contains(row.whom())
                    || inside.contains(row.whom())
                    || (!row.inOrganization() && row.whom() == Access.Whom.ANYBODY))
            ? Told.WELCOME
            : Told.NOT_YOU;
  }

  private static Kind only(Set<Scope> scopes, Set<Access.Whom> whom) {
    return row -> row.among(scopes) && whom.contains(row.whom()) ? Told.WELCOME : Told.NOT_YOU;
  }

  private static Told told(Answer answer) {
    return switch (answer.status()) {
      case 401 -> {
        assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
        yield Told.WHO_ARE_YOU;
      }
      case 403 -> Told.NOT_YOU;
      case 404 ->
          answer.body().path("detail").asText().equals(HIDDEN) ? Told.NOT_THERE : Told.WELCOME;
      default -> {
        assertThat(answer.status()).as(answer.raw().body()).isLessThan(500);
        yield Told.WELCOME;
      }
    };
  }

  /// With names of nobody and a body that says nothing known.
  private Answer call(TestCaller by, Row row) {
    String path = row.path().replace("{org}", org).replaceAll("[{][a-z]+[}]", NOBODY.toString());
    HttpRequest.Builder request = by.request(PREFIX + path);
    return by.send(
        BODYLESS.contains(row.method())
            ? request.method(row.method(), HttpRequest.BodyPublishers.noBody())
            : request
                .header("Content-Type", "application/json")
                .method(row.method(), HttpRequest.BodyPublishers.ofString("{\"nonsense\":true}")));
  }

  private String token(String of, Set<Scope> scopes) {
    return token(of, scopes, "");
  }

  private String token(String of, Set<Scope> scopes, String more) {
    String names =
        scopes.stream()
            .map(scope -> '"' + scope.text() + '"')
            .collect(Collectors.joining(",", "[", "]"));
    Answer made =
        staff.post(
            PREFIX + "/organizations/" + of + "/tokens",
            "{\"name\":\"t\",\"scopes\":%s%s}".formatted(names, more));
    assertThat(made.status()).as(made.raw().body()).isEqualTo(201);
    return made.body().path("token").asText();
  }

  private String forOneInstall(Set<Scope> scopes) {
    Answer install =
        staff.post(
            PREFIX + "/organizations/" + org + "/installs",
            "{\"name\":\"one\",\"product\":\"acme/streaming\",\"cloud\":\"byok\","
                + "\"region\":\"r\",\"account\":\"a\"}");
    assertThat(install.status()).as(install.raw().body()).isEqualTo(201);
    return token(org, scopes, ",\"installs\":[\"one\"]");
  }

  /// A token that was good until a minute ago.
  private String ended(String column) {
    Answer made =
        staff.post(
            PREFIX + "/organizations/" + org + "/tokens",
            "{\"name\":\"t\",\"scopes\":[\"read\",\"write\",\"admin\"]}");
    transactions.runInOrg(
        OrgId.parse(org),
        tx ->
            OpenTransaction.handle(tx)
                .execute(
                    "update api_token set %s = now() - interval '1 minute' where id = ?"
                        .formatted(column),
                    UUID.fromString(made.body().path("id").asText())));
    return made.body().path("token").asText();
  }

  /// Whoever holds a runner's certificate is let in by the link, and is nobody to the API.
  private TestCaller runner() throws Exception {
    var identity =
        new Identity(
            "bowline.local",
            OrgId.parse(org),
            new InstallId(NOBODY),
            Identity.Role.RUNNER,
            new RunnerId(NOBODY));
    KeyPair pair = TestRunner.newKey();
    X509Certificate leaf = authority.certify(pair.getPublic(), identity, Duration.ofHours(1));
    X509Certificate[] chain =
        Stream.of(leaf, authority.bundle().getFirst()).toArray(X509Certificate[]::new);
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry("runner", pair.getPrivate(), new char[0], chain);
    KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
    factory.init(store, new char[0]);
    KeyManager[] keys = factory.getKeyManagers();
    return TestCaller.to(address.getPort(), TestTrust.of(authority), keys);
  }
}
