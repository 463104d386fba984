package io.bowline.cloud.kubeconfig;

import io.bowline.cloud.Complaint;
import io.bowline.yaml.Parsed;
import io.bowline.yaml.PlainYaml;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A kubeconfig that somebody uploaded, read as plain data by a list of what is allowed, and
/// rebuilt from that: such a file can name programs to run, files to read and hosts to ask, and
/// client libraries do all of it while they parse. Only the chosen context and what it refers to is
/// looked at; the rest of the file is dropped, so that it need not be fit for this.
public final class Kubeconfig {
  /// The largest file that is read.
  public static final int MAX_BYTES = 1024 * 1024;

  private static final int LONGEST_NAME = 253;
  private static final int LONGEST_PEM = 256 * 1024;
  private static final int MOST_NAMES = 100;
  private static final Pattern TAB_IN_FRONT = Pattern.compile("(?m)^ *\t");
  private static final String FLATTEN =
      "kubectl config view --flatten --minify writes a file that holds everything itself";

  private static final Set<String> FILE_KEYS =
      Set.of(
          "apiVersion",
          "kind",
          "clusters",
          "users",
          "contexts",
          "current-context",
          "preferences",
          "extensions");
  private static final Set<String> CLUSTER_KEYS =
      Set.of(
          "server",
          "certificate-authority-data",
          "certificate-authority",
          "tls-server-name",
          "insecure-skip-tls-verify",
          "proxy-url",
          "disable-compression",
          "extensions");
  private static final Set<String> CONTEXT_KEYS =
      Set.of("cluster", "user", "namespace", "extensions");

  private static final Map<String, String> REFUSED_OF_CLUSTER =
      Map.of(
          "certificate-authority",
          "names a file, which is not here. Put its content into certificate-authority-data: "
              + FLATTEN,
          "proxy-url",
          "is not taken: it would send the credential over a host of the file's choosing");

  private final Section file;
  private final Instant now;

  private Kubeconfig(Section file, Instant now) {
    this.file = file;
    this.now = now;
  }

