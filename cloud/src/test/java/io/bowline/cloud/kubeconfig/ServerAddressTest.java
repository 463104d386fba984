package io.bowline.cloud.kubeconfig;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerAddressTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://kube.example.com",
        "kube.example.com:6443",
        "ftp://kube",
        "file:///etc",
        "//h"
      })
  void onlyHttpsIsTaken(String server) {
    assertThat(ServerAddress.complaint(server)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://127.0.0.1:6443",
        "https://127.1.2.3",
        "https://localhost:6443",
        "https://LOCALHOST.",
        "https://a.localhost",
        "https://0.0.0.0",
        "https://[::1]:6443",
        "https://[::]",
        "https://[::ffff:127.0.0.1]",
        "https://[::127.0.0.1]",
        "https://[64:ff9b::7f00:1]",
        "https://[64:ff9b::a9fe:a9fe]",
        "https://[2002:7f00:1::]",
        "https://[fe80::1]",
        "https://[fe80::1%25eth0]",
        "https://169.254.169.254",
        "https://[::ffff:169.254.169.254]",
        "https://168.63.129.16",
        "https://192.0.0.192",
        "https://100.100.100.200",
        "https://[fd00:ec2::254]",
        "https://metadata.google.internal",
        "https://224.0.0.1",
        "https://255.255.255.255",
        "https://2130706433",
        "https://0x7f000001",
        "https://0x7f.0.0.1",
        "https://0177.0.0.1",
        "https://127.1",
        "https://127.0.0.1.",
      })
  void anAddressOfTheReadersOwnMachineOrOfNoClusterIsRefusedInEveryWriting(String server) {
    assertThat(ServerAddress.complaint(server)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://10.0.0.1:6443",
        "https://203.0.113.9",
        "https://[2001:db8::1]:6443",
        "https://ABC.gr7.eu-west-1.eks.amazonaws.com",
        "https://rancher.example.com/k8s/clusters/c-m-1",
        "https://kube.example.com.",
      })
  void addressesThatClustersHaveAreTaken(String server) {
    assertThat(ServerAddress.complaint(server)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://user:word@kube.example.com",
        "https://kube.example.com?x=1",
        "https://kube.example.com#x",
        "https://kube.example.com:0",
        "https://kube.example.com:70000",
        "https://kube .example.com",
        "https://-kube",
        "https://",
      })
  void anAddressWithMoreThanHostPortAndPathIsRefused(String server) {
    assertThat(ServerAddress.complaint(server)).isPresent();
  }
}
