package io.bowline.simulator.apply;

/// Who writes, as `managedFields` tells writers apart.
public record Owner(String manager, boolean apply, String apiVersion, String subresource) {
  public String operation() {
    return apply ? "Apply" : "Update";
  }
}
