package io.bowline.simulator.contract;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.util.Map;

/// What Fabric8 says to an API server when a runner works with it; recorded by `fabric8.sh`.
public final class Fabric8Story {
  private final KubernetesClient client;
  private final String namespace;
  private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);

  private Fabric8Story(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
  }

  public static void main(String... arguments) throws IOException {
    Config config = Config.fromKubeconfig(Files.readString(Path.of(arguments[0])));
    try (KubernetesClient client = new KubernetesClientBuilder().withConfig(config).build()) {
      Fabric8Story story = new Fabric8Story(client, arguments[1]);
      story.configMaps();
      story.secrets();
      story.leases();
      story.deployments();
      story.questions();
    }
  }

  private void refused(Runnable work) {
    try {
      work.run();
      out.println("not refused");
    } catch (KubernetesClientException e) {
      out.println("refused: " + e.getMessage());
    }
  }

  private ConfigMap map(String name, String value) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace(namespace)
        .addToLabels("app", "story")
        .endMetadata()
        .addToData("a", value)
        .build();
  }

  private void configMaps() {
    ConfigMap created = client.resource(map("one", "1")).create();
    refused(() -> client.resource(map("one", "1")).create());
    client.resource(map("two", "1")).createOr(r -> r.update());
    client.resource(map("one", "2")).update();
    refused(() ->
        client
            .resource(new ConfigMapBuilder(created).addToData("late", "x").build())
            .lockResourceVersion(created.getMetadata().getResourceVersion())
            .update());
    client.configMaps().inNamespace(namespace).withName("one").edit(m -> map("one", "3"));
    client
        .configMaps()
        .inNamespace(namespace)
        .withName("one")
        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"data\":{\"b\":\"1\"}}");
    client
        .configMaps()
        .inNamespace(namespace)
        .withName("one")
        .patch(
            PatchContext.of(PatchType.JSON),
            "[{\"op\":\"copy\",\"from\":\"/data/b\",\"path\":\"/data/c\"},"
                + "{\"op\":\"move\",\"from\":\"/data/b\",\"path\":\"/data/d\"},"
                + "{\"op\":\"remove\",\"path\":\"/data/a\"}]");
    client
        .configMaps()
        .inNamespace(namespace)
        .withName("one")
        .patch(
            PatchContext.of(PatchType.STRATEGIC_MERGE),
            "{\"metadata\":{\"labels\":{\"x\":\"y\"}}}");
    apply("runner", false, map("applied", "1"));
    apply("runner", false, map("applied", "1"));
    refused(() -> apply("other", false, map("applied", "2")));
    apply("other", true, map("applied", "2"));
    lists();
    client.configMaps().inNamespace(namespace).withName("one").delete();
    client.configMaps().inNamespace(namespace).withName("never").delete();
    client.configMaps().inNamespace(namespace).withLabel("app", "story").delete();
  }

  private void apply(String manager, boolean force, ConfigMap map) {
    client
        .resource(map)
        .patch(
            new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager(manager)
                .withForce(force)
                .build());
  }

  private void lists() {
    client.configMaps().inNamespace(namespace).withLabel("app", "story").list();
    client
        .configMaps()
        .inNamespace(namespace)
        .list(new ListOptionsBuilder().withLimit(1L).withLabelSelector("app=story").build());
    client.configMaps().inNamespace(namespace).withLabelNotIn("app", "story").list();
    client.configMaps().inNamespace(namespace).withField("metadata.name", "two").list();
    client.configMaps().inNamespace(namespace).withName("two").get();
    client.configMaps().inNamespace(namespace).withName("nobody").get();
    client.configMaps().inAnyNamespace().withLabel("app", "story").list();
  }

  private void secrets() {
    Secret secret =
        new SecretBuilder()
            .withNewMetadata()
            .withName("keys")
            .withNamespace(namespace)
            .endMetadata()
            .withType("Opaque")
            .addToStringData("plain", "text")
            .addToData("coded", "dGV4dA==")
            .build();
    client.resource(secret).create();
    client.resource(secret).dryRun(true).update();
    refused(() ->
        client.resource(new SecretBuilder(secret).withType("bowline.io/other").build()).update());
    client.secrets().inNamespace(namespace).list();
    client.secrets().inNamespace(namespace).withName("keys").delete();
  }

  private Lease lease(String holder) {
    return new LeaseBuilder()
        .withNewMetadata()
        .withName("runner")
        .withNamespace(namespace)
        .endMetadata()
        .withNewSpec()
        .withHolderIdentity(holder)
        .withLeaseDurationSeconds(15)
        .withRenewTime(ZonedDateTime.parse("2026-01-01T00:00:00.123456Z"))
        .withLeaseTransitions(1)
        .endSpec()
        .build();
  }

  private void leases() {
    Lease first = client.resource(lease("one")).create();
    client.resource(lease("two")).update();
    refused(() ->
        client
            .resource(new LeaseBuilder(first).editSpec().withHolderIdentity("x").endSpec().build())
            .lockResourceVersion(first.getMetadata().getResourceVersion())
            .update());
    refused(() ->
        client
            .resource(
                new LeaseBuilder(lease("bad"))
                    .editMetadata()
                    .withName("bad")
                    .endMetadata()
                    .editSpec()
                    .withLeaseDurationSeconds(0)
                    .endSpec()
                    .build())
            .create());
    client.leases().inNamespace(namespace).withName("runner").delete();
  }

  private Deployment web() {
    return new DeploymentBuilder()
        .withNewMetadata()
        .withName("web")
        .withNamespace(namespace)
        .endMetadata()
        .withNewSpec()
        .withReplicas(0)
        .withNewSelector()
        .withMatchLabels(Map.of("app", "web"))
        .endSelector()
        .withNewTemplate()
        .withNewMetadata()
        .addToLabels("app", "web")
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .withName("main")
        .withImage("127.0.0.1:5000/busybox:1")
        .endContainer()
        .endSpec()
        .endTemplate()
        .endSpec()
        .build();
  }

  private void deployments() {
    Deployment deployment = web();
    client.resource(deployment).create();
    client.apps().deployments().inNamespace(namespace).withName("web").scale(0);
    refused(() ->
        client
            .resource(
                new DeploymentBuilder(deployment)
                    .editSpec()
                    .withNewSelector()
                    .withMatchLabels(Map.of("app", "other"))
                    .endSelector()
                    .editTemplate()
                    .editMetadata()
                    .withLabels(Map.of("app", "other"))
                    .endMetadata()
                    .endTemplate()
                    .endSpec()
                    .build())
            .update());
    client
        .apps()
        .deployments()
        .inNamespace(namespace)
        .withName("web")
        .subresource("status")
        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"replicas\":7}}");
    client
        .apps()
        .deployments()
        .inNamespace(namespace)
        .withName("web")
        .withPropagationPolicy(DeletionPropagation.FOREGROUND)
        .delete();
  }

  private void questions() {
    client
        .authorization()
        .v1()
        .selfSubjectAccessReview()
        .create(
            new SelfSubjectAccessReviewBuilder()
                .withNewSpec()
                .withNewResourceAttributes()
                .withNamespace(namespace)
                .withVerb("create")
                .withResource("pods")
                .endResourceAttributes()
                .endSpec()
                .build());
    client.namespaces().withName(namespace).get();
    client.nodes().list();
    out.println(client.getKubernetesVersion().getMajor());
    out.println(client.supports(Deployment.class));
  }
}
