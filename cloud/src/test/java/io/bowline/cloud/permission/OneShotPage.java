package io.bowline.cloud.permission;

import io.bowline.model.place.Cloud;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// The page `docs/one-shot-roles.md`, out of the lists.
final class OneShotPage {
  private OneShotPage() {}

  static String text() {
    var page =
        new StringBuilder(
            """
            # The one-shot roles of Azure, Google Cloud and Oracle's cloud

            Who makes the base layer gets a role for a day: it creates, and reads no data. What it may do and why, and how each read of data is
            kept from it. Made from the lists by `OneShotTest`; do not edit. For AWS, where all of it is denied, see [install-aws.md](install-aws.md).

                bowline install policy NAME --until 2026-12-01                          # the role, or the policy
                bowline install policy NAME --until 2026-12-01 --document commands      # the cloud's own lines that make it, and take it away
                bowline install policy NAME --until 2026-12-01 --mode byo_vpc           # where the network is there: nothing at its level

            **denied**: whatever else it is given. **absent**: not given; another role gives it. **narrowed**: taken out of something that it needs.
            **open**: not kept from it.
            """);
    cloud(
        page,
        Cloud.AZURE,
        "Azure",
        "Azure has no denial that a customer can make: `notActions` and `notDataActions` take out of one role, and a second role gives it back; deny"
            + " assignments are Azure's own. So all of it is absence, and the end: `--document assignment` is an assignment with an end and a"
            + " condition (Entra ID P2); without that licence, take it away by hand. No real subscription was asked.");
    cloud(
        page,
        Cloud.GCP,
        "Google Cloud",
        "The end is a condition of the binding. `--document denial` is a deny policy, for which somebody of the organization has to have"
            + " `roles/iam.denyAdmin`; without it what is denied here is absent. No real project was asked.");
    cloud(
        page,
        Cloud.ORACLE,
        "Oracle's cloud",
        "The end stands in each statement. `--document denial` has statements that deny, for a tenancy that has switched them on (for good);"
            + " without them that is absence. No real tenancy was asked.");
    return page.toString();
  }

  private static void cloud(StringBuilder page, Cloud cloud, String title, String words) {
    var role = new OneShot(cloud, "name", "account", Instant.parse("2026-12-01T00:00:00Z"), true);
    page.append("\n## ").append(title).append("\n\n").append(words).append("\n\n");
    page.append("| it may | because |\n|---|---|\n");
    for (Grant grant : role.grants()) {
      page.append("| %s | %s |\n".formatted(code(grant.actions()), grant.reason()));
    }
    page.append("\n| reading | is | | not in the role |\n|---|---|---|---|\n");
    for (OneShotList.Read read : OneShotList.of(cloud).reads()) {
      page.append(
          "| %s | **%s** | %s | %s |\n"
              .formatted(
                  read.what(),
                  read.kept().name().toLowerCase(Locale.ROOT),
                  read.how(),
                  code(read.actions())));
    }
  }

  private static String code(List<String> actions) {
    return actions.stream().map(each -> "`" + each + "`").collect(Collectors.joining(", "));
  }
}
