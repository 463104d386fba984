package io.bowline.bench.api;

/// What an organization has ten thousand of.
public enum Listed {
  /// Fleet providers of AWS, which nobody checks.
  PROVIDERS("providers", "fleet-providers") {
    @Override
    String body(String organization, int number) {
      return """
      {"organization": "%s", "identifier": "%s", "provider_type": "aws", "configuration": %s}
      """
          .formatted(organization, identifier(number), configuration(number));
    }
  },
  /// Fleets on clusters that are brought, each with a domain of its own.
  FLEETS("fleets", "infrastructure") {
    @Override
    String body(String organization, int number) {
      return """
      {"organization": "%s", "identifier": "%s", "infra_type": "byok", "domain": "%s.example.com",
       "tenancy_mode": "shared", "max_tenants": 4, "max_kafka_units": 40,
       "advanced_config": {"node_size": {"cpu": 4, "memory_gb": 16}},
       "placement_config": {"region": "eu-central-1"}}
      """
          .formatted(organization, identifier(number), identifier(number));
    }
  };

  private static final String KEY = "AKIAIOSFODNN7EXAMPLE";

  private final String words;
  private final String segment;

  Listed(String words, String segment) {
    this.words = words;
    this.segment = segment;
  }

  /// What they are, in the plural.
  public String words() {
    return words;
  }

  /// The name of one of them.
  static String identifier(int number) {
    return "fleet-%05d".formatted(number);
  }

  static String configuration(int number) {
    return "{\"aws_access_key\": \"%s\", \"aws_access_secret\": \"%040d\"}".formatted(KEY, number);
  }

  abstract String body(String organization, int number);

  /// Where they are.
  String path(String organization) {
    return "/organizations/" + organization + "/" + segment + "/";
  }

  /// The request that makes one.
  public Ask create(String organization, String token, int number) {
    return Ask.send("create", "POST", path(organization), token, body(organization, number), 201);
  }

  /// A page of their list.
  ///
  /// @param cursor where it begins; empty at the start
  public Ask page(String organization, String token, String cursor, int limit) {
    String from = cursor.isEmpty() ? "" : "&cursor=" + cursor;
    return Ask.get("list", path(organization) + "?limit=" + limit + from, token, 200);
  }
}
