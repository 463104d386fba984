package io.bowline.runner.step.image.flow;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.regex.Pattern;

/// What a registry says of an error, in the form of the distribution specification, cut to what a
/// person reads.
public final class RegistryWords {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LONGEST = 300;
  private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cntrl}\\p{Cf}]+");

  private RegistryWords() {}

  /// The messages of an answer; empty where it is of another form.
  public static String in(byte[] body) {
    var words = new StringBuilder();
    try {
      for (JsonNode error : JSON.readTree(body).path("errors")) {
        words.append(words.isEmpty() ? "" : "; ");
        words
            .append(error.path("code").asText())
            .append(": ")
            .append(error.path("message").asText());
        if (error.path("detail").isTextual()) {
          words.append(" (").append(error.path("detail").asText()).append(')');
        }
      }
    } catch (JacksonException e) {
      // no JSON: a proxy's page says nothing that can be relied on
      return "";
    } catch (IOException e) {
      throw new IllegalStateException("memory cannot fail to be read", e);
    }
    String line = UNPRINTABLE.matcher(words).replaceAll(" ").strip();
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...";
  }
}
