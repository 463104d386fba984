package io.bowline.control.member.store;

import static io.bowline.control.platform.store.OpenTransaction.handle;

import io.bowline.control.member.Invitation;
import io.bowline.control.member.InvitationStore;
import io.bowline.control.member.NewInvitation;
import io.bowline.control.org.Role;
import io.bowline.control.platform.Tx;
import io.bowline.model.id.MemberId;
import io.bowline.model.id.OrgId;
import io.bowline.model.id.TokenId;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.statement.Query;

/// Rows of invitations: the hash, never the text.
@Singleton
public final class InvitationRows implements InvitationStore {
  private static final String COLUMNS = "id, email, role, invited_by, created_at, expires_at";
  private static final String OPEN =
      " accepted_at is null and revoked_at is null and expires_at > clock_timestamp() ";
  private static final String SELECT =
      "select " + COLUMNS + " from invitation where org = :org and" + OPEN;
  private static final String ACCEPT =
      "update invitation set accepted_at = clock_timestamp() where org = :org and %s and"
          + OPEN
          + "returning "
          + COLUMNS;
  private static final String REVOKE =
      "update invitation set revoked_at = clock_timestamp() where org = :org and" + OPEN;

  @Override
  public void insert(Tx tx, OrgId org, TokenId id, NewInvitation wish, Inviter by, byte[] hash) {
    handle(tx)
        .createUpdate(
            """
            insert into invitation (org, id, email, role, hash, inviter, invited_by, expires_at)
            values (:org, :id, :email, :role, :hash, :inviter, :by,
              clock_timestamp() + cast(:life as bigint) * interval '1 millisecond')
            """)
        .bind("org", org.value())
        .bind("id", id.value())
        .bind("email", wish.email())
        .bind("role", wish.role().text())
        .bind("hash", hash)
        .bindByType("inviter", by.member().map(MemberId::value).orElse(null), UUID.class)
        .bind("by", by.name())
        .bind("life", wish.life().toMillis())
        .execute();
  }

  @Override
  public Optional<OrgId> organization(Tx tx, byte[] hash) {
    return handle(tx)
        .createQuery("select org from invitation where hash = :hash and" + OPEN)
        .bind("hash", hash)
        .mapTo(UUID.class)
        .findOne()
        .map(OrgId::new);
  }

  @Override
  public Optional<Invitation> accept(Tx tx, OrgId org, byte[] hash) {
    return accepted(
        handle(tx).createQuery(ACCEPT.formatted("hash = :hash")).bind("hash", hash), org);
  }

  @Override
  public Optional<Invitation> acceptFor(Tx tx, OrgId org, String email) {
    return accepted(
        handle(tx).createQuery(ACCEPT.formatted("email = :email")).bind("email", email), org);
  }

  private static Optional<Invitation> accepted(Query accept, OrgId org) {
    return accept.bind("org", org.value()).map((row, context) -> invitation(row)).findOne();
  }

  @Override
  public Optional<Invitation> find(Tx tx, OrgId org, TokenId id) {
    return handle(tx)
        .createQuery(SELECT + "and id = :id")
        .bind("org", org.value())
        .bind("id", id.value())
        .map((row, context) -> invitation(row))
        .findOne();
  }

  @Override
  public List<Invitation> list(Tx tx, OrgId org, Optional<TokenId> before, int limit) {
    return handle(tx)
        .createQuery(
            SELECT
                + """
                and (cast(:before as uuid) is null or id < :before)
                order by id desc limit :limit
                """)
        .bind("org", org.value())
        .bindByType("before", before.map(TokenId::value).orElse(null), UUID.class)
        .bind("limit", limit)
        .map((row, context) -> invitation(row))
        .list();
  }

  @Override
  public int count(Tx tx, OrgId org) {
    return handle(tx)
        .createQuery("select count(*) from invitation where org = :org and" + OPEN)
        .bind("org", org.value())
        .mapTo(Integer.class)
        .one();
  }

  @Override
  public boolean revoke(Tx tx, OrgId org, TokenId id) {
    return handle(tx)
            .createUpdate(REVOKE + "and id = :id")
            .bind("org", org.value())
            .bind("id", id.value())
            .execute()
        == 1;
  }

  @Override
  public void revokeFor(Tx tx, OrgId org, String email) {
    handle(tx)
        .createUpdate(REVOKE + "and email = :email")
        .bind("org", org.value())
        .bind("email", email)
        .execute();
  }

  @Override
  public void revokeOf(Tx tx, OrgId org, MemberId inviter, List<Role> as) {
    if (!as.isEmpty()) {
      handle(tx)
          .createUpdate(REVOKE + "and inviter = :inviter and role in (<roles>)")
          .bind("org", org.value())
          .bind("inviter", inviter.value())
          .bindList("roles", as.stream().map(Role::text).toList())
          .execute();
    }
  }

  private static Invitation invitation(ResultSet row) throws SQLException {
    return new Invitation(
        new TokenId(row.getObject("id", UUID.class)),
        row.getString("email"),
        Role.parse(row.getString("role")).orElse(Role.VIEWER),
        row.getString("invited_by"),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        row.getObject("expires_at", OffsetDateTime.class).toInstant());
  }
}
