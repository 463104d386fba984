package io.bowline.runner.egress;

/// By which way something leaves.
public enum Door {
  LINK("9701, the link: gRPC over mutual TLS"),
  LOGS("8433, logs: Loki's push protocol over mutual TLS"),
  METRICS("9090, metrics: Prometheus remote write over mutual TLS"),
  ARTIFACTS("443, artifacts: reads of the vendor's registry over mutual TLS");

  private final String way;

  Door(String way) {
    this.way = way;
  }

  String way() {
    return way;
  }
}
