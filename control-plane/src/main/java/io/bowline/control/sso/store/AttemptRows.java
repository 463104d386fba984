package io.bowline.control.sso.store;

import static io.bowline.control.platform.store.OpenTransaction.handle;

import io.bowline.control.platform.Tx;
import io.bowline.control.secret.Sealed;
import io.bowline.control.sso.AttemptStore;
import io.bowline.control.sso.Door;
import io.bowline.model.id.MemberId;
import io.bowline.model.id.OrgId;
import io.bowline.model.id.TokenId;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/// Rows of sign-ins under way: hashes, and what is sealed.
@Singleton
public final class AttemptRows implements AttemptStore {
  private static final String LIFE =
      "clock_timestamp() + cast(:life as bigint) * interval '1 millisecond'";

  @Override
  public void insert(
      Tx tx, OrgId org, UnderWay attempt, byte[] state, byte[] browser, Duration life) {
    handle(tx)
        .createUpdate(
            """
            insert into sso_attempt (org, id, state, sealed, browser, revision, port, port_state,
              challenge, expires_at)
            values (:org, :id, :state, :sealed, :browser, :revision, :port, :portState,
              :challenge, LIFE)
            """
                .replace("LIFE", LIFE))
        .bind("org", org.value())
        .bind("id", attempt.id().value())
        .bind("state", state)
        .bind("sealed", attempt.sealed().bytes())
        .bind("browser", browser)
        .bind("revision", attempt.revision())
        .bindByType("port", attempt.door().map(Door::port).orElse(null), Integer.class)
        .bindByType("portState", attempt.door().map(Door::state).orElse(null), String.class)
        .bindByType("challenge", attempt.door().map(Door::challenge).orElse(null), String.class)
        .bind("life", life.toMillis())
        .execute();
  }

  @Override
  public Optional<OrgId> organization(Tx tx, byte[] state) {
    return handle(tx)
        .createQuery("select org from sso_attempt where state = :state and used_at is null")
        .bind("state", state)
        .mapTo(UUID.class)
        .findOne()
        .map(OrgId::new);
  }

  @Override
  public Optional<UnderWay> take(Tx tx, OrgId org, byte[] state, byte[] browser) {
    return handle(tx)
        .createQuery(
            """
            update sso_attempt set used_at = clock_timestamp()
            where org = :org and state = :state and browser = :browser and used_at is null
              and expires_at > clock_timestamp()
            returning id, sealed, revision, port, port_state, challenge
            """)
        .bind("org", org.value())
        .bind("state", state)
        .bind("browser", browser)
        .map((row, context) -> underWay(row))
        .findOne();
  }

  private static UnderWay underWay(ResultSet row) throws SQLException {
    String challenge = row.getString("challenge");
    return new UnderWay(
        new TokenId(row.getObject("id", UUID.class)),
        new Sealed(row.getBytes("sealed")),
        row.getLong("revision"),
        challenge == null
            ? Optional.empty()
            : Optional.of(new Door(row.getInt("port"), row.getString("port_state"), challenge)));
  }

  @Override
  public void end(Tx tx, OrgId org, TokenId id, MemberId member, byte[] code, Duration life) {
    handle(tx)
        .createUpdate(
            "update sso_attempt set member = :member, code = :code, code_expires_at = "
                + LIFE
                + " where org = :org and id = :id")
        .bind("org", org.value())
        .bind("id", id.value())
        .bind("member", member.value())
        .bind("code", code)
        .bind("life", life.toMillis())
        .execute();
  }

  @Override
  public Optional<OrgId> organizationOfCode(Tx tx, byte[] code) {
    return handle(tx)
        .createQuery("select org from sso_attempt where code = :code")
        .bind("code", code)
        .mapTo(UUID.class)
        .findOne()
        .map(OrgId::new);
  }

  @Override
  public Optional<Ended> fetch(Tx tx, OrgId org, byte[] code) {
    return handle(tx)
        .createQuery(
            """
            update sso_attempt set code = null
            where org = :org and code = :code and code_expires_at > clock_timestamp()
            returning member, challenge
            """)
        .bind("org", org.value())
        .bind("code", code)
        .map((row, context) ->
            new Ended(
                new MemberId(row.getObject("member", UUID.class)), row.getString("challenge")))
        .findOne();
  }

  @Override
  public int trim(Tx tx) {
    return handle(tx)
        .createUpdate(
            "delete from sso_attempt where expires_at < clock_timestamp() - interval '1 hour'")
        .execute();
  }
}
