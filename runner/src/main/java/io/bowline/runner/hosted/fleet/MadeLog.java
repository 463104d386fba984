package io.bowline.runner.hosted.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.runner.step.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What a run has made so far, by name and id, written down as it is heard. Terraform itself writes
/// its record every 20 s only: what it made since is unknown to it after a kill, and would be made
/// a second time, or be in the way. It is taken into the record by this list.
final class MadeLog {
  private final Path file;

  /// @param folder that outlives the process
  MadeLog(Path folder) {
    this.file = folder.resolve("made.jsonl");
  }

  /// Such a resource is begun, or is there.
  ///
  /// @param address in the module, as `aws_vpc.this[0]`
  /// @param id as the provider says it, which is no secret; empty as long as it has none
  synchronized void made(String address, String id) {
    ObjectNode line = Json.object().put("address", address).put("id", id);
    try {
      Files.writeString(
          file,
          line + "\n",
          StandardCharsets.UTF_8,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND,
          StandardOpenOption.DSYNC);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  /// The record has it all.
  void clear() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + file, e);
    }
  }

  /// All that was begun or made, by address; a line that a death has cut is none.
  Map<String, String> all() {
    var all = new TreeMap<String, String>();
    if (Files.exists(file)) {
      try {
        for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
          if (line.endsWith("}")) {
            JsonNode read = Json.tree(line);
            all.put(read.path("address").asText(), read.path("id").asText());
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException("cannot read " + file, e);
      }
    }
    return all;
  }

  /// What is not in the record, as Terraform takes it in: address, and the id by which it is found.
  ///
  /// @param known addresses in the record
  Map<String, String> lost(List<String> known) {
    Map<String, String> all = all();
    var lost = new TreeMap<String, String>();
    all.forEach((address, id) -> {
      if (!known.contains(address) && !id.isEmpty()) {
        found(all, address, id).ifPresent(by -> lost.put(address, by));
      }
    });
    return lost;
  }

  /// What was begun, is not in the record, and would be in the way if it is there: address, and the
  /// id by which to look. What has no name of its own may be left in the account.
  ///
  /// @param prefix of all names that the module gives
  Map<String, String> perhaps(List<String> known, String prefix) {
    var perhaps = new TreeMap<String, String>();
    all()
        .forEach((address, id) -> {
          if (id.isEmpty() && !known.contains(address)) {
            named(address, prefix).ifPresent(name -> perhaps.put(address, name));
          }
        });
    return perhaps;
  }

  private static Optional<String> named(String address, String prefix) {
    return switch (address) {
      case "aws_eks_cluster.this" -> Optional.of(prefix);
      case "aws_eks_node_group.system" -> Optional.of(prefix + ":system");
      case "aws_eks_addon.pod_identity" -> Optional.of(prefix + ":eks-pod-identity-agent");
      case "aws_cloudwatch_log_group.cluster" -> Optional.of("/aws/eks/" + prefix + "/cluster");
      case "aws_iam_role.cluster", "aws_iam_role.nodes", "aws_iam_role.runner" ->
          Optional.of(prefix + "-" + address.substring("aws_iam_role.".length()));
      case "aws_ecr_repository.runner" -> Optional.of(prefix + "/runner");
      case "aws_kms_alias.this" -> Optional.of("alias/" + prefix);
      default -> Optional.empty();
    };
  }

  /// By what a resource is found; for most that is its id.
  private static Optional<String> found(Map<String, String> all, String address, String id) {
    String kind = address.substring(0, Math.max(0, address.indexOf('.')));
    String name = address.substring(kind.length() + 1).replaceAll("\\[.*", "");
    return switch (kind) {
      // attaching again changes nothing
      case "aws_iam_role_policy_attachment", "terraform_data" -> Optional.empty();
      case "aws_route" ->
          Optional.ofNullable(all.get("aws_route_table." + name + "[0]"))
              .map(table -> table + "_0.0.0.0/0");
      case "aws_route_table_association" ->
          Optional.ofNullable(all.get(address.replace(kind, "aws_subnet")))
              .flatMap(subnet ->
                  Optional.ofNullable(all.get("aws_route_table." + name + "[0]"))
                      .map(table -> subnet + "/" + table));
      case "aws_eks_pod_identity_association" ->
          Optional.ofNullable(all.get("aws_eks_cluster.this")).map(cluster -> cluster + "," + id);
      default -> Optional.of(id);
    };
  }
}
