package io.bowline.control.edge.http.store;

import static io.bowline.control.platform.store.OpenTransaction.handle;

import io.bowline.control.edge.http.RepeatStore;
import io.bowline.control.platform.Tx;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import org.jdbi.v3.core.statement.SqlStatement;

/// Rows of remembered answers.
@Singleton
public final class RepeatRows implements RepeatStore {
  @Override
  public Optional<Known> take(Tx tx, Key key, String request, Duration abandonedAfter) {
    int taken =
        key(
                handle(tx)
                    .createUpdate(
                        """
                        insert into repeat_answer as r (org, caller, key, request)
                        values (:org, :caller, :key, :request)
                        on conflict (org, caller, key) do update set started_at = now()
                          where r.status is null and r.request = :request
                            and r.started_at < now() - :abandoned * interval '1 millisecond'
                        """),
                key)
            .bind("request", request)
            .bind("abandoned", abandonedAfter.toMillis())
            .execute();
    return taken == 1 ? Optional.empty() : Optional.of(known(tx, key));
  }

  private static Known known(Tx tx, Key key) {
    return key(
            handle(tx)
                .createQuery(
                    """
                    select request, status, location, body from repeat_answer
                    where org = :org and caller = :caller and key = :key
                    """),
            key)
        .map((row, context) ->
            new Known(
                row.getString("request"),
                row.getObject("status", Integer.class) == null
                    ? Optional.empty()
                    : Optional.of(
                        new Answer(
                            row.getInt("status"),
                            row.getString("location"),
                            row.getString("body")))))
        .one();
  }

  @Override
  public void answered(Tx tx, Key key, Answer answer) {
    key(
            handle(tx)
                .createUpdate(
                    """
                    update repeat_answer set status = :status, location = :location, body = :body
                    where org = :org and caller = :caller and key = :key
                    """),
            key)
        .bind("status", answer.status())
        .bind("location", answer.location())
        .bind("body", answer.body())
        .execute();
  }

  @Override
  public int trim(Tx tx, Duration age) {
    return handle(tx)
        .createUpdate(
            "delete from repeat_answer"
                + " where started_at < now() - :age * interval '1 millisecond'")
        .bind("age", age.toMillis())
        .execute();
  }

  private static <S extends SqlStatement<S>> S key(S statement, Key key) {
    return statement
        .bind("org", key.org().value())
        .bind("caller", key.caller().value())
        .bind("key", key.key());
  }
}
