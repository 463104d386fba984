package io.bowline.bench.images;

import io.bowline.bench.images.SyncImages.Name;
import io.bowline.demo.process.Processes;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Others that copy images, as their manuals say to call them: all platforms, digests kept.
public final class Peers {
  private static final List<String> AT_MOST = List.of("timeout", "600");

  private final Path work;
  private final Processes processes;
  private int runs;

  /// @param work a folder for what they are told
  public Peers(Path work, Processes processes) {
    this.work = work;
    this.processes = processes;
  }

  /// How a peer is called.
  private interface Call {
    List<String> command(URI from, URI to, List<Name> images) throws IOException;
  }

  /// One image after another, which it retries as often as it is told.
  ///
  /// @param retries of an image
  public Contender skopeo(int retries) {
    return peer("skopeo", (from, to, images) -> skopeo(retries, from, to, images));
  }

  /// With the settings that it has by itself.
  public Contender regsync() {
    return peer("regsync", (from, to, images) -> regsync("", "", from, to, images));
  }

  /// With what its manual has for speed.
  public Contender tunedRegsync() {
    String registry = ", reqConcurrent: 16, reqPerSec: 10000";
    String defaults = "defaults: {parallel: 8}\n";
    return peer(
        "regsync tuned", (from, to, images) -> regsync(registry, defaults, from, to, images));
  }

  /// Eight at a time, each a process, since it copies one image.
  public Contender oras() {
    return peer("oras cp", this::oras);
  }

  private Contender peer(String name, Call call) {
    return new Contender() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public void sync(URI from, URI to, List<Name> images)
          throws IOException, InterruptedException {
        run(name, call.command(from, to, images));
      }
    };
  }

  private void run(String name, List<String> command) throws IOException, InterruptedException {
    List<String> whole = Stream.concat(AT_MOST.stream(), command.stream()).toList();
    Processes.Ended ended = processes.run(name.replace(' ', '-') + "-" + ++runs, whole, Map.of());
    if (ended.code() != 0) {
      String said = ended.err().strip();
      throw new IOException(
          name + " ended with " + ended.code() + ": " + said.substring(said.lastIndexOf('\n') + 1));
    }
  }

  /// What it says that it is.
  public Map<String, String> versions() throws IOException, InterruptedException {
    var versions = new TreeMap<String, String>();
    for (String program : List.of("skopeo", "docker-registry")) {
      versions.put(program, said(program, "--version", ".*"));
    }
    versions.put("regsync", said("regsync", "version", "VCSTag:.*"));
    versions.put("oras", said("oras", "version", "Version:.*"));
    return versions;
  }

  private String said(String program, String word, String line)
      throws IOException, InterruptedException {
    List<String> command = List.of(program(program).toString(), word);
    return processes
        .run(program + "-version", command, Map.of())
        .out()
        .lines()
        .filter(one -> one.matches(line))
        .map(one -> one.substring(one.lastIndexOf(' ') + 1))
        .findFirst()
        .orElse("unknown");
  }

  private List<String> skopeo(int retries, URI from, URI to, List<Name> images) throws IOException {
    var text = new StringBuilder(from.getAuthority() + ":\n  tls-verify: false\n  images:\n");
    byRepository(images)
        .forEach((repository, tags) ->
            text.append("    ")
                .append(repository)
                .append(": [\"")
                .append(String.join("\", \"", tags))
                .append("\"]\n"));
    return List.of(
        program("skopeo").toString(),
        "--insecure-policy",
        "sync",
        "--all",
        "--preserve-digests",
        "--retry-times=" + retries,
        "--src-tls-verify=false",
        "--dest-tls-verify=false",
        "--src",
        "yaml",
        "--dest",
        "docker",
        file("skopeo", text.toString()).toString(),
        to.getAuthority() + "/acme");
  }

  private List<String> regsync(
      String registry, String defaults, URI from, URI to, List<Name> images) throws IOException {
    var text = new StringBuilder("version: 1\ncreds:\n");
    for (URI one : List.of(from, to)) {
      text.append(
          "  - {registry: \"%s\", tls: disabled%s}\n".formatted(one.getAuthority(), registry));
    }
    text.append(defaults).append("sync:\n");
    for (String repository : new TreeSet<>(byRepository(images).keySet())) {
      text.append(
          "  - {source: \"%s/%s\", target: \"%s/%s\", type: repository}\n"
              .formatted(from.getAuthority(), repository, to.getAuthority(), repository));
    }
    return List.of(
        program("regsync").toString(), "once", "-c", file("regsync", text.toString()).toString());
  }

  private List<String> oras(URI from, URI to, List<Name> images) throws IOException {
    String list =
        images.stream()
            .map(one ->
                "%s/%s:%s %s/%s:%s\n"
                    .formatted(
                        from.getAuthority(),
                        one.repository(),
                        one.tag(),
                        to.getAuthority(),
                        one.repository(),
                        one.tag()))
            .collect(Collectors.joining());
    String each = program("oras") + " cp --from-plain-http --to-plain-http --no-tty";
    return List.of("sh", "-c", "xargs -P 8 -n 2 " + each + " <" + file("oras", list));
  }

  private static Map<String, List<String>> byRepository(List<Name> images) {
    return images.stream()
        .collect(
            Collectors.groupingBy(
                Name::repository,
                TreeMap::new,
                Collectors.mapping(Name::tag, Collectors.toList())));
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(Files.createTempFile(work, name, ".yaml"), text);
  }

  /// A program of the machine, or of what the project builds for itself.
  static Path program(String name) throws IOException {
    var folders = new ArrayList<>(List.of(env("PATH").split(":", -1)));
    String cache = env("XDG_CACHE_HOME");
    folders.add((cache.isEmpty() ? env("HOME") + "/.cache" : cache) + "/bowline/parts/bin");
    return folders.stream()
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() ->
            new IOException(
                name + " is not on this machine: install it, or run e2e/parts/build.sh"));
  }

  private static String env(String name) {
    return Stream.ofNullable(System.getenv(name)).findFirst().orElse("");
  }
}
