package io.bowline.cloud.form;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// An application's registration and its secret.
final class AzureForm {
  private static final String CLIENT = "client_id";
  private static final String SECRET = "client_secret";
  private static final List<String> IDS = List.of(CLIENT, "tenant_id", "subscription_id");
  private static final Pattern GUID =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
  private static final Pattern SECRET_TEXT = Pattern.compile("[\\x21-\\x7e]{16,256}");
  private static final String NOBODY = "00000000-0000-0000-0000-000000000000";

  private AzureForm() {}

  static void check(Given given) {
    for (String id : IDS) {
      given.value(id).ifPresent(value -> checkId(given, id, value));
    }
    checkDifferent(given);
    given.value(SECRET).ifPresent(secret -> checkSecret(given, secret));
  }

  private static void checkId(Given given, String field, String value) {
    if (!GUID.matcher(value).matches()) {
      given.complain(
          field,
          "must be a GUID, as 1b4e28ba-2fa1-4d3b-a3f5-ef19b5a7633b; copy it from the portal.");
    } else if (value.equals(NOBODY)) {
      given.complain(field, "is the GUID of nothing; copy the real one from the portal.");
    } else {
      given.put(field, value.toLowerCase(Locale.ROOT));
    }
  }

  private static void checkDifferent(Given given) {
    for (int one = 0; one < IDS.size(); one++) {
      for (String other : IDS.subList(one + 1, IDS.size())) {
        String name = IDS.get(one);
        if (given.value(name).isPresent() && given.value(name).equals(given.value(other))) {
          given.complain(other, "is the same as %s. One of the two is wrong.".formatted(name));
        }
      }
    }
  }

  private static void checkSecret(Given given, String secret) {
    if (GUID.matcher(secret).matches()) {
      given.complain(
          SECRET,
          "is a GUID: that is the secret's id. Copy its value, which the portal shows once.");
    } else if (!SECRET_TEXT.matcher(secret).matches()) {
      given.complain(SECRET, "must have 16 to 256 characters without blanks.");
    }
  }
}
