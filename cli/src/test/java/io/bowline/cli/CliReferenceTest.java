package io.bowline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.cli.platform.World;
import io.bowline.cli.session.Exit;
import io.bowline.cli.session.Shell;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/// `docs/cli.md` is what the commands say of themselves; run with `-Dbowline.write=true` (in
/// `surefire.jvm`) to write it anew.
class CliReferenceTest {
  @Test
  void theReferenceIsWhatTheCommandsSay() throws Exception {
    Path file = Path.of(System.getProperty("bowline.root"), "docs", "cli.md");
    String reference = reference();
    if (Boolean.getBoolean("bowline.write")) {
      Files.writeString(file, reference);
    }
    assertThat(file).content().isEqualTo(reference);
  }

  private static String reference() {
    StringWriter nowhere = new StringWriter();
    Shell shell =
        new Shell(
            new PrintWriter(nowhere),
            new PrintWriter(nowhere),
            InputStream.nullInputStream(),
            Map.of(),
            Path.of("."),
            World.real());
    StringBuilder text = new StringBuilder();
    text.append("# The operator's commands\n\nGenerated from the commands themselves.\n");
    text.append("\n| exit code | meaning |\n|---|---|\n");
    for (Exit exit : Exit.values()) {
      text.append("| %d | %s |%n".formatted(exit.code(), exit.meaning()));
    }
    text.append("\nA secret is never an argument: it comes from a file, from standard input (`-`)");
    text.append(" or from the environment\n(`BOWLINE_TOKEN`, `BOWLINE_KEY_PASSPHRASE`,");
    text.append(" `BOWLINE_REGISTRY_PASSWORD`). `BOWLINE_SERVER`, `BOWLINE_ORG` and\n");
    text.append("`BOWLINE_CA` go before what `login` remembered.\n");
    describe(text, Bowline.commands(shell));
    return text.toString();
  }

  private static void describe(StringBuilder text, CommandLine command) {
    command.setUsageHelpWidth(100);
    text.append("\n## ").append(command.getCommandSpec().qualifiedName()).append("\n\n```\n");
    text.append(command.getUsageMessage(CommandLine.Help.Ansi.OFF).stripTrailing());
    text.append("\n```\n");
    command.getSubcommands().values().forEach(sub -> describe(text, sub));
  }
}
