package io.bowline.installer;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/// A vendor and an install that tests render for.
public final class Given {
  public static final Vendor VENDOR =
      new Vendor(
          List.of("203.0.113.0/28"),
          Optional.of(new Vendor.Tunnel("203.0.113.16/32", 51820)),
          new Vendor.RunnerKit(
              "bowline.example.com/bowline/runner@sha256:" + "a".repeat(64),
              "{\"keys\":[]}",
              "mode: signed\n",
              "{\"version\":1,\"addresses\":{\"link\":{\"host\":\"bowline.example.com\",\"port\":9701}},\"authorities\":\"-----BEGIN CERTIFICATE-----\\n\"}"),
          Optional.of(URI.create("https://acme-templates.s3.eu-central-1.amazonaws.com/bowline")));

  public static final Site SITE =
      new Site(
          "acme-prod",
          "74a6a81e-3f28-44e7-8e94-39f2e222b71d",
          "123456789012",
          "eu-central-1",
          "external-74a6");

  private Given() {}
}