  /// Reads one context of a file.
  ///
  /// @param context the one wanted; where empty the current one, or the only one
  /// @param now against which lifetimes are held
  public static KubeconfigReading read(byte[] sent, Optional<String> context, Instant now) {
    if (sent.length > MAX_BYTES) {
      return refused("is larger than 1 MiB. " + FLATTEN);
    }
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(sent)).toString();
    } catch (CharacterCodingException e) {
      return refused("is not text in UTF-8");
    }
    Optional<Integer> tab = lineWithTab(text);
    if (tab.isPresent()) {
      return refused(
          "has a tab in front of line %d. YAML is indented with blanks".formatted(tab.get()));
    }
    return switch (PlainYaml.parse(text)) {
      case Parsed.Refused refused ->
          new KubeconfigReading.Refused(
              refused.problems().stream()
                  .limit(MOST_NAMES)
                  .map(
                      p -> new Complaint(p.path(), "%s (line %d)".formatted(p.message(), p.line())))
                  .toList());
      case Parsed.Tree tree when !tree.root().isObject() ->
          refused("is no kubeconfig: that has clusters, users and contexts");
      case Parsed.Tree tree -> new Kubeconfig(Section.of(tree), now).choose(context);
    };
  }

  private static KubeconfigReading refused(String message) {
    return new KubeconfigReading.Refused(List.of(new Complaint("", message)));
  }

  private static Optional<Integer> lineWithTab(String text) {
    Matcher tab = TAB_IN_FRONT.matcher(text);
    return tab.find()
        ? Optional.of(1 + (int) text.substring(0, tab.end()).chars().filter(c -> c == '\n').count())
        : Optional.empty();
  }

  private KubeconfigReading choose(Optional<String> wanted) {
    file.allowOnly(FILE_KEYS);
    expect("kind", "Config");
    expect("apiVersion", "v1");
    List<Section> contexts = file.entries("contexts");
    List<String> names = names(contexts);
    Optional<String> current = file.text("current-context", LONGEST_NAME);
    Optional<String> name =
        wanted
            .or(() -> current)
            .or(() -> names.size() == 1 ? Optional.of(names.getFirst()) : Optional.empty());
    if (name.isPresent()) {
      Optional<ClusterAccess> access =
          named("contexts", contexts, name.get(), wanted.isPresent() ? "" : "current-context")
              .flatMap(context -> access(name.get(), context));
      if (access.isPresent() && file.complaints().isEmpty()) {
        return new KubeconfigReading.Good(access.get());
      }
    } else if (names.isEmpty()) {
      file.complain("contexts", "has no context; one joins a cluster and a user");
    } else if (file.complaints().isEmpty()) {
      return new KubeconfigReading.ContextNeeded(names.stream().limit(MOST_NAMES).toList());
    }
    return new KubeconfigReading.Refused(file.complaints());
  }

  private void expect(String key, String value) {
    if (file.text(key, LONGEST_NAME).filter(found -> !found.equals(value)).isPresent()) {
      file.complain(key, "must be " + value);
    }
  }

  private Optional<ClusterAccess> access(String name, Section entry) {
    Optional<Section> context = entry.mapping("context", "a mapping with cluster and user");
    if (context.isEmpty()) {
      return Optional.empty();
    }
    context.get().allowOnly(CONTEXT_KEYS);
    Optional<Section> cluster =
        referred(context.get(), "cluster", "clusters")
            .flatMap(found -> found.mapping("cluster", "a mapping with server"));
    Optional<Section> user =
        referred(context.get(), "user", "users")
            .flatMap(found -> found.mapping("user", "a mapping with token, or with a certificate"));
    Optional<URI> server = cluster.flatMap(this::server);
    Optional<ClusterCredential> credential =
        user.flatMap(section -> Credentials.read(section, now));
    Optional<String> namespace = context.get().text("namespace", LONGEST_NAME);
    if (server.isEmpty() || credential.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new ClusterAccess(
            name,
            server.get(),
            cluster.get().text("tls-server-name", LONGEST_NAME),
            authorities(cluster.get()),
            credential.get(),
            namespace));
  }

  private Optional<URI> server(Section cluster) {
    cluster.allowOnly(CLUSTER_KEYS);
    REFUSED_OF_CLUSTER.forEach(
        (key, why) -> cluster.at(key).ifPresent(found -> found.complain(why)));
    cluster
        .at("insecure-skip-tls-verify")
        .filter(Section::isTrue)
        .ifPresent(found ->
            found.complain(
                "is not taken: anybody on the way could read the credential. Give"
                    + " certificate-authority-data instead"));
    Optional<String> server =
        cluster.requiredText("server", MAX_BYTES, "it is the https address of the cluster's API");
    if (server.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> wrong = ServerAddress.complaint(server.get());
    wrong.ifPresent(why -> cluster.complain("server", why));
    return wrong.isPresent() ? Optional.empty() : server.map(URI::create);
  }

  private Optional<String> authorities(Section cluster) {
    Optional<String> pem = cluster.pem("certificate-authority-data", LONGEST_PEM);
    pem.flatMap(text -> Lifetimes.authoritiesComplaint(text, now))
        .ifPresent(why -> cluster.complain("certificate-authority-data", why));
    return pem;
  }

  private Optional<Section> referred(Section context, String key, String list) {
    Optional<String> name = context.requiredText(key, LONGEST_NAME, "it names one of the " + list);
    if (name.isEmpty()) {
      return Optional.empty();
    }
    List<Section> entries = file.entries(list);
    Optional<Section> found = find(entries, name.get());
    if (found.isEmpty()) {
      context.complain(key, missing(list, name.get(), names(entries)));
    }
    return found.filter(section -> isOnly(list, entries, name.get()));
  }

  private Optional<Section> named(String list, List<Section> entries, String name, String from) {
    Optional<Section> found = find(entries, name);
    if (found.isEmpty()) {
      file.complain(from.isEmpty() ? list : from, missing(list, name, names(entries)));
    }
    return found.filter(section -> isOnly(list, entries, name));
  }

  private boolean isOnly(String list, List<Section> entries, String name) {
    boolean only = entries.stream().filter(entry -> entry.name().equals(name)).count() == 1;
    if (!only) {
      file.complain(list, "has two entries of the same name, %s".formatted(name));
    }
    return only;
  }

  private static Optional<Section> find(List<Section> entries, String name) {
    return entries.stream().filter(entry -> entry.name().equals(name)).findFirst();
  }

  private static List<String> names(List<Section> entries) {
    return entries.stream()
        .map(Section::name)
        .filter(name -> !name.isBlank() && name.length() <= LONGEST_NAME)
        .toList();
  }

  private static String missing(String list, String name, List<String> there) {
    return "names %s, which is not among the %s of the file: %s"
        .formatted(
            name,
            list,
            there.isEmpty()
                ? "there are none"
                : String.join(", ", there.stream().limit(20).toList()));
  }
}
