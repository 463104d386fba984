package io.bowline.registry.contract;

import io.bowline.model.artifact.Digest;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The kinds of manifest that clients push, made of one config and one layer that are there.
enum Kind {
  IMAGE {
    @Override
    List<Manifests.Text> of(Digest config, Digest layer) {
      return List.of(Manifests.image(config, layer));
    }
  },
  /// Just below 4 MB, by many annotations.
  LARGE_MANIFEST {
    @Override
    List<Manifests.Text> of(Digest config, Digest layer) {
      String annotations =
          IntStream.range(0, 390)
              .mapToObj(i -> "\"large-%d\": \"%s\"".formatted(i, "A".repeat(10_000)))
              .collect(Collectors.joining(",", "\"annotations\": {", "},"));
      return List.of(Manifests.artifact(config, annotations, layer));
    }
  },
  INDEX {
    @Override
    List<Manifests.Text> of(Digest config, Digest layer) {
      Manifests.Text one = numbered("index one", config, layer);
      Manifests.Text two = numbered("index two", config, layer);
      return List.of(one, two, Manifests.index("", one.digest(), two.digest()));
    }
  },
  NESTED_INDEX {
    @Override
    List<Manifests.Text> of(Digest config, Digest layer) {
      Manifests.Text image = numbered("nested", config, layer);
      Manifests.Text inner = Manifests.index(named("inner"), image.digest());
      return List.of(image, inner, Manifests.index(named("outer"), inner.digest()));
    }
  },
  EMPTY_INDEX {
    @Override
    List<Manifests.Text> of(Digest config, Digest layer) {
      return List.of(Manifests.index(named("empty")));
    }
  },
  ARTIFACT {
    @Override
    List<Manifests.Text> of(Digest config, Digest layer) {
      return List.of(Manifests.artifact(config, TYPE, layer));
    }
  },
  ARTIFACT_INDEX {
    @Override
    List<Manifests.Text> of(Digest config, Digest layer) {
      Manifests.Text artifact = Manifests.artifact(config, TYPE + named("of an index"), layer);
      return List.of(artifact, Manifests.index(TYPE, artifact.digest()));
    }
  },
  /// The empty object is config and only layer.
  ARTIFACT_WITHOUT_LAYERS {
    @Override
    List<Manifests.Text> of(Digest config, Digest layer) {
      return List.of(Manifests.artifact(config, TYPE, config));
    }
  },
  NO_LAYERS {
    @Override
    List<Manifests.Text> of(Digest config, Digest layer) {
      return List.of(Manifests.artifact(config, named("no layers")));
    }
  },
  WITH_SUBJECT {
    @Override
    List<Manifests.Text> of(Digest config, Digest layer) {
      Manifests.Text subject = numbered("subject", config, layer);
      String about = Manifests.subject(subject.digest());
      return List.of(
          subject,
          Manifests.artifact(config, about, layer),
          Manifests.artifact(config, TYPE + named("about") + about, layer));
    }
  },
  INDEX_WITH_SUBJECT {
    @Override
    List<Manifests.Text> of(Digest config, Digest layer) {
      Manifests.Text subject = Manifests.index(named("subject"));
      return List.of(subject, Manifests.index(TYPE + Manifests.subject(subject.digest())));
    }
  },
  MISSING_SUBJECT {
    @Override
    List<Manifests.Text> of(Digest config, Digest layer) {
      Digest missing = Digest.of(OciClient.bytes("a subject that never comes"));
      return List.of(Manifests.artifact(config, TYPE + Manifests.subject(missing), layer));
    }
  },
  DATA_FIELD {
    @Override
    List<Manifests.Text> of(Digest config, Digest layer) {
      return changed(config, layer, "\"size\": 2}", "\"size\": 2, \"data\": \"e30=\"}");
    }
  },
  CUSTOM_FIELDS {
    @Override
    List<Manifests.Text> of(Digest config, Digest layer) {
      return changed(config, layer, "\"config\"", "\"org.example.more\": {\"a\": [1]}, \"config\"");
    }
  },
  /// Two layers that may not be passed on, and are not, before one that is.
  NON_DISTRIBUTABLE {
    @Override
    List<Manifests.Text> of(Digest config, Digest layer) {
      String foreign =
          List.of("tar+gzip", "tar").stream()
              .map(form ->
                  ("{\"mediaType\": \"application/vnd.oci.image.layer.nondistributable.v1.%s\","
                          + " \"size\": 9, \"digest\": \"%s\","
                          + " \"urls\": [\"https://store.example.com/%s\"]}, ")
                      .formatted(form, Digest.of(OciClient.bytes(form)), form))
              .collect(Collectors.joining("", "\"layers\": [", ""));
      return changed(config, layer, "\"layers\": [", foreign);
    }
  },
  /// One of its manifests was not pushed.
  SPARSE_INDEX {
    @Override
    List<Manifests.Text> of(Digest config, Digest layer) {
      Manifests.Text there = numbered("sparse", config, layer);
      Digest absent = Digest.of(OciClient.bytes("of a platform that nobody wants"));
      return List.of(there, Manifests.index(named("sparse"), there.digest(), absent));
    }
  };

  private static final String TYPE = "\"artifactType\": \"application/vnd.example.kind\", ";

  /// The manifests in the order of their pushes; the last gets the tag.
  abstract List<Manifests.Text> of(Digest config, Digest layer);

  private static String named(String name) {
    return "\"annotations\": {\"org.example.name\": \"" + name + "\"}, ";
  }

  private static Manifests.Text numbered(String name, Digest config, Digest layer) {
    return Manifests.artifact(config, named(name), layer);
  }

  private static List<Manifests.Text> changed(Digest config, Digest layer, String from, String to) {
    Manifests.Text plain = Manifests.image(config, layer);
    return List.of(new Manifests.Text(plain.mediaType(), plain.json().replace(from, to)));
  }
}
