package io.bowline.control.sso.store;

import static io.bowline.control.platform.store.OpenTransaction.handle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bowline.control.org.Role;
import io.bowline.control.platform.Tx;
import io.bowline.control.secret.Sealed;
import io.bowline.control.sso.SsoSetting;
import io.bowline.control.sso.SsoStore;
import io.bowline.model.id.MemberId;
import io.bowline.model.id.OrgId;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.statement.SqlStatement;

/// Rows of settings and of who somebody is at a provider.
@Singleton
public final class SsoRows implements SsoStore {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};
  private static final String SAME =
      " where org = :org and issuer = :issuer and subject = :subject";

  @Override
  public void put(Tx tx, OrgId org, Change change) {
    SsoSetting.Standing standing = change.wish().standing();
    handle(tx)
        .createUpdate(
            """
            insert into sso_setting (org, issuer, client_id, client_secret, scopes, groups_claim,
              roles, default_role, joining, trust_emails, local_sign_in, changed_by)
            values (:org, :issuer, :client, :secret, :scopes, :claim, cast(:roles as jsonb),
              :otherwise, :joining, :trust, :local, :by)
            on conflict (org) do update set issuer = excluded.issuer,
              client_id = excluded.client_id, client_secret = excluded.client_secret,
              scopes = excluded.scopes, groups_claim = excluded.groups_claim,
              roles = excluded.roles, default_role = excluded.default_role,
              joining = excluded.joining, trust_emails = excluded.trust_emails,
              local_sign_in = excluded.local_sign_in, changed_by = excluded.changed_by,
              changed_at = clock_timestamp(),
              revision = sso_setting.revision + case when :renewed then 1 else 0 end
            """)
        .bind("org", org.value())
        .bind("issuer", change.wish().issuer())
        .bind("client", change.wish().clientId())
        .bindByType("secret", change.secret().map(Sealed::bytes).orElse(null), byte[].class)
        .bindArray("scopes", String.class, change.wish().scopes())
        .bind("claim", change.wish().groupsClaim())
        .bind("roles", text(change.wish().roles()))
        .bindByType("otherwise", standing.otherwise().map(Role::text).orElse(null), String.class)
        .bind("joining", standing.joining())
        .bind("trust", standing.trustEmails())
        .bind("local", standing.local())
        .bind("by", change.by())
        .bind("renewed", change.renewed())
        .execute();
  }

  private static String text(Map<String, Role> roles) {
    try {
      return JSON.writeValueAsString(
          roles.entrySet().stream()
              .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().text())));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a map of texts is JSON", e);
    }
  }

  @Override
  public Optional<SsoSetting> find(Tx tx, OrgId org) {
    return handle(tx)
        .createQuery(
            """
            select issuer, client_id, client_secret is not null as secret, scopes, groups_claim,
              roles::text as roles, default_role, joining, trust_emails, local_sign_in, revision,
              coalesce(proven_revision = revision, false) as proven, changed_by, changed_at
            from sso_setting where org = :org
            """)
        .bind("org", org.value())
        .map((row, context) -> setting(row))
        .findOne();
  }

  private static SsoSetting setting(ResultSet row) throws SQLException {
    return new SsoSetting(
        new SsoSetting.Client(
            row.getString("issuer"),
            row.getString("client_id"),
            row.getBoolean("secret"),
            List.of((String[]) row.getArray("scopes").getArray()),
            row.getString("groups_claim")),
        roles(row.getString("roles")),
        new SsoSetting.Standing(
            Optional.ofNullable(row.getString("default_role")).flatMap(Role::parse),
            row.getBoolean("joining"),
            row.getBoolean("trust_emails"),
            row.getBoolean("local_sign_in")),
        row.getLong("revision"),
        row.getBoolean("proven"),
        row.getString("changed_by"),
        row.getObject("changed_at", OffsetDateTime.class).toInstant());
  }

  /// A role that this version does not know lets its holder do the least.
  private static Map<String, Role> roles(String text) {
    try {
      return JSON.readValue(text, TEXTS).entrySet().stream()
          .collect(
              Collectors.toMap(
                  Map.Entry::getKey, entry -> Role.parse(entry.getValue()).orElse(Role.VIEWER)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("what was written as JSON is read as such", e);
    }
  }

  @Override
  public Optional<Sealed> secret(Tx tx, OrgId org) {
    return handle(tx)
        .createQuery(
            "select client_secret from sso_setting where org = :org and client_secret is not null")
        .bind("org", org.value())
        .map((row, context) -> new Sealed(row.getBytes("client_secret")))
        .findOne();
  }

  @Override
  public boolean delete(Tx tx, OrgId org) {
    return handle(tx)
            .createUpdate("delete from sso_setting where org = :org")
            .bind("org", org.value())
            .execute()
        == 1;
  }

  @Override
  public Optional<OrgId> named(Tx tx, String organization) {
    return handle(tx)
        .createQuery(
            """
            select o.org from organization o join sso_setting s on s.org = o.org
            where o.name = :organization or o.org::text = :organization
            order by o.org::text = :organization desc limit 1
            """)
        .bind("organization", organization)
        .mapTo(UUID.class)
        .findOne()
        .map(OrgId::new);
  }

  @Override
  public void prove(Tx tx, OrgId org, long revision) {
    handle(tx)
        .createUpdate(
            "update sso_setting set proven_revision = :revision"
                + " where org = :org and revision = :revision")
        .bind("org", org.value())
        .bind("revision", revision)
        .execute();
  }

  @Override
  public Optional<Link> link(Tx tx, OrgId org, Subject subject) {
    return of(
            handle(tx).createQuery("select member, governed from sso_identity" + SAME),
            org,
            subject)
        .map((row, context) ->
            new Link(new MemberId(row.getObject("member", UUID.class)), row.getBoolean("governed")))
        .findOne();
  }

  @Override
  public boolean isAnother(Tx tx, OrgId org, MemberId member, Subject than) {
    return of(
            handle(tx)
                .createQuery(
                    """
                    select exists (select 1 from sso_identity where org = :org
                      and issuer = :issuer and subject <> :subject and member = :member)
                    """),
            org,
            than)
        .bind("member", member.value())
        .mapTo(Boolean.class)
        .one();
  }

  @Override
  public void link(Tx tx, OrgId org, Subject subject, Link link) {
    of(
            handle(tx)
                .createUpdate(
                    """
                    insert into sso_identity (org, issuer, subject, member, governed)
                    values (:org, :issuer, :subject, :member, :governed)
                    on conflict (org, issuer, subject) do update set member = excluded.member,
                      governed = excluded.governed, last_at = clock_timestamp()
                    """),
            org,
            subject)
        .bind("member", link.member().value())
        .bind("governed", link.governed())
        .execute();
  }

  @Override
  public void unlink(Tx tx, OrgId org, Subject subject) {
    of(handle(tx).createUpdate("delete from sso_identity" + SAME), org, subject).execute();
  }

  private static <S extends SqlStatement<S>> S of(S statement, OrgId org, Subject subject) {
    return statement
        .bind("org", org.value())
        .bind("issuer", subject.issuer())
        .bind("subject", subject.subject());
  }
}
