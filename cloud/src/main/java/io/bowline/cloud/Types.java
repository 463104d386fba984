package io.bowline.cloud;

import io.bowline.cloud.Field.Form;
import io.bowline.cloud.Field.Shows;
import io.bowline.model.place.Cloud;
import java.util.List;
import java.util.Optional;

/// The four kinds, in words.
final class Types {
  static final ProviderType AWS =
      new ProviderType(
          Cloud.AWS,
          "AWS",
          "Amazon Web Services, a widely used cloud platform.",
          Optional.empty(),
          "https://console.aws.amazon.com/",
          List.of(
              field("aws_access_key", Shows.TAIL, "The access key id of an IAM user: AKIA..."),
              field("aws_access_secret", Shows.NOTHING, "The secret access key: 40 characters.")),
          List.of(
              "Download the permission document of this provider, and the boundary document.",
              "In IAM, create a policy named bowline-boundary from the boundary document: what no role"
                  + " of a fleet can do more than. The user below cannot change it.",
              "Create a policy from the permission document, and a user without console access that has this"
                  + " policy and no other.",
              "Create an access key for that user, of the kind for applications outside AWS. Its"
                  + " secret is shown once.",
              "Add the provider here, then validate it."));

  static final ProviderType GCP =
      new ProviderType(
          Cloud.GCP,
          "GCP",
          "Google Cloud Platform, known for its data analytics and machine learning capabilities.",
          Optional.empty(),
          "https://console.cloud.google.com/",
          List.of(
              new Field(
                  "service_account_json",
                  true,
                  Shows.NOTHING,
                  Form.DOCUMENT,
                  "The JSON key of a service account, as an object or as text.")),
          List.of(
              "Download the permission document of this provider.",
              "Create a custom role from it in your project: gcloud iam roles create bowline"
                  + " --project PROJECT --file FILE.",
              "Create a service account, and grant it this role on the project.",
              "Create a key of type JSON for the service account.",
              "Add the provider here, then validate it: services of the project that are off are"
                  + " named, with the command that turns them on."));

  static final ProviderType ORACLE =
      new ProviderType(
          Cloud.ORACLE,
          "OCI",
          "Oracle Cloud Infrastructure, focused on enterprise applications and databases.",
          Optional.empty(),
          "https://cloud.oracle.com/",
          List.of(
              field("user_ocid", Shows.EVERYTHING, "The user's OCID: ocid1.user..."),
              field("tenancy_ocid", Shows.EVERYTHING, "The tenancy's OCID: ocid1.tenancy..."),
              field("fingerprint", Shows.EVERYTHING, "The API key's fingerprint: 16 pairs."),
              new Field(
                  "private_key", true, Shows.NOTHING, Form.PEM, "The API key's private half, PEM."),
              optional("passphrase", Shows.NOTHING, "What the private key is encrypted with."),
              field("region", Shows.EVERYTHING, "The home region, as eu-frankfurt-1."),
              optional(
                  "compartment_ocid",
                  Shows.EVERYTHING,
                  "Where fleets go; without it, the tenancy's root.")),
          List.of(
              "Download the policy statements of this provider.",
              "Create a group, a user in it, and a policy with these statements, with the names of"
                  + " your group and compartment put in.",
              "Add an API key to the user and keep its private half; the console shows user,"
                  + " tenancy, fingerprint and region beside it.",
              "Add the provider here, then validate it."));

  static final ProviderType AZURE =
      new ProviderType(
          Cloud.AZURE,
          "Azure",
          "Microsoft Azure, a comprehensive cloud platform with strong enterprise integration.",
          Optional.of("Experimental"),
          "https://portal.azure.com/",
          List.of(
              field("client_id", Shows.EVERYTHING, "The application (client) id: a GUID."),
              field("client_secret", Shows.NOTHING, "A client secret's value, not its id."),
              field("tenant_id", Shows.EVERYTHING, "The directory (tenant) id: a GUID."),
              field("subscription_id", Shows.EVERYTHING, "The subscription's id: a GUID.")),
          List.of(
              "Download the permission document of this provider, put in your subscription's id,"
                  + " and create a custom role: az role definition create --role-definition FILE.",
              "Register an application, and assign it this role on the subscription.",
              "Create a client secret for the application, and copy its value, which is shown"
                  + " once.",
              "Add the provider here, then validate it."));

  private Types() {}

  private static Field field(String name, Shows shows, String description) {
    return new Field(name, true, shows, Form.LINE, description);
  }

  private static Field optional(String name, Shows shows, String description) {
    return new Field(name, false, shows, Form.LINE, description);
  }
}
