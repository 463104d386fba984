package io.bowline.control.review.store;

import static io.bowline.control.platform.store.OpenTransaction.handle;

import io.bowline.control.platform.Tx;
import io.bowline.control.review.Review;
import io.bowline.control.review.Review.Decision;
import io.bowline.control.review.ReviewStore;
import io.bowline.control.review.Right;
import io.bowline.model.id.OrgId;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Rows of reviews.
@Singleton
public final class ReviewRows implements ReviewStore {
  /// A token that is somebody's adds nothing to what they may. Of staff, who is let in now.
  private static final String RIGHTS =
      """
      select case m.kind when 'person' then 'member/' else 'service/' end || m.id as subject,
        coalesce(m.email, m.name) as name, m.role as rights, greatest(max(t.last_used_at), (select max(s.last_used_at)
          from sign_in_session s where s.org = m.org and s.member = m.id)) as last_used_at
      from member m left join api_token t on t.org = m.org and t.member = m.id
      where m.org = :org and m.removed_at is null
      group by m.org, m.id
      union all
      select 'token/' || id, name,
        replace(scopes, 'limited.', '') || coalesce(' on installs ' || array_to_string(installs, ' '), ''),
        last_used_at
      from api_token
      where org = :org and member is null and revoked_at is null
        and (expires_at is null or expires_at > clock_timestamp())
      union all
      select 'staff-access/' || id, 'staff/' || staff,
        'staff until ' || to_char(expires_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') || ': ' || reason,
        last_used_at
      from staff_access
      where org = :org and granted and ended_at is null and expires_at > clock_timestamp()
      order by subject
      """;

  @Override
  public List<Right> rights(Tx tx, OrgId org) {
    return handle(tx)
        .createQuery(RIGHTS)
        .bind("org", org.value())
        .map((row, context) -> right(row))
        .list();
  }

  @Override
  public void insert(Tx tx, OrgId org, Review review) {
    handle(tx)
        .createUpdate(
            """
            insert into access_review (org, id, reviewed_at, reviewed_by, note)
            values (:org, :id, :at, :by, :note)
            """)
        .bind("org", org.value())
        .bind("id", review.id())
        .bind("at", review.at().atOffset(ZoneOffset.UTC))
        .bind("by", review.by())
        .bind("note", review.note())
        .execute();
    review.decisions().forEach(decision -> insert(tx, org, review.id(), decision));
  }

  private static void insert(Tx tx, OrgId org, UUID review, Decision decision) {
    handle(tx)
        .createUpdate(
            """
            insert into access_review_decision
              (org, review, subject, name, rights, last_used_at, confirmed)
            values (:org, :review, :subject, :name, :rights, :used, :confirmed)
            """)
        .bind("org", org.value())
        .bind("review", review)
        .bind("subject", decision.right().subject())
        .bind("name", decision.right().name())
        .bind("rights", decision.right().rights())
        .bindByType(
            "used",
            decision.right().lastUsedAt().map(at -> at.atOffset(ZoneOffset.UTC)).orElse(null),
            OffsetDateTime.class)
        .bind("confirmed", decision.confirmed())
        .execute();
  }

  @Override
  public List<Review> list(Tx tx, OrgId org, Optional<UUID> before, int limit) {
    return handle(tx)
        .createQuery(
            """
            select id, reviewed_at, reviewed_by, note from access_review
            where org = :org and (cast(:before as uuid) is null or id < :before)
            order by id desc limit :limit
            """)
        .bind("org", org.value())
        .bindByType("before", before.orElse(null), UUID.class)
        .bind("limit", limit)
        .map((row, context) -> review(row, List.of()))
        .list()
        .stream()
        .map(found -> whole(tx, org, found))
        .toList();
  }

  private static Review whole(Tx tx, OrgId org, Review review) {
    List<Decision> decisions =
        handle(tx)
            .createQuery(
                """
                select subject, name, rights, last_used_at, confirmed from access_review_decision
                where org = :org and review = :review order by subject
                """)
            .bind("org", org.value())
            .bind("review", review.id())
            .map((row, context) -> new Decision(right(row), row.getBoolean("confirmed")))
            .list();
    return new Review(review.id(), review.at(), review.by(), review.note(), decisions);
  }

  private static Review review(ResultSet row, List<Decision> decisions) throws SQLException {
    return new Review(
        row.getObject("id", UUID.class),
        row.getObject("reviewed_at", OffsetDateTime.class).toInstant(),
        row.getString("reviewed_by"),
        row.getString("note"),
        decisions);
  }

  private static Right right(ResultSet row) throws SQLException {
    return new Right(
        row.getString("subject"),
        row.getString("name"),
        row.getString("rights"),
        Optional.ofNullable(row.getObject("last_used_at", OffsetDateTime.class))
            .map(OffsetDateTime::toInstant));
  }
}
