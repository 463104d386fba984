package io.bowline.runner.step.terraform;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.model.belonging.Named;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// One thing that Terraform has made and keeps in its state.
///
/// @param address of this one, as `-target` takes it
/// @param resource the same without its index, as others name what they depend on
/// @param type as Terraform calls it
/// @param id by which its provider finds it; its address where that is secret or missing
/// @param dependencies resources that it was made after
public record Made(
    String address, String resource, String type, String id, List<String> dependencies) {
  private static final int WORDS_OF_A_FAMILY = 2;

  public Made {
    dependencies = List.copyOf(dependencies);
  }

  /// By what it is known in its account.
  public Named named() {
    return new Named(type, id);
  }

  /// Whether it is about something outside of Terraform's own books.
  public boolean outside() {
    return !type.startsWith("terraform_")
        && !type.startsWith("null_")
        && !type.startsWith("random_")
        && !type.startsWith("local_")
        && !type.startsWith("time_")
        && !type.startsWith("tls_");
  }

  /// All of a state.
  static List<Made> of(JsonNode state) {
    var all = new ArrayList<Made>();
    for (JsonNode resource : state.path("resources")) {
      if (resource.path("mode").asText().equals("managed")) {
        resource.path("instances").forEach(instance -> all.add(of(resource, instance)));
      }
    }
    return all;
  }

  private static Made of(JsonNode resource, JsonNode instance) {
    String type = resource.path("type").asText();
    String module = resource.path("module").asText("");
    String name = type + "." + resource.path("name").asText();
    String address = (module.isEmpty() ? "" : module + ".") + name;
    JsonNode index = instance.path("index_key");
    String own =
        index.isMissingNode()
            ? address
            : address + "[" + (index.isTextual() ? index.toString() : index.asText()) + "]";
    var after = new ArrayList<String>();
    instance.path("dependencies").forEach(one -> after.add(one.asText()));
    return new Made(own, plain(address), type, id(instance, own), after);
  }

  /// As others name it: modules without the index of their instance.
  private static String plain(String address) {
    return address.replaceAll("\\[[^]]*]", "");
  }

  private static String id(JsonNode instance, String otherwise) {
    for (JsonNode path : instance.path("sensitive_attributes")) {
      if (path.path(0).path("value").asText().equals("id")) {
        return otherwise;
      }
    }
    String id = instance.path("attributes").path("id").asText("");
    return id.isBlank() ? otherwise : id;
  }

  /// What has to stay so that these do: they themselves, what they stand on, and what only says how
  /// they are (a bucket's policy, its encryption).
  static Set<Made> staying(List<Made> all, Set<Made> kept) {
    var stay = new HashSet<>(kept);
    for (Made one : all) {
      if (kept.stream().anyMatch(data -> one.isAbout(data))) {
        stay.add(one);
      }
    }
    boolean grew = true;
    while (grew) {
      var under = new HashSet<String>();
      stay.forEach(one -> under.addAll(one.dependencies()));
      grew =
          stay.addAll(all.stream().filter(one -> under.contains(plain(one.resource()))).toList());
    }
    return stay;
  }

  /// Of the same family: `aws_s3_bucket_policy` says something of an `aws_s3_bucket`.
  private boolean isAbout(Made data) {
    return dependencies.contains(data.resource()) && family().equals(data.family());
  }

  private String family() {
    String[] words = type.split("_", -1);
    return words.length <= WORDS_OF_A_FAMILY ? type : words[0] + "_" + words[1];
  }
}
