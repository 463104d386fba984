package io.bowline.control.edge.http.provider;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bowline.control.edge.http.ProblemException;
import io.bowline.control.edge.http.ProblemMappers;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// A provider as it is sent.
///
/// @param organization may be left out; else that of the path
/// @param configuration what each type has in it, see `provider-types`
@Schema(name = "FleetProviderWish")
public record SentProvider(
    @Nullable String organization,
    @Nullable String identifier,
    @JsonProperty("provider_type") @Nullable String providerType,
    @Schema(type = SchemaType.OBJECT, implementation = Object.class)
        @Nullable Map<String, JsonNode> configuration) {

  /// Reads a body. What is wrong in it is answered with 400, as the documentation has it, where the
  /// rest of the API says 422.
  static SentProvider read(ObjectMapper json, InputStream body) {
    try {
      SentProvider sent =
          json.readerFor(SentProvider.class)
              .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
              .readValue(body);
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

  @Override
  public String toString() {
    return "SentProvider[%s, %s]".formatted(identifier, providerType);
  }
}
