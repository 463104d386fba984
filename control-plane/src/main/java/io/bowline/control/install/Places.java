package io.bowline.control.install;

import io.bowline.control.install.Creation.Invalid;
import io.bowline.model.place.Cloud;
import java.util.Optional;
import java.util.regex.Pattern;

/// Where an install may be, as the clouds themselves spell it: a typing error is found here, and
/// not by a template that was already sent.
final class Places {
  /// Every name that a base layer gives begins with `bowline-` and this, and ends with what it is:
  /// the shortest limit of a cloud is that of GCP's service accounts and AWS' load balancers, 32
  /// and less.
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{1,22}[a-z0-9]");

  private static final Pattern AWS_ACCOUNT = Pattern.compile("[0-9]{12}");
  private static final Pattern AWS_REGION = Pattern.compile("[a-z]{2,5}(-[a-z]{2,12}){1,3}-[0-9]");
  private static final Pattern SUBSCRIPTION =
      Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
  private static final Pattern LOCATION = Pattern.compile("[a-z]{3,30}[0-9]?");
  private static final Pattern PROJECT = Pattern.compile("[a-z][a-z0-9-]{4,28}[a-z0-9]");
  private static final Pattern GCP_REGION = Pattern.compile("[a-z]{2,14}-[a-z]{4,20}[0-9]{1,2}");
  private static final Pattern TENANCY =
      Pattern.compile("ocid1\\.tenancy\\.oc[0-9]{1,3}\\.[a-z0-9-]{0,20}\\.[a-z0-9]{10,100}");
  private static final Pattern ORACLE_REGION = Pattern.compile("[a-z]{2}(-[a-z]{3,20}){1,2}-[0-9]");

  private Places() {}

  /// How well installs in a cloud are supported, as the API says it.
  static String support(String cloud) {
    return Cloud.parse(cloud)
        .map(one ->
            switch (one) {
              case AWS, AZURE -> "Supported";
              case GCP, ORACLE -> "Preview";
            })
        .orElse("Supported");
  }

  /// What is wrong with a place, if anything.
  static Optional<Invalid> check(NewInstall wish) {
    Optional<Cloud> cloud = Cloud.parse(wish.cloud());
    if (cloud.isEmpty()) {
      return Optional.empty();
    }
    if (!NAME.matcher(wish.name()).matches()) {
      return invalid(
          "name",
          "must be 3 to 24 of a-z, 0-9 and -, beginning with a letter and not ending with -: what is made in the account is named after it");
    }
    return switch (cloud.get()) {
      case AWS -> aws(wish);
      case AZURE -> azure(wish);
      case GCP -> gcp(wish);
      case ORACLE -> oracle(wish);
    };
  }

  private static Optional<Invalid> aws(NewInstall wish) {
    if (!AWS_ACCOUNT.matcher(wish.account()).matches()) {
      return invalid("account", "must be the 12 digits of an AWS account, without dashes");
    }
    return region(wish, AWS_REGION, "an AWS region such as eu-central-1, not a zone");
  }

  private static Optional<Invalid> azure(NewInstall wish) {
    if (!SUBSCRIPTION.matcher(wish.account()).matches()) {
      return invalid("account", "must be the id of an Azure subscription: a UUID in lower case");
    }
    return region(wish, LOCATION, "an Azure region by its name, such as westeurope");
  }

  private static Optional<Invalid> gcp(NewInstall wish) {
    if (!PROJECT.matcher(wish.account()).matches()) {
      return invalid(
          "account",
          "must be the id of a GCP project (6 to 30 of a-z, 0-9 and -), not its name or number");
    }
    return region(wish, GCP_REGION, "a GCP region such as europe-west4, not a zone");
  }

  private static Optional<Invalid> oracle(NewInstall wish) {
    if (!TENANCY.matcher(wish.account()).matches()) {
      return invalid(
          "account", "must be the OCID of a tenancy: ocid1.tenancy.oc1.. and what follows");
    }
    return region(wish, ORACLE_REGION, "an Oracle Cloud region such as eu-frankfurt-1");
  }

  private static Optional<Invalid> region(NewInstall wish, Pattern form, String what) {
    return form.matcher(wish.region()).matches()
        ? Optional.empty()
        : invalid("region", "must be " + what);
  }

  private static Optional<Invalid> invalid(String field, String message) {
    return Optional.of(new Invalid(field, message));
  }
}
