package io.bowline.control.edge.oci;

import io.bowline.control.account.TestAccounts;
import io.bowline.control.allowance.AllowanceSettings;
import io.bowline.control.allowance.Allowances;
import io.bowline.control.allowance.store.PgAllowanceStore;
import io.bowline.control.artifact.ArtifactSettings;
import io.bowline.control.artifact.Artifacts;
import io.bowline.control.artifact.GarbageCollection;
import io.bowline.control.artifact.Passes;
import io.bowline.control.artifact.Repositories;
import io.bowline.control.artifact.StorageProducer;
import io.bowline.control.artifact.Visitors;
import io.bowline.control.audit.Audit;
import io.bowline.control.audit.store.AuditChainStore;
import io.bowline.control.catalog.Catalog;
import io.bowline.control.catalog.store.PgCatalogStore;
import io.bowline.control.identity.Authority;
import io.bowline.control.identity.Certificates;
import io.bowline.control.identity.ClientIdentities;
import io.bowline.control.identity.IdentitySettings;
import io.bowline.control.identity.ServerTls;
import io.bowline.control.identity.store.IssuingKeyStore;
import io.bowline.control.org.Founding;
import io.bowline.control.org.Issued;
import io.bowline.control.org.NewToken;
import io.bowline.control.org.Organizations;
import io.bowline.control.org.Principal;
import io.bowline.control.org.Scope;
import io.bowline.control.org.Tokens;
import io.bowline.control.org.store.OrgRows;
import io.bowline.control.org.store.TokenRows;
import io.bowline.control.platform.DataFolder;
import io.bowline.control.platform.Ids;
import io.bowline.control.platform.SystemTask;
import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.store.TestDatabase;
import io.bowline.control.quota.QuotaSettings;
import io.bowline.control.quota.StorageQuotas;
import io.bowline.control.quota.store.PgQuotaStore;
import io.bowline.control.runner.RunnerAudit;
import io.bowline.control.runner.Runners;
import io.bowline.control.runner.store.PgRunnerStore;
import io.bowline.control.secret.TestKeys;
import io.bowline.model.artifact.Digest;
import io.bowline.model.id.InstallId;
import io.bowline.model.id.OrgId;
import io.bowline.model.id.RunnerId;
import io.bowline.model.id.TokenId;
import io.bowline.model.identity.Identity;
import io.bowline.model.release.MirroredImage;
import io.bowline.model.release.Release;
import io.bowline.registry.collect.Collecting;
import io.bowline.testkit.FakeClock;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.TrustOptions;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// The registry as the control plane serves it, on a port of its own: real TLS, real tokens, a real
/// database.
final class ArtifactBench implements AutoCloseable {
  private static final String DOMAIN = "bowline.local";

  final FakeClock clock = new FakeClock(Instant.now());
  final Transactions transactions = TestDatabase.transactions();
  final Catalog catalog =
      new Catalog(transactions, new PgCatalogStore(), new Audit(new AuditChainStore()));
  final Tokens tokens;
  final Artifacts artifacts;
  final GarbageCollection garbage;
  final Allowances allowances;
  final StorageQuotas quotas;
  final String publisher = staffToken(EnumSet.allOf(Scope.class));
  private final Organizations organizations;
  private final Authority authority;
  private final DataFolder data;
  private final Vertx vertx = Vertx.vertx();
  private final HttpServer server;
  private final OciRoutes routes;

