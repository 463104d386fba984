package io.bowline.release.chart;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.model.artifact.Digest;
import io.bowline.release.archive.FileTree;
import io.bowline.release.archive.TreeFile;
import java.util.Map;

/// A generated chart that installs a rendered manifest as it stands.
///
/// Its one template hands out a file, whose content Helm does not template again: `{{` and `${` in
/// it survive, and nothing is drawn or looked up anew between approval and apply.
public final class FrozenChart {
  private static final String MANIFEST = "frozen/manifest.yaml";
  private static final String TEMPLATE = "{{ .Files.Get \"" + MANIFEST + "\" }}\n";

  private final byte[] archive;

  private FrozenChart(byte[] archive) {
    this.archive = archive;
  }

  /// Freezes; equal renderings give equal bytes.
  public static FrozenChart of(RenderedChart rendered) {
    ObjectNode about = JsonNodeFactory.instance.objectNode();
    about.put("apiVersion", "v2");
    about.put("name", rendered.name());
    about.put("version", rendered.version());
    about.put("type", "application");
    if (!rendered.appVersion().isEmpty()) {
      about.put("appVersion", rendered.appVersion());
    }
    FileTree files =
        FileTree.of(
            Map.of(
                "Chart.yaml",
                TreeFile.text(about + "\n"),
                "templates/frozen.yaml",
                TreeFile.text(TEMPLATE),
                MANIFEST,
                TreeFile.text(rendered.manifest())));
    return new FrozenChart(files.under(rendered.name()).pack());
  }

  /// The `.tgz` for Helm.
  public byte[] archive() {
    return archive.clone();
  }

  /// What an approval covers.
  public Digest digest() {
    return Digest.of(archive);
  }
}
