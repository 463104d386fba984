package io.bowline.control.org.store;

import static io.bowline.control.platform.store.OpenTransaction.handle;

import io.bowline.control.org.NewToken;
import io.bowline.control.org.Only;
import io.bowline.control.org.Principal;
import io.bowline.control.org.Role;
import io.bowline.control.org.Scope;
import io.bowline.control.org.Token;
import io.bowline.control.org.TokenStore;
import io.bowline.control.platform.Glance;
import io.bowline.control.platform.Tx;
import io.bowline.control.platform.store.OpenGlance;
import io.bowline.model.id.FleetId;
import io.bowline.model.id.InstallId;
import io.bowline.model.id.MemberId;
import io.bowline.model.id.OrgId;
import io.bowline.model.id.TokenId;
import jakarta.inject.Singleton;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/// Rows of tokens: the hash, never the text.
@Singleton
public final class TokenRows implements TokenStore {
  private static final String BEARER =
      """
      select staff, id, org, name, scopes, installs, fleets, member, role, kind, stale
      from bowline_bearer(?)
      """;
  private static final String TOKEN =
      "select id, name, scopes, installs, fleets, created_by, member, created_at, expires_at, revoked_at,"
          + " last_used_at from api_token ";

  /// Before each scope of a token that may less than its scopes say.
  private static final String LIMITED = "limited.";

  @Override
  public Optional<Borne> bearer(Glance glance, byte[] hash) {
    return OpenGlance.first(
        glance,
        BEARER,
        row ->
            new Borne(row.getBoolean("staff") ? staff(row) : member(row), row.getBoolean("stale")),
        hash);
  }

  @Override
  public void used(Tx tx, byte[] hash) {
    handle(tx)
        .createUpdate("update api_token set last_used_at = clock_timestamp() where hash = :hash")
        .bind("hash", hash)
        .execute();
  }

  @Override
  public void insert(
      Tx tx, OrgId org, TokenId id, NewToken wish, Token.Origin origin, byte[] hash) {
    Update insert =
        handle(tx)
            .createUpdate(
                """
                insert into api_token
                  (org, id, name, scopes, installs, fleets, created_by, member, hash, expires_at)
                values (:org, :id, :name, :scopes, :installs, :fleets, :by, :member, :hash,
                  clock_timestamp() + cast(:life as bigint) * interval '1 millisecond')
                """)
            .bind("org", org.value())
            .bind("by", origin.by())
            .bindByType("member", origin.holder().map(MemberId::value).orElse(null), UUID.class);
    boolean limited = origin.holder().isPresent() || wish.only().isPresent();
    wish(insert, id, wish, hash)
        .bind("scopes", words(wish.scopes(), limited))
        .bindByType(
            "installs",
            values(wish, only -> only.installs().stream().map(InstallId::value)),
            UUID[].class)
        .bindByType(
            "fleets",
            values(wish, only -> only.fleets().stream().map(FleetId::value)),
            UUID[].class)
        .execute();
  }

  private static UUID @Nullable [] values(NewToken wish, Function<Only, Stream<UUID>> part) {
    return wish.only().map(part).map(ids -> ids.toArray(UUID[]::new)).orElse(null);
  }

  @Override
  public void insertStaff(Tx tx, TokenId id, NewToken wish, byte[] hash) {
    Update insert =
        handle(tx)
            .createUpdate(
                """
                insert into staff_token (id, name, scopes, hash, expires_at)
                values (:id, :name, :scopes, :hash,
                  clock_timestamp() + cast(:life as bigint) * interval '1 millisecond')
                """);
    wish(insert, id, wish, hash).bind("scopes", words(wish.scopes(), false)).execute();
  }

  /// Versions that know of no holders and no installs go by the scopes alone; they are to find none
  /// that they know.
  private static String words(Set<Scope> scopes, boolean limited) {
    return scopes.stream()
        .map(scope -> limited ? LIMITED + scope.text() : scope.text())
        .collect(Collectors.joining(" "));
  }

  private static Update wish(Update insert, TokenId id, NewToken wish, byte[] hash) {
    return insert
        .bind("id", id.value())
        .bind("name", wish.name())
        .bind("hash", hash)
        .bindByType("life", wish.life().map(Duration::toMillis).orElse(null), Long.class);
  }

