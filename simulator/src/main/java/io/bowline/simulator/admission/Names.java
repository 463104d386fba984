package io.bowline.simulator.admission;

import com.fasterxml.jackson.databind.JsonNode;
import io.bowline.simulator.admission.Refusal.Cause;
import io.bowline.simulator.json.Tree;
import io.bowline.simulator.kind.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// The grammar of names, labels and annotations.
public final class Names {
  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
  private static final Pattern SERVICE = Pattern.compile("[a-z]([-a-z0-9]*[a-z0-9])?");
  private static final Pattern SUBDOMAIN =
      Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
  private static final Pattern QUALIFIED =
      Pattern.compile("([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]");
  private static final Pattern LABEL_VALUE =
      Pattern.compile("(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?");
  private static final Set<String> PATH_NAMED =
      Set.of("Role", "RoleBinding", "ClusterRole", "ClusterRoleBinding");
  private static final int ANNOTATIONS_LIMIT = 256 * 1024;

  private Names() {}

  /// What is wrong with an object's metadata.
  static List<Cause> check(Kind kind, JsonNode object) {
    List<Cause> causes = new ArrayList<>();
    String name = Tree.text(object, "metadata", "name");
    if (name.isEmpty()) {
      causes.add(Cause.required("metadata.name", "name or generateName is required"));
    } else {
      name(kind, name, causes);
    }
    JsonNode labels = Tree.at(object, "metadata", "labels");
    for (Map.Entry<String, JsonNode> label : labels.properties()) {
      qualified("metadata.labels", label.getKey(), causes);
      String value = label.getValue().asText();
      if (value.length() > 63 || !LABEL_VALUE.matcher(value).matches()) {
        causes.add(
            Cause.invalid(
                "metadata.labels",
                value,
                "a valid label must be an empty string or consist of alphanumeric characters, '-',"
                    + " '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or"
                    + " 'my_value',  or '12345', regex used for validation is"
                    + " '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')"));
      }
    }
    int size = 0;
    for (Map.Entry<String, JsonNode> note :
        Tree.at(object, "metadata", "annotations").properties()) {
      qualified("metadata.annotations", note.getKey().toLowerCase(java.util.Locale.ROOT), causes);
      size += note.getKey().length() + note.getValue().asText().length();
    }
    if (size > ANNOTATIONS_LIMIT) {
      causes.add(
          new Cause(
              "metadata.annotations",
              "FieldValueTooLong",
              "Too long: may not be more than " + ANNOTATIONS_LIMIT + " bytes"));
    }
    return causes;
  }

  private static void name(Kind kind, String name, List<Cause> causes) {
    if (PATH_NAMED.contains(kind.name())) {
      if (name.contains("/") || name.contains("%") || name.equals(".") || name.equals("..")) {
        causes.add(Cause.invalid("metadata.name", name, "may not contain '/' or '%'"));
      }
    } else if (kind.id().equals("services")) {
      if (name.length() > 63 || !SERVICE.matcher(name).matches()) {
        causes.add(
            Cause.invalid(
                "metadata.name",
                name,
                "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start"
                    + " with an alphabetic character, and end with an alphanumeric character (e.g."
                    + " 'my-name',  or 'abc-123', regex used for validation is"
                    + " '[a-z]([-a-z0-9]*[a-z0-9])?')"));
      }
    } else if (kind.id().equals("namespaces")) {
      if (name.length() > 63 || !LABEL.matcher(name).matches()) {
        causes.add(
            Cause.invalid(
                "metadata.name",
                name,
                "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or"
                    + " '-', and must start and end with an alphanumeric character (e.g. 'my-name',"
                    + "  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')"));
      }
    } else if (name.length() > 253 || !SUBDOMAIN.matcher(name).matches()) {
      causes.add(
          Cause.invalid(
              "metadata.name",
              name,
              "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters,"
                  + " '-' or '.', and must start and end with an alphanumeric character (e.g."
                  + " 'example.com', regex used for validation is"
                  + " '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')"));
    }
  }

  private static void qualified(String field, String key, List<Cause> causes) {
    int slash = key.indexOf('/');
    String prefix = slash < 0 ? "" : key.substring(0, slash);
    String name = key.substring(slash + 1);
    boolean well =
        name.length() <= 63
            && QUALIFIED.matcher(name).matches()
            && (slash < 0 || SUBDOMAIN.matcher(prefix).matches());
    if (!well) {
      causes.add(
          Cause.invalid(
              field,
              key,
              "name part must consist of alphanumeric characters, '-', '_' or '.', and must start"
                  + " and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or"
                  + " '123-abc', regex used for validation is"
                  + " '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')"));
    }
  }
}
