package io.bowline.cloud.form;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An API key of Oracle's cloud. Nearly every mistake shows without the network: the fingerprint is
/// the key's own.
final class OracleForm {
  private static final String USER = "user_ocid";
  private static final String TENANCY = "tenancy_ocid";
  private static final String COMPARTMENT = "compartment_ocid";
  private static final String FINGERPRINT = "fingerprint";
  private static final String KEY = "private_key";
  private static final String PASSPHRASE = "passphrase";
  private static final String REGION = "region";

  private static final Pattern OCID =
      Pattern.compile(
          "ocid1\\.([a-z]{1,32})\\.(oc[0-9]{1,3})\\.([a-z0-9-]{0,32})\\.([a-z0-9]{20,90})");
  private static final Pattern PRINT = Pattern.compile("[0-9a-fA-F]{2}(:[0-9a-fA-F]{2}){15}");
  // it becomes part of a host's name, so nothing else may be in it
  private static final Pattern REGION_NAME =
      Pattern.compile("[a-z]{2,3}(-[a-z]{2,16}){1,3}-[0-9]{1,2}");

  private OracleForm() {}

  static void check(Given given) {
    Optional<String> realm = ocid(given, TENANCY, "tenancy");
    ocid(given, USER, "user").ifPresent(own -> sameRealm(given, USER, own, realm));
    ocid(
            given,
            COMPARTMENT,
            given.value(COMPARTMENT).equals(given.value(TENANCY)) ? "tenancy" : "compartment")
        .ifPresent(own -> sameRealm(given, COMPARTMENT, own, realm));
    given
        .value(REGION)
        .filter(region -> !REGION_NAME.matcher(region).matches())
        .ifPresent(
            _ -> given.complain(REGION, "must be a region's identifier, as eu-frankfurt-1."));
    checkPrint(given);
    given.value(KEY).ifPresent(pem -> checkKey(given, pem));
  }

  /// The realm of an OCID that is right.
  private static Optional<String> ocid(Given given, String field, String type) {
    return given
        .value(field)
        .flatMap(value -> {
          Matcher ocid = OCID.matcher(value);
          if (!ocid.matches()) {
            given.complain(
                field, "must be an OCID, as ocid1.%s.oc1..aaaa; copy it whole.".formatted(type));
          } else if (!ocid.group(1).equals(type)) {
            given.complain(
                field,
                "is the OCID of a %s, and that of a %s is needed.".formatted(ocid.group(1), type));
          } else {
            return Optional.of(ocid.group(2));
          }
          return Optional.empty();
        });
  }

  private static void sameRealm(Given given, String field, String own, Optional<String> realm) {
    if (realm.filter(other -> !other.equals(own)).isPresent()) {
      given.complain(
          field,
          "is of realm %s and the tenancy of %s. They must be of one.".formatted(own, realm.get()));
    }
  }

  private static void checkPrint(Given given) {
    given
        .value(FINGERPRINT)
        .ifPresent(print -> {
          if (PRINT.matcher(print).matches()) {
            given.put(FINGERPRINT, print.toLowerCase(Locale.ROOT));
          } else {
            given.complain(
                FINGERPRINT, "must be 16 pairs of hexadecimal digits with colons between them.");
          }
        });
  }

  private static void checkKey(Given given, String pem) {
    try {
      String real = RsaKey.read(pem, given.value(PASSPHRASE)).fingerprint();
      if (given.value(FINGERPRINT).filter(print -> !print.equals(real)).isPresent()) {
        given.complain(
            FINGERPRINT,
            "is not that of the private key, which has %s. One of the two is of another API key."
                .formatted(real));
      }
    } catch (KeyRefused refused) {
      given.complain(refused.ofPassphrase() ? PASSPHRASE : KEY, refused.reason());
    }
  }
}
