package io.bowline.driver.aws;

import java.util.Optional;
import software.amazon.awssdk.services.servicequotas.ServiceQuotasClient;
import software.amazon.awssdk.services.servicequotas.model.NoSuchResourceException;

/// A limit of AWS's for one region of an account, by the codes of Service Quotas.
public enum Quota {
  VPCS("vpcs", "vpc", "L-F678F1CE"),
  GATEWAYS("internet-gateways", "vpc", "L-A4707A72"),
  ADDRESSES("elastic-ips", "ec2", "L-0263D0A3"),
  /// Of one zone.
  NAT("nat-gateways", "vpc", "L-FE5A380F"),
  /// Of machines of the usual families that run on demand.
  CPUS("vcpus", "ec2", "L-1216C47A"),
  CLUSTERS("eks-clusters", "eks", "L-1194D53C");

  private final String text;
  private final String service;
  private final String code;

  Quota(String text, String service, String code) {
    this.text = text;
    this.service = service;
    this.code = code;
  }

  /// Its name in checks.
  public String text() {
    return text;
  }

  public String service() {
    return service;
  }

  public String code() {
    return code;
  }

  /// That of the account, or else the one that everybody begins with; empty when AWS names none.
  public Optional<Double> limit(ServiceQuotasClient quotas) {
    try {
      return Optional.of(
          quotas.getServiceQuota(ask -> ask.serviceCode(service).quotaCode(code)).quota().value());
    } catch (NoSuchResourceException e) {
      try {
        return Optional.of(
            quotas
                .getAWSDefaultServiceQuota(ask -> ask.serviceCode(service).quotaCode(code))
                .quota()
                .value());
      } catch (NoSuchResourceException none) {
        return Optional.empty();
      }
    }
  }
}
