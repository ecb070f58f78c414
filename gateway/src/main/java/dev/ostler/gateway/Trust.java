package dev.ostler.gateway;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Whose word on where a request comes from is believed. */
record Trust(List<Network> networks) {
  static final Trust NOBODY = new Trust(List.of());

  /** Keeps a copy. */
  Trust {
    networks = List.copyOf(networks);
  }

  boolean covers(InetAddress address) {
    return networks.stream().anyMatch(network -> network.contains(address));
  }

  /**
   * Addresses that begin alike.
   *
   * @param address one of them
   * @param bits how many bits are alike
   */
  record Network(InetAddress address, int bits) {
    /** Reads {@code 10.0.0.0/8}, {@code fd00::/8} or a single address. */
    static Network parse(String text) {
      String[] parts = text.split("/", 2);
      try {
        if (!parts[0].matches("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")) {
          throw new UnknownHostException("a name"); // names are not looked up
        }
        InetAddress address = InetAddress.getByName(parts[0]);
        int most = address.getAddress().length * Byte.SIZE;
        int bits = parts.length == 1 ? most : Integer.parseInt(parts[1]);
        if (bits >= 0 && bits <= most) {
          return new Network(address, bits);
        }
      } catch (UnknownHostException | NumberFormatException e) {
        // said below
      }
      throw new IllegalArgumentException(
          "found '" + text + "', expected a network such as 10.0.0.0/8");
    }

    boolean contains(InetAddress other) {
      byte[] ours = address.getAddress();
      byte[] theirs = other.getAddress();
      if (ours.length != theirs.length) {
        return false;
      }
      for (int i = 0; i < bits; i++) {
        int mask = 0x80 >> (i % Byte.SIZE);
        if (((ours[i / Byte.SIZE] ^ theirs[i / Byte.SIZE]) & mask) != 0) {
          return false;
        }
      }
      return true;
    }
  }
}
