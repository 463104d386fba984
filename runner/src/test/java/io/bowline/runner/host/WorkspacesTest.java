package io.bowline.runner.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkspacesTest {
  @TempDir Path temp;

  @Test
  void aWorkspaceIsPrivateAndGoneWhenClosed() throws Exception {
    var workspaces = new Workspaces(temp.resolve("work"));
    Path folder;
    try (var workspace = workspaces.open("job-1")) {
      folder = workspace.folder();
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
          .isEqualTo("rwx------");
      Files.createDirectories(folder.resolve("a/b"));
      Files.writeString(folder.resolve("a/b/c"), "x");
    }
    assertThat(folder).doesNotExist();
  }

  @Test
  void leftoversOfAnEarlierProcessAreRemovedAndLinksAreNotFollowed() throws Exception {
    Path precious =
        Files.writeString(Files.createDirectory(temp.resolve("mine")).resolve("p"), "x");
    var first = new Workspaces(temp.resolve("work"));
    Path folder = first.open("job-1").folder();
    Files.createSymbolicLink(folder.resolve("link"), precious.getParent());
    assertThat(new Workspaces(temp.resolve("work")).open("job-1").folder()).isEmptyDirectory();
    assertThat(precious).exists();
  }

  @Test
  void namesCannotLeaveTheRoot() throws Exception {
    var workspaces = new Workspaces(temp.resolve("work"));
    assertThatThrownBy(() -> workspaces.open("../mine"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
