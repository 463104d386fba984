package io.bowline.cloud.form;

import java.util.regex.Pattern;

/// An access key of an IAM user.
final class AwsForm {
  private static final String KEY = "aws_access_key";
  private static final String SECRET = "aws_access_secret";
  private static final Pattern USER_KEY = Pattern.compile("AKIA[A-Z0-9]{16}");
  private static final Pattern ANY_KEY = Pattern.compile("(AKIA|ASIA)[A-Z0-9]{16}");
  private static final Pattern OTHER_ID = Pattern.compile("A[A-Z]{3}[A-Z0-9]{12,}");
  private static final Pattern SECRET_TEXT = Pattern.compile("[A-Za-z0-9/+=]{40}");

  private AwsForm() {}

  static void check(Given given) {
    given.value(KEY).ifPresent(key -> checkKey(given, key));
    given.value(SECRET).ifPresent(secret -> checkSecret(given, secret));
  }

  private static void checkKey(Given given, String key) {
    if (USER_KEY.matcher(key).matches()) {
      return;
    }
    if (key.startsWith("ASIA")) {
      given.complain(
          KEY,
          "is a temporary key, which ends by itself. Create an access key of an IAM user: AKIA...");
    } else if (SECRET_TEXT.matcher(key).matches()) {
      given.complain(KEY, "looks like the secret. Did the two change places?");
    } else if (OTHER_ID.matcher(key).matches()) {
      given.complain(
          KEY, "is the id of something else. An access key id is AKIA and 16 letters or digits.");
    } else {
      given.complain(KEY, "must be AKIA and 16 capital letters or digits.");
    }
  }

  private static void checkSecret(Given given, String secret) {
    if (ANY_KEY.matcher(secret).matches()) {
      given.complain(SECRET, "looks like the access key id. Did the two change places?");
    } else if (!SECRET_TEXT.matcher(secret).matches()) {
      given.complain(
          SECRET,
          "must be the 40 characters that AWS showed once. Create another access key if they are"
              + " lost.");
    }
  }
}
