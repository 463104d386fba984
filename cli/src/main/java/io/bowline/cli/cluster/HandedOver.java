package io.bowline.cli.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.cli.session.CliFailure;
import io.bowline.cli.session.Exit;
import io.bowline.cli.session.Reason;
import io.bowline.cli.session.Shell;
import io.bowline.cloud.Complaint;
import io.bowline.cloud.kubeconfig.ClusterAccess;
import io.bowline.cloud.kubeconfig.Kubeconfig;
import io.bowline.cloud.kubeconfig.KubeconfigReading;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What of a kubeconfig is handed over: one context, and nothing else that is in the file.
public final class HandedOver {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private HandedOver() {}

  /// Reads a file, or standard input for `-`.
  ///
  /// @return a kubeconfig with that context alone
  public static String read(Shell shell, Path file, Optional<String> context) {
    return switch (Kubeconfig.read(bytes(shell, file), context, shell.world().now())) {
      case KubeconfigReading.Good(ClusterAccess access) -> named(access);
      case KubeconfigReading.ContextNeeded(List<String> names) ->
          throw new CliFailure(
              Exit.USAGE,
              "%s has several contexts and none is the current one; choose with --context: %s"
                  .formatted(file, String.join(", ", names)));
      case KubeconfigReading.Refused(List<Complaint> complaints) ->
          throw new CliFailure(
              Exit.FAILED,
              "%s cannot be handed over, and was not sent: %s"
                  .formatted(
                      file,
                      complaints.stream().map(HandedOver::said).collect(Collectors.joining("; "))));
    };
  }

  /// One byte more than is read says that there are too many.
  static byte[] bytes(Shell shell, Path file) {
    try {
      if (file.toString().equals("-")) {
        return shell.in().readNBytes(Kubeconfig.MAX_BYTES + 1);
      }
      try (InputStream content = Files.newInputStream(shell.path(file))) {
        return content.readNBytes(Kubeconfig.MAX_BYTES + 1);
      }
    } catch (IOException e) {
      throw new CliFailure(Exit.USAGE, "cannot read " + file + ": " + Reason.of(e));
    }
  }

  private static String said(Complaint complaint) {
    return (complaint.field() + " " + complaint.message()).strip();
  }

  /// With the context's own name, by which people know it.
  private static String named(ClusterAccess access) {
    try {
      ObjectNode file = (ObjectNode) JSON.readTree(access.reveal());
      file.put("current-context", access.context());
      ((ObjectNode) file.at("/contexts/0")).put("name", access.context());
      return file.toString();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("what was rebuilt is no JSON", e);
    }
  }
}
