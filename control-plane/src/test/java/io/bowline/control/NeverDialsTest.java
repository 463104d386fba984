package io.bowline.control;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The control plane has nothing to dial a customer with (invariant 2): no HTTP, gRPC, socket or
/// Kubernetes client anywhere in it. The database's driver and Kafka's are other people's code, and
/// reach what the operator configured. The one class of ours that connects is the shared port's: to
/// the addresses that this process's own listeners are bound to, see `SharedPort`.
class NeverDialsTest {
  private static final Set<String> DIALERS =
      Set.of(
          "java.net.http.HttpClient",
          "java.net.http.HttpRequest",
          "java.net.HttpURLConnection",
          "java.net.URLConnection",
          "java.nio.channels.SocketChannel",
          "java.nio.channels.AsynchronousSocketChannel",
          "javax.net.SocketFactory",
          "javax.net.ssl.SSLSocketFactory",
          "io.grpc.ManagedChannel",
          "io.grpc.ManagedChannelBuilder",
          "io.grpc.netty.NettyChannelBuilder",
          "io.vertx.core.http.HttpClient",
          "io.vertx.core.net.NetClient",
          "io.netty.bootstrap.Bootstrap");

  @Test
  @Tag("C49.never-dials")
  void hasNoClientToDialACustomerWith() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("io.bowline.control.edge.sni.FirstBytes")
        .should()
        .dependOnClassesThat(
            named()
                .or(
                    resideInAnyPackage(
                        "io.fabric8..", "io.vertx.ext.web.client..", "io.bowline.driver..")))
        .because("the runner dials; the control plane never does")
        .check(
            new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.bowline.control"));
  }

  /// Organizations' identity providers are no customer's clusters or clouds, and are asked from
  /// here (ADR 0028): by a module of its own, which judges every address, and by one package. So is
  /// AWS' STS, by a name that stands in that module, about who signed a question (ADR 0041).
  @Test
  void asksIdentityProvidersByOneWayOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackages("io.bowline.control.sso..", "io.bowline.control.arrival.witness..")
        .should()
        .dependOnClassesThat(resideInAnyPackage("io.bowline.sso..", "org.apache.hc.."))
        .check(
            new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.bowline.control"));
  }

  @Test
  @Tag("C30.no-cloud-call")
  void whoAsksCustomersCloudsIsNotEvenHere() {
    assertThatThrownBy(() -> Class.forName("io.bowline.driver.aws.AwsDriver"))
        .isInstanceOf(ClassNotFoundException.class);
  }

  /// What calls the vendor's own cloud account is in one place: the master key, see ADR 0032. (The
  /// registry's bucket is spoken with by module `registry`.)
  @Test
  void onlyTheMasterKeyKnowsACloudsClient() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.bowline.control.secret.kms")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("software.amazon.awssdk..")
        .because("a customer's cloud is asked by hosted runners only")
        .check(
            new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.bowline.control"));
  }

  private static DescribedPredicate<JavaClass> named() {
    return DescribedPredicate.describe("dial", type -> DIALERS.contains(type.getName()));
  }
}
