package io.bowline.control.org.store;

import static io.bowline.control.platform.store.OpenTransaction.handle;

import io.bowline.control.org.NewToken;
import io.bowline.control.org.Principal;
import io.bowline.control.org.Role;
import io.bowline.control.org.Scope;
import io.bowline.control.org.Token;
import io.bowline.control.org.TokenStore;
import io.bowline.control.platform.Tx;
import io.bowline.model.id.MemberId;
import io.bowline.model.id.OrgId;
import io.bowline.model.id.TokenId;
import jakarta.inject.Singleton;
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
import java.util.stream.Collectors;
import org.jdbi.v3.core.statement.Update;

/// Rows of tokens: the hash, never the text.
@Singleton
public final class TokenRows implements TokenStore {
  private static final String TOKEN =
      "select id, name, scopes, created_by, member, created_at, expires_at, revoked_at"
          + " from api_token ";
  private static final String GOOD =
      " where t.hash = :hash and t.revoked_at is null"
          + " and (t.expires_at is null or t.expires_at > clock_timestamp())";

  @Override
  public Optional<Principal> bearer(Tx tx, byte[] hash) {
    Optional<Principal> member =
        handle(tx)
            .createQuery(
                """
                select t.id, t.org, t.name, t.scopes, t.member, m.role
                from api_token t left join member m
                  on m.org = t.org and m.id = t.member and m.removed_at is null
                """
                    + GOOD
                    + " and (t.member is null or m.id is not null)")
            .bind("hash", hash)
            .map((row, context) -> (Principal) member(row))
            .findOne();
    return member.or(() ->
        handle(tx)
            .createQuery("select t.id, t.name, t.scopes from staff_token t" + GOOD)
            .bind("hash", hash)
            .map((row, context) ->
                (Principal) new Principal.Staff(id(row), row.getString("name"), scopes(row)))
            .findOne());
  }

  @Override
  public void insert(
      Tx tx, OrgId org, TokenId id, NewToken wish, Token.Origin origin, byte[] hash) {
    Update insert =
        handle(tx)
            .createUpdate(
                """
                insert into api_token (org, id, name, scopes, created_by, member, hash, expires_at)
                values (:org, :id, :name, :scopes, :by, :member, :hash,
                  clock_timestamp() + cast(:life as bigint) * interval '1 millisecond')
                """)
            .bind("org", org.value())
            .bind("by", origin.by())
            .bindByType("member", origin.holder().map(MemberId::value).orElse(null), UUID.class);
    wish(insert, id, wish, hash).execute();
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
    wish(insert, id, wish, hash).execute();
  }

  private static Update wish(Update insert, TokenId id, NewToken wish, byte[] hash) {
    return insert
        .bind("id", id.value())
        .bind("name", wish.name())
        .bind("scopes", wish.scopes().stream().map(Scope::text).collect(Collectors.joining(" ")))
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

  private static Principal.Member member(ResultSet row) throws SQLException {
    // a role that this version does not know lets its holder do the least
    Role role = Optional.ofNullable(row.getString("role")).flatMap(Role::parse).orElse(Role.VIEWER);
    return new Principal.Member(
        id(row),
        new OrgId(row.getObject("org", UUID.class)),
        row.getString("name"),
        scopes(row),
        holder(row).map(id -> new Principal.Holder(id, role)));
  }

  private static Optional<MemberId> holder(ResultSet row) throws SQLException {
    return Optional.ofNullable(row.getObject("member", UUID.class)).map(MemberId::new);
  }

  private static Token token(ResultSet row) throws SQLException {
    return new Token(
        id(row),
        row.getString("name"),
        scopes(row),
        new Token.Origin(row.getString("created_by"), holder(row)),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        instant(row, "expires_at"),
        instant(row, "revoked_at"));
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
        .map(Scope::parse)
        .forEach(scope -> scope.ifPresent(scopes::add));
    return scopes;
  }
}