  ArtifactBench(Path folder) {
    SecureRandom random = new SecureRandom();
    Ids ids = new Ids(InstantSource.system(), random);
    Audit audit = new Audit(new AuditChainStore());
    tokens = new Tokens(transactions, new TokenRows(), audit, ids, random);
    organizations = new Organizations(transactions, new OrgRows(), audit, ids);
    data = DataFolder.claim(folder);
    ArtifactSettings settings = new Settings();
    Collecting storage = StorageProducer.folder(folder.resolve("artifacts"));
    quotas = new StorageQuotas(transactions, new PgQuotaStore(new Room()), storage);
    garbage = new GarbageCollection(storage, settings, catalog, audit, transactions, quotas, clock);
    allowances = new Allowances(new Limits(), transactions, new PgAllowanceStore(), audit, clock);
    artifacts =
        new Artifacts(
            storage,
            new Visitors(new TestAccounts(transactions, tokens, audit).bearers, runners(audit)),
            new Passes(TestKeys.purposes(), settings, clock),
            new Repositories(catalog),
            allowances,
            StorageProducer.registry(settings, storage, quotas),
            clock);
    Certificates certificates = new Certificates(InstantSource.system(), random);
    authority =
        new Authority(
            transactions,
            new IssuingKeyStore(),
            TestKeys.master(),
            certificates,
            InstantSource.system());
    IdentitySettings identity = new Identities();
    ServerTls tls = new ServerTls(identity, authority, certificates, InstantSource.system());
    Router router = Router.router(vertx);
    routes = new OciRoutes(artifacts, new ClientIdentities(identity), vertx);
    routes.mount(router);
    server =
        vertx
            .createHttpServer(
                new HttpServerOptions()
                    .setSsl(true)
                    .setUseAlpn(true)
                    .setClientAuth(ClientAuth.REQUEST)
                    .setKeyCertOptions(KeyCertOptions.wrap(tls.keyManager()))
                    .setTrustOptions(TrustOptions.wrap(tls.clientTrust())))
            .requestHandler(router)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join();
  }

  /// Only asked who is revoked, so nothing of enrolling is needed.
  private Runners runners(Audit audit) {
    return new Runners(transactions, new PgRunnerStore(), null, new RunnerAudit(audit));
  }

  URI address() {
    return URI.create("https://127.0.0.1:" + server.actualPort());
  }

  String authority() {
    return address().getAuthority();
  }

  String caPem() {
    return authority.bundlePem();
  }

  OrgId organization() {
    Principal staff =
        new Principal.Staff(new TokenId(UUID.randomUUID()), "test", EnumSet.allOf(Scope.class));
    Founding founding =
        organizations.found("art-" + UUID.randomUUID().toString().substring(0, 13), staff);
    return ((Founding.Founded) founding).organization().id();
  }

  Issued.Granted token(OrgId org, Scope... scopes) {
    Principal staff =
        new Principal.Staff(new TokenId(UUID.randomUUID()), "test", EnumSet.allOf(Scope.class));
    return (Issued.Granted)
        tokens.issue(org, new NewToken("ci", Set.of(scopes), Optional.empty()), staff);
  }

  /// A token of the vendor's staff.
  String staffToken(Set<Scope> scopes) {
    String text =
        "bwl_" + (UUID.randomUUID() + "" + UUID.randomUUID()).replace("-", "").substring(0, 43);
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
      TestDatabase.transactions()
          .runAsSystem(
              new SystemTask("test"),
              tx ->
                  new TokenRows()
                      .insertStaff(
                          tx,
                          new TokenId(UUID.randomUUID()),
                          new NewToken("publisher", scopes, Optional.empty()),
                          hash));
      return text;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Publishes a release that lives in one repository and needs an image of another.
  void release(String product, String repository, String imageRepository) {
    Digest digest = Digest.of((product + repository).getBytes(StandardCharsets.UTF_8));
    Release release =
        new Release(
            product,
            "1.0.0",
            1,
            "",
            List.of(),
            List.of(),
            List.of(new MirroredImage("app", "docker.example/x:1", imageRepository, digest)));
    String document =
        "{\"images\": [{\"name\": \"app\", \"repository\": \"" + imageRepository + "\"}]}";
    catalog.publish(digest, repository, release, document, "test");
  }

  /// Publishes a release that is this manifest and needs that image.
  void release(String product, Digest release, String repository, Digest image, String from) {
    Release what =
        new Release(
            product,
            "1.0.0",
            1,
            "",
            List.of(),
            List.of(),
            List.of(new MirroredImage("app", "docker.example/x:1", from, image)));
    String document =
        "{\"images\": [{\"name\": \"app\", \"repository\": \"%s\", \"digest\": \"%s\"}]}"
            .formatted(from, image);
    catalog.publish(release, repository, what, document, "test");
  }

  /// A client that trusts the server and shows this identity, if any.
  HttpClient client(Optional<Identity> identity) throws Exception {
    return client(identity, HttpClient.Version.HTTP_1_1);
  }

  /// The same by this version of HTTP.
  HttpClient client(Optional<Identity> identity, HttpClient.Version version) throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    for (X509Certificate ca : authority.bundle()) {
      trusted.setCertificateEntry(ca.getSerialNumber().toString(), ca);
    }
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    KeyManager[] keys = identity.isPresent() ? keys(identity.get()) : null;
    context.init(keys, trust.getTrustManagers(), null);
    return HttpClient.newBuilder().version(version).sslContext(context).build();
  }

