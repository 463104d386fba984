package io.bowline.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bowline.registry.http.Callers;
import io.bowline.registry.http.RegistryServer;
import io.bowline.simulator.api.ApiServer;
import io.bowline.simulator.controller.Controllers;
import io.bowline.simulator.fault.Faults;
import io.bowline.simulator.fault.RequestLog;
import io.bowline.simulator.http.HttpFront;
import io.bowline.simulator.json.Tree;
import io.bowline.simulator.kind.Catalogue;
import io.bowline.simulator.node.Image;
import io.bowline.simulator.node.Nodes;
import io.bowline.simulator.platform.SelfSigned;
import io.bowline.simulator.platform.World;
import io.bowline.simulator.resource.Intent;
import io.bowline.simulator.resource.Resources;
import io.bowline.simulator.storage.Storage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;

/// One customer's account: a Kubernetes API with controllers and nodes, and a registry.
public final class Account implements AutoCloseable {
  private static final String REGISTRY_USER = "account";

  private final Path folder;
  private final String token;
  private final String registryPassword;
  private final SelfSigned certificate;
  private final Resources resources;
  private final Faults faults = new Faults();
  private final RequestLog log = new RequestLog();
  private final RegistryServer registry;
  private final Nodes nodes;
  private final Controllers controllers;
  private final HttpFront front;

  private Account(Path folder, AccountOptions options) throws IOException {
    World world = World.real();
    this.folder = folder;
    this.token = world.secret();
    this.registryPassword = world.secret();
    this.certificate = SelfSigned.loopback(world.now());
    this.resources = new Resources(new Storage(), Catalogue.builtIn(), world);
    this.registry =
        RegistryServer.start(
            folder.resolve("registry"),
            RegistryServer.Settings.loopback()
                .admitting(Callers.basic(REGISTRY_USER, registryPassword)));
    this.nodes =
        new Nodes(
            resources,
            world,
            options.pace(),
            new Nodes.OwnRegistry(registry.authority(), REGISTRY_USER, registryPassword));
    options.presentImages().forEach(nodes::preload);
    seed(options.nodes());
    this.controllers = Controllers.start(resources, world);
    nodes.start();
    ApiServer api = new ApiServer(resources, nodes, faults, log, world, token);
    this.front = HttpFront.tls(options.apiPort(), certificate.serverContext(), api);
    writeFiles();
  }

  /// Starts an account that keeps its files in a folder.
  public static Account start(Path folder, AccountOptions options) {
    try {
      Files.createDirectories(folder);
      return new Account(folder, options);
    } catch (IOException e) {
      throw new UncheckedIOException("the account's folder cannot be used: " + folder, e);
    }
  }

  private void seed(int nodeCount) {
    for (String name : List.of("default", "kube-system", "kube-public", "kube-node-lease")) {
      ObjectNode namespace = Tree.object();
      namespace.put("apiVersion", "v1").put("kind", "Namespace");
      namespace.putObject("metadata").put("name", name);
      resources.create(
          resources.catalogue().require("namespaces"), "", namespace, Intent.by("kube-apiserver"));
    }
    ObjectNode storageClass = Tree.object();
    storageClass.put("apiVersion", "storage.k8s.io/v1").put("kind", "StorageClass");
    storageClass
        .putObject("metadata")
        .put("name", "standard")
        .putObject("annotations")
        .put("storageclass.kubernetes.io/is-default-class", "true");
    storageClass.put("provisioner", "bowline.io/simulator");
    resources.create(
        resources.catalogue().require("storageclasses.storage.k8s.io"),
        "",
        storageClass,
        Intent.by("kube-apiserver"));
    nodes.register(nodeCount);
  }

  private void writeFiles() throws IOException {
    write(kubeconfig(), Kubeconfig.text(apiUrl(), certificate.pem(), token, "simulator"));
    write(folder.resolve("ca.crt"), certificate.pem());
    ObjectNode credentials = Tree.object();
    credentials
        .put("registry", registryAddress())
        .put("username", REGISTRY_USER)
        .put("password", registryPassword);
    write(
        folder.resolve("registry.json"),
        new String(Tree.bytes(credentials), java.nio.charset.StandardCharsets.UTF_8));
  }

  private static void write(Path file, String text) throws IOException {
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, text);
  }

  /// Where the API answers.
  public String apiUrl() {
    return "https://127.0.0.1:" + front.port();
  }

  /// The file with which kubectl, Helm, Terraform and Fabric8 come in.
  public Path kubeconfig() {
    return folder.resolve("kubeconfig");
  }

  /// The bearer token of the account's one user.
  public String token() {
    return token;
  }

  /// Host and port of the account's registry, which speaks plain HTTP.
  public String registryAddress() {
    return registry.authority();
  }

  public String registryUser() {
    return REGISTRY_USER;
  }

  public String registryPassword() {
    return registryPassword;
  }

  /// The registry itself, with its faults and its request log.
  public RegistryServer registry() {
    return registry;
  }

  /// What is to go wrong with the Kubernetes API.
  public Faults faults() {
    return faults;
  }

  /// What the Kubernetes API was asked.
  public RequestLog requests() {
    return log;
  }

  /// Cuts every open watch of a client.
  public void cutWatches() {
    resources.storage().cutReaders(reader -> reader.isExternal());
  }

  /// Forgets the history, so that watches from older revisions meet 410.
  public void compact() {
    resources.storage().compact();
  }

  /// Puts an image on every node, as if it had been pulled before.
  public void preload(String reference, Image image) {
    nodes.preload(reference, image);
  }

  /// An object as it is kept now, by kind id (`deployments.apps`).
  public Optional<ObjectNode> find(String kind, String namespace, String name) {
    return resources.find(resources.catalogue().require(kind), namespace, name);
  }

  @Override
  public void close() {
    front.close();
    controllers.close();
    nodes.close();
    registry.close();
  }
}
