package io.bowline.control.edge.http.documented;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bowline.cloud.Complaint;
import io.bowline.control.edge.http.Caller;
import io.bowline.control.edge.http.ProblemException;
import io.bowline.control.edge.http.ProblemMappers;
import io.bowline.control.org.Organization;
import io.bowline.control.org.Organizations;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Reads requests as the documentation has them: what is wrong in a body is answered with 400,
/// where the rest of the API says 422, and the body may repeat the organization of the path.
@Singleton
public final class Documented {
  private final Organizations organizations;
  private final ObjectMapper json;

  public Documented(Organizations organizations, ObjectMapper json) {
    this.organizations = organizations;
    this.json = json;
  }

  /// Reads a body.
  public <T> T read(InputStream body, Class<T> type) {
    try {
      T sent =
          json.readerFor(type).with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).readValue(body);
      if (sent == null) {
        throw ProblemException.unreadable("The request needs a JSON body.");
      }
      return sent;
    } catch (JsonProcessingException e) {
      throw ProblemMappers.problem(e).as400();
    } catch (IOException e) {
      throw ProblemException.unreadable("The body ended before it was whole.");
    }
  }

  /// The organization of the path.
  public Organization organization(Caller caller) {
    return organizations
        .find(caller.org())
        .orElseThrow(() -> ProblemException.notFound("organization"));
  }

  /// The organization of the path, which is that of the body where it has one.
  public Organization organization(Caller caller, @Nullable String named) {
    Organization known = organization(caller);
    if (named != null && !named.equals(known.name()) && !named.equals(known.id().toString())) {
      throw ProblemException.badField(
          "organization",
          "The field organization is not that of the path, which is %s. Leave it out, or make"
                  .formatted(known.name())
              + " them equal.");
    }
    return known;
  }

  /// A field that has to be there.
  public static <T> T given(String field, @Nullable T value) {
    if (value == null) {
      throw refused(List.of(new Complaint(field, "is missing.")));
    }
    return value;
  }

  /// All that is wrong in a body.
  public static ProblemException refused(List<Complaint> complaints) {
    return ProblemException.badField(
        complaints.getFirst().field(),
        complaints.stream()
            .map(complaint -> "The field %s %s".formatted(complaint.field(), complaint.message()))
            .collect(Collectors.joining(" ")));
  }
}