  private KeyManager[] keys(Identity identity) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    KeyPair pair = generator.generateKeyPair();
    X509Certificate leaf = authority.certify(pair.getPublic(), identity, Duration.ofHours(1));
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry("me", pair.getPrivate(), new char[0], new Certificate[] {leaf});
    KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
    managers.init(store, new char[0]);
    return managers.getKeyManagers();
  }

  /// A machine of a fresh install that has enrolled.
  static Identity identity(OrgId org, Identity.Role role) {
    Identity identity =
        new Identity(
            DOMAIN, org, new InstallId(UUID.randomUUID()), role, new RunnerId(UUID.randomUUID()));
    TestDatabase.execute(
        org,
        "insert into install (org, id, name, product, cloud, account, region) values"
            + " ('%1$s', '%2$s', '%2$s', 'p', 'aws', 'a', 'r')".formatted(org, identity.install()));
    TestDatabase.execute(
        org,
        "insert into runner (org, id, install, key_digest, runner_key, version, certificate_until)"
            + " values ('%s', '%s', '%s', 'k', '', '1', now() + interval '1 hour')"
                .formatted(org, identity.holder(), identity.install()));
    return identity;
  }

  static void revoke(Identity runner) {
    TestDatabase.execute(
        runner.org(),
        "update runner set revoked_at = now(), revoked_because = 'test' where id = '"
            + runner.holder()
            + "'");
  }

  @Override
  public void close() {
    server.close().toCompletionStage().toCompletableFuture().join();
    vertx.close().toCompletionStage().toCompletableFuture().join();
    data.close();
  }

  private record Settings() implements ArtifactSettings {
    @Override
    public Kept storage() {
      return Kept.DISK;
    }

    @Override
    public Optional<Path> folder() {
      return Optional.empty();
    }

    @Override
    public Duration passLife() {
      return Duration.ofMinutes(5);
    }

    @Override
    public long maxBlobBytes() {
      return 1L << 36;
    }

    @Override
    public Duration uploadLife() {
      return Duration.ofHours(1);
    }

    @Override
    public Duration collectEvery() {
      return Duration.ofDays(1);
    }

    @Override
    public Duration collectGrace() {
      return Duration.ofDays(3);
    }
  }

  /// No limits, unless a test sets them.
  private record Limits() implements AllowanceSettings {
    @Override
    public int requestsPerSecond() {
      return 0;
    }

    @Override
    public int transfers() {
      return 0;
    }

    @Override
    public long bytesPerDay() {
      return 0;
    }
  }

  /// No quota, unless a test sets one.
  private record Room() implements QuotaSettings {
    @Override
    public long bytesStored() {
      return 0;
    }

    @Override
    public int repositories() {
      return 0;
    }
  }

  private record Identities() implements IdentitySettings {
    @Override
    public String trustDomain() {
      return DOMAIN;
    }

    @Override
    public Optional<Path> certificateFile() {
      return Optional.empty();
    }

    @Override
    public Optional<Path> keyFile() {
      return Optional.empty();
    }

    @Override
    public List<String> serverNames() {
      return List.of("localhost", "127.0.0.1");
    }

    @Override
    public Duration reload() {
      return Duration.ofHours(1);
    }
  }
}