  @Override
  public Optional<Token> find(Tx tx, OrgId org, TokenId id) {
    return handle(tx)
        .createQuery(TOKEN + "where org = :org and id = :id")
        .bind("org", org.value())
        .bind("id", id.value())
        .map((row, context) -> token(row))
        .findOne();
  }

  @Override
  public List<Token> list(Tx tx, OrgId org, Optional<TokenId> before, int limit) {
    return handle(tx)
        .createQuery(
            TOKEN
                + """
                where org = :org and (cast(:before as uuid) is null or id < :before)
                order by id desc limit :limit
                """)
        .bind("org", org.value())
        .bindByType("before", before.map(TokenId::value).orElse(null), UUID.class)
        .bind("limit", limit)
        .map((row, context) -> token(row))
        .list();
  }

  @Override
  public boolean revoke(Tx tx, OrgId org, TokenId id) {
    return handle(tx)
            .createUpdate(
                """
                update api_token set revoked_at = clock_timestamp()
                where org = :org and id = :id and revoked_at is null
                """)
            .bind("org", org.value())
            .bind("id", id.value())
            .execute()
        == 1;
  }

  @Override
  public void revokeAllOf(Tx tx, OrgId org, MemberId member) {
    handle(tx)
        .createUpdate(
            """
            update api_token set revoked_at = clock_timestamp()
            where org = :org and member = :member and revoked_at is null
            """)
        .bind("org", org.value())
        .bind("member", member.value())
        .execute();
  }

  @Override
  public boolean noStaffYet(Tx tx) {
    handle(tx)
        .createQuery("select pg_advisory_xact_lock(hashtext('bowline first start')) is null")
        .mapTo(Boolean.class)
        .one();
    return handle(tx)
        .createQuery("select not exists (select 1 from staff_token)")
        .mapTo(Boolean.class)
        .one();
  }

  private static Principal.Staff staff(ResultSet row) throws SQLException {
    return new Principal.Staff(id(row), row.getString("name"), scopes(row));
  }

  private static Principal.Member member(ResultSet row) throws SQLException {
    // a role that this version does not know lets its holder do the least
    Role role = Optional.ofNullable(row.getString("role")).flatMap(Role::parse).orElse(Role.VIEWER);
    boolean person = "person".equals(row.getString("kind"));
    return new Principal.Member(
        id(row),
        new OrgId(row.getObject("org", UUID.class)),
        row.getString("name"),
        scopes(row),
        holder(row).map(id -> new Principal.Holder(id, role, person)),
        only(row),
        Principal.Proof.TOKEN);
  }

  private static Optional<Only> only(ResultSet row) throws SQLException {
    Optional<Set<InstallId>> installs = ids(row, "installs", InstallId::new);
    Optional<Set<FleetId>> fleets = ids(row, "fleets", FleetId::new);
    return installs.isEmpty() && fleets.isEmpty()
        ? Optional.empty()
        : Optional.of(new Only(installs.orElse(Set.of()), fleets.orElse(Set.of())));
  }

  private static <T> Optional<Set<T>> ids(ResultSet row, String column, Function<UUID, T> make)
      throws SQLException {
    Array ids = row.getArray(column);
    return ids == null
        ? Optional.empty()
        : Optional.of(
            Stream.of((UUID[]) ids.getArray()).map(make).collect(Collectors.toUnmodifiableSet()));
  }

  private static Optional<MemberId> holder(ResultSet row) throws SQLException {
    return Optional.ofNullable(row.getObject("member", UUID.class)).map(MemberId::new);
  }

  private static Token token(ResultSet row) throws SQLException {
    return new Token(
        id(row),
        row.getString("name"),
        scopes(row),
        only(row),
        new Token.Origin(row.getString("created_by"), holder(row)),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        new Token.Times(
            instant(row, "expires_at"), instant(row, "revoked_at"), instant(row, "last_used_at")));
  }

  private static TokenId id(ResultSet row) throws SQLException {
    return new TokenId(row.getObject("id", UUID.class));
  }

  private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }

  /// A scope that this version does not know grants nothing.
  private static Set<Scope> scopes(ResultSet row) throws SQLException {
    Set<Scope> scopes = EnumSet.noneOf(Scope.class);
    Arrays.stream(row.getString("scopes").split(" ", -1))
        .map(
            word -> Scope.parse(word.startsWith(LIMITED) ? word.substring(LIMITED.length()) : word))
        .forEach(scope -> scope.ifPresent(scopes::add));
    return scopes;
  }
}
