package io.bowline.control.edge.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bowline.control.platform.Transactions;
import io.bowline.control.platform.Tx;
import io.bowline.control.secret.Secret;
import io.bowline.model.id.OrgId;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Makes creates repeatable: a request with an `Idempotency-Key` runs once, and its repeats get the
/// same answer. An answer that shows a secret is remembered without it.
@Singleton
public final class Repeats {
  // an earlier version kept the key and the answer in transactions of their own
  private static final Duration ABANDONED = Duration.ofSeconds(60);
  private static final int LONGEST_KEY = 200;

  private final Transactions transactions;
  private final RepeatStore store;
  private final ObjectMapper json;

  public Repeats(Transactions transactions, RepeatStore store, ObjectMapper json) {
    this.transactions = transactions;
    this.store = store;
    this.json = json;
  }

  /// What a create answers.
  ///
  /// @param location path of what was made
  /// @param body shown to the first caller
  /// @param kept shown to those who repeat
  public record Created(String location, Object body, Object kept) {
    /// An answer without a secret.
    public Created(String location, Object body) {
      this(location, body, body);
    }
  }

  /// Runs a create, or repeats its answer. The key is taken, the work done and the answer kept in
  /// one transaction: whatever dies in between, either all of it happened or nothing. Whoever
  /// repeats while the first still runs waits for its end.
  ///
  /// @param org whose transaction it is
  /// @param key the header; null runs it as it is
  /// @param request what was asked for; the same key with another request is refused
  public Response create(
      Caller caller, OrgId org, @Nullable String key, Object request, Function<Tx, Created> work) {
    if (key == null) {
      Created made = transactions.inOrg(org, work);
      return answer(made.location(), text(made.body())).build();
    }
    if (key.isBlank() || key.length() > LONGEST_KEY) {
      throw ProblemException.invalid("Idempotency-Key", "must have 1 to 200 characters");
    }
    RepeatStore.Key known = new RepeatStore.Key(org, caller.principal().token(), key);
    String digest = digest(text(request));
    return transactions.inOrg(
        org,
        tx ->
            store
                .take(tx, known, digest, ABANDONED)
                .map(before -> repeat(before, digest))
                .orElseGet(() -> first(tx, known, work)));
  }

  private Response first(Tx tx, RepeatStore.Key key, Function<Tx, Created> work) {
    Created made = work.apply(tx);
    RepeatStore.Answer answer =
        new RepeatStore.Answer(
            Response.Status.CREATED.getStatusCode(), made.location(), text(made.kept()));
    store.answered(tx, key, answer);
    return answer(made.location(), text(made.body())).build();
  }

  private static Response repeat(RepeatStore.Known known, String digest) {
    if (!known.request().equals(digest)) {
      throw ProblemException.invalid("Idempotency-Key", "was used for another request");
    }
    RepeatStore.Answer answer =
        known
            .answer()
            .orElseThrow(() ->
                ProblemException.conflict(
                    "The first request with this Idempotency-Key is still running. Try again"
                        + " in a moment."));
    return answer(answer.location(), answer.body()).header("Idempotency-Replayed", "true").build();
  }

  private static Response.ResponseBuilder answer(String location, String body) {
    return Response.status(Response.Status.CREATED)
        .header(HttpHeaders.LOCATION, location)
        .type(MediaType.APPLICATION_JSON_TYPE)
        .entity(body);
  }

  private String text(Object value) {
    if (value instanceof Secret) {
      throw new IllegalArgumentException("a secret is no answer");
    }
    try {
      return json.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an answer that is no JSON", e);
    }
  }

  private static String digest(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JDK has no SHA-256", e);
    }
  }
}
