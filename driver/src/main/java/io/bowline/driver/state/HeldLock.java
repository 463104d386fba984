package io.bowline.driver.state;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.regex.Pattern;

/// The lock on a record, as it was when somebody looked. What it says of its holder was written in
/// an account of the customer's and may be anything, so it is plain, short text here.
///
/// @param version by which the store knows this very lock again
/// @param who holds it, as `user@host`; `somebody` when it does not say
/// @param created when it was taken, as Terraform writes times; empty when it does not say
/// @param remedy what a person does about it when nobody works there any more
public record HeldLock(String version, String who, String created, String remedy) {
  private static final int LARGEST = 16 << 10;
  private static final int LONGEST = 100;
  private static final Pattern ID = Pattern.compile("[0-9a-f-]{36}");
  private static final JsonMapper JSON = JsonMapper.builder().build();

  public HeldLock {
    who = plain(who);
    created = plain(created);
  }

  /// Reads what Terraform has written.
  ///
  /// @param text JSON, or what somebody put in its place
  public static HeldLock read(String version, String text, String remedy) {
    JsonNode info = info(text);
    String who = info.path("Who").asText("");
    return new HeldLock(
        version, who.isEmpty() ? "somebody" : who, info.path("Created").asText(""), remedy);
  }

  /// The id that Terraform has given it; empty where there is none that could be one.
  public static String id(String text) {
    String id = info(text).path("ID").asText("");
    return ID.matcher(id).matches() ? id : "";
  }

  private static JsonNode info(String text) {
    if (text.length() > LARGEST) {
      return JSON.missingNode();
    }
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      return JSON.missingNode();
    }
  }

  private static String plain(String text) {
    String printable = text.replaceAll("[^A-Za-z0-9@._: +-]", "?");
    return printable.substring(0, Math.min(LONGEST, printable.length()));
  }
}
