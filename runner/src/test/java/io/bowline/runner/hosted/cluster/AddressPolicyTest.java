package io.bowline.runner.hosted.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressPolicyTest {
  private static final AddressPolicy OPEN =
      AddressPolicy.allowing(List.of("0.0.0.0/0", "::/0", "127.0.0.0/8", "169.254.0.0/16"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.8.8.8",
        "::1",
        "0.0.0.0",
        "0.1.2.3",
        "::",
        "169.254.169.254",
        "fe80::1",
        "169.254.0.1",
        "168.63.129.16",
        "192.0.0.192",
        "100.100.100.200",
        "fd00:ec2::254",
        "fd20:ce::254",
        "224.0.0.1",
        "239.1.1.1",
        "ff02::1",
        "240.0.0.1",
        "255.255.255.255",
        "::ffff:127.0.0.1",
        "::127.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
        "2002:7f00:1::",
        "2002:a9fe:a9fe::1",
        "2001:0:0:0:0:0:80ff:fffe"
      })
  void noPolicyAdmitsThisMachineOrWhereCloudsTellAboutIt(String address) {
    assertThat(OPEN.complaint(InetAddress.ofLiteral(address))).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "100.64.0.1", "100.127.0.1",
        "198.18.0.1", "198.19.0.1", "192.0.0.1", "fc00::1", "fd12:3456::1", "fec0::1",
        "64:ff9b::a00:1", "2002:a00:1::", "::10.0.0.1"
      })
  void privateAddressesAreForTheOperatorToAdmit(String address) {
    InetAddress given = InetAddress.ofLiteral(address);
    assertThat(AddressPolicy.allowing(List.of()).complaint(given)).isPresent();
    assertThat(AddressPolicy.allowing(List.of("203.0.113.0/24")).complaint(given)).isPresent();
    assertThat(OPEN.complaint(given)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"203.0.113.10", "8.8.8.8", "172.32.0.1", "100.128.0.1", "2a00:1450::1"})
  void publicAddressesAreFree(String address) {
    assertThat(AddressPolicy.allowing(List.of()).complaint(InetAddress.ofLiteral(address)))
        .isEmpty();
  }

  @Test
  void anAddressOfVersionFourIsTheSameInsideOneOfVersionSix() throws UnknownHostException {
    byte[] mapped = HexFormat.of().parseHex("00000000000000000000ffff7f000001");
    assertThat(OPEN.complaint(InetAddress.getByAddress(mapped))).isPresent();
    AddressPolicy one = AddressPolicy.allowing(List.of("10.1.0.0/16"));
    assertThat(one.complaint(InetAddress.ofLiteral("64:ff9b::a01:1"))).isEmpty();
    assertThat(one.complaint(InetAddress.ofLiteral("64:ff9b::a02:1"))).isPresent();
  }

  @Test
  void aNetworkEndsWhereItsLengthSays() {
    AddressPolicy some = AddressPolicy.allowing(List.of("10.16.0.0/12", "fd12:3400::/24"));
    assertThat(some.complaint(InetAddress.ofLiteral("10.31.255.255"))).isEmpty();
    assertThat(some.complaint(InetAddress.ofLiteral("10.32.0.0"))).isPresent();
    assertThat(some.complaint(InetAddress.ofLiteral("fd12:34ff::1"))).isEmpty();
    assertThat(some.complaint(InetAddress.ofLiteral("fd12:3500::1"))).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.0", "10.0.0.0/33", "10.0.0.0/-1", "example.com/8", "/8", ""})
  void whatIsNoNetworkIsSaidAtTheStart(String text) {
    assertThatThrownBy(() -> AddressPolicy.allowing(List.of(text)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("10.20.0.0/16");
  }
}
