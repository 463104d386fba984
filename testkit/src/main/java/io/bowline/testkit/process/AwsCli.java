package io.bowline.testkit.process;

import io.bowline.testkit.Parts;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// AWS's own command line, before an AWS for tests: for commands that our answers print. Guard the
/// test with `@RequiresPart("aws")`.
///
/// @param endpoint of the AWS for tests
/// @param folder where files are that the commands name
/// @param signedIn variables with which somebody is signed in
public record AwsCli(URI endpoint, Path folder, Map<String, String> signedIn) {
  /// Runs a line as somebody would type it.
  ///
  /// @return what it printed, when it succeeded
  /// @throws IOException with what it said, when it did not
  public String run(String line) throws IOException, InterruptedException {
    var command = new ProcessBuilder(List.of("sh", "-c", line)).directory(folder.toFile());
    Map<String, String> environment = command.environment();
    environment.putAll(signedIn);
    environment.put("AWS_ENDPOINT_URL", endpoint.toString());
    environment.put("AWS_PAGER", "");
    // with an endpoint of its own it wants a region also where a service has none
    environment.put("AWS_DEFAULT_REGION", "us-east-1");
    environment.put("AWS_EC2_METADATA_DISABLED", "true");
    Path aws = Parts.here().require("aws").toAbsolutePath().resolveSibling("");
    environment.merge("PATH", aws.toString(), (path, first) -> first + ":" + path);
    Process process = command.redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(line + " ended with " + process.exitValue() + ": " + said);
    }
    return said;
  }

  /// Nothing of what it is signed in with.
  @Override
  public String toString() {
    return "AwsCli[" + endpoint + "]";
  }
}
