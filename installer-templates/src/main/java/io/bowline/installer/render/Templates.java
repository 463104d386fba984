package io.bowline.installer.render;

import io.bowline.installer.Choices;
import io.bowline.installer.Document;
import io.bowline.installer.Door;
import io.bowline.installer.Site;
import io.bowline.installer.Vendor;
import io.bowline.installer.aws.AwsGuide;
import io.bowline.installer.aws.AwsOutlook;
import io.bowline.installer.aws.AwsRole;
import io.bowline.installer.aws.AwsStack;
import io.bowline.installer.azure.AzureForm;
import io.bowline.installer.azure.AzureOutlook;
import io.bowline.installer.azure.AzureTemplate;
import io.bowline.installer.blueprint.GoogleBlueprint;
import io.bowline.installer.blueprint.ModuleOutlook;
import io.bowline.installer.blueprint.OracleStack;
import io.bowline.installer.kubernetes.ChartValues;
import io.bowline.installer.outlook.Outlook;
import java.util.List;
import java.util.Optional;

/// Renders doors, all of them from the one parameter model and one base layer for each cloud.
public final class Templates {
  private Templates() {}

  /// A door as a file.
  ///
  /// @param site whose values stand in it already; empty for the form that fits every install
  public static Document render(Door door, Vendor vendor, Optional<Site> site) {
    return render(door, vendor, site, Choices.NONE);
  }

  /// A door as a file, with what somebody has chosen standing in it already.
  ///
  /// @param choices of this door
  public static Document render(Door door, Vendor vendor, Optional<Site> site, Choices choices) {
    return switch (door) {
      case AWS_STACK -> AwsStack.document(vendor, site, choices);
      case AWS_GUIDE -> AwsGuide.document(vendor, site, choices);
      case AWS_ROLE -> AwsRole.document(site, choices);
      case AZURE_ARM -> AzureTemplate.document(vendor, site, choices);
      case AZURE_FORM -> AzureForm.document(site, choices);
      case GCP_BLUEPRINT -> GoogleBlueprint.document(vendor, site, choices);
      case GCP_TUTORIAL -> GoogleBlueprint.read(site);
      case ORACLE_STACK -> OracleStack.document(vendor, site, choices);
      case HELM -> ChartValues.document(vendor, site);
    };
  }

  /// Where a cloud's console opens with an install's values filled in; empty when the vendor has
  /// put the templates nowhere.
  ///
  /// @param choices of this door; a portal that takes no values from a link gets none
  public static Optional<String> link(Door door, Vendor vendor, Site site, Choices choices) {
    return switch (door) {
      case AWS_STACK -> vendor.templates().map(folder -> AwsStack.link(folder, site, choices));
      case AWS_ROLE -> vendor.templates().map(folder -> AwsRole.link(folder, site, choices));
      case AZURE_ARM -> vendor.templates().map(AzureForm::link);
      case GCP_BLUEPRINT -> vendor.repository().map(GoogleBlueprint::link);
      case ORACLE_STACK ->
          vendor.templates().map(folder -> OracleStack.link(folder, site, choices));
      case AWS_GUIDE, AZURE_FORM, GCP_TUTORIAL, HELM -> Optional.empty();
    };
  }

  /// What an install will be, before anything is made.
  ///
  /// @param cloud as the API spells it
  public static Outlook outlook(String cloud, Vendor vendor, Site site) {
    return switch (cloud) {
      case "aws" -> AwsOutlook.of(vendor, site);
      case "azure" -> AzureOutlook.of(vendor, site);
      case "gcp" -> ModuleOutlook.google(site);
      case "oci" -> ModuleOutlook.oracle(site);
      default -> Outlook.of(cloud, site, List.of(), List.of());
    };
  }
}
