package io.bowline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `bowline kubeconfig check`.
class KubeconfigVerbsTest {
  private static final String SECRET = "canary-secret";
  private static final String FILE =
      """
      apiVersion: v1
      kind: Config
      current-context: prod
      clusters:
      - name: prod
        cluster: {server: "https://kube.example.com:6443"}
      users:
      - name: installer
        user: {token: %s}
      contexts:
      - name: prod
        context: {cluster: prod, user: installer, namespace: bowline}
      """
          .formatted(SECRET);

  @TempDir private Path folder;

  @Test
  void itSaysWhatWouldBeUsedAndNeverTheSecret() throws IOException {
    Run checked = check(FILE);

    assertThat(checked.code()).as(checked.err()).isZero();
    assertThat(checked.out())
        .contains("https://kube.example.com:6443", "token", "bowline", "well-known ones")
        .doesNotContain(SECRET);
    assertThat(check(FILE, "-o", "json").out()).doesNotContain(SECRET);
  }

  @Test
  void whatCannotBeHandedOverIsNamedWithFileFieldLineAndWhatToDo() throws IOException {
    Run checked = check(FILE.replace("{token: " + SECRET + "}", "{exec: {command: aws}}"));

    assertThat(checked.code()).isEqualTo(1);
    assertThat(checked.out())
        .startsWith("config: users[0].user.exec names a program to run, and none is run.")
        .contains("kubectl create token")
        .contains("(line 9)");
    assertThat(check("hello").out()).startsWith("config: the file is no kubeconfig");
  }

  @Test
  void amongSeveralContextsOneIsToBeChosen() throws IOException {
    String several =
        FILE.replace("current-context: prod\n", "")
            + "- name: test\n  context: {cluster: prod, user: installer}\n";

    Run unchosen = check(several);
    assertThat(unchosen.code()).isEqualTo(2);
    assertThat(unchosen.err()).contains("choose with --context: prod, test");
    assertThat(check(several, "--context", "test").out()).contains("test");
  }

  @Test
  void aFileWithThatContextAloneIsWrittenForItsUserOnly() throws IOException {
    Run checked = check(FILE, "--to", "minimal");

    assertThat(checked.code()).as(checked.err()).isZero();
    Path minimal = folder.resolve("minimal");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(minimal)))
        .isEqualTo("rw-------");
    assertThat(minimal).content().contains(SECRET).doesNotContain("installer");
    assertThat(check(FILE, "--to", "minimal").code()).as("never replaced").isEqualTo(6);
  }

  @Test
  void aFileThatIsNotThereOrTooLargeIsSaidToBe() throws IOException {
    Run missing = new Run.User(folder, Map.of(), "").run("kubeconfig", "check", "nothing");
    assertThat(missing.code()).isEqualTo(2);
    assertThat(missing.err()).contains("cannot read nothing: there is no such file");
    assertThat(check(FILE + "#".repeat(1 << 20)).out()).contains("is larger than 1 MiB");
  }

  private Run check(String text, String... options) throws IOException {
    Files.writeString(folder.resolve("config"), text);
    String[] arguments = new String[3 + options.length];
    arguments[0] = "kubeconfig";
    arguments[1] = "check";
    arguments[2] = "config";
    System.arraycopy(options, 0, arguments, 3, options.length);
    return new Run.User(folder, Map.of(), "").run(arguments);
  }
}
