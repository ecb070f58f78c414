package dev.ostler.engine;

import com.jcraft.jsch.AgentIdentityRepository;
import com.jcraft.jsch.AgentProxyException;
import com.jcraft.jsch.Identity;
import com.jcraft.jsch.IdentityRepository;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.KeyPair;
import com.jcraft.jsch.SSHAgentConnector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Vector;

/**
 * The keys to offer, in this order: those of the configuration that the agent has, those of the
 * configuration, the agent's others. OpenSSH offers the agent's others before files; a host that
 * allows few attempts would then never see the key that was named for it.
 */
@SuppressWarnings("JdkObsolete") // the library wants a Vector
final class SshIdentities implements IdentityRepository {
  private final Vector<Identity> identities = new Vector<>();
  private final List<String> troubles = new ArrayList<>();

  SshIdentities(JSch jsch, SshHop.Keys keys) {
    List<SshFileIdentity> files = files(jsch, keys);
    List<Identity> agent = agent(keys);
    for (SshFileIdentity file : files) {
      agent.stream().filter(held -> isSame(held, file)).findFirst().ifPresent(identities::add);
    }
    files.stream()
        .filter(file -> agent.stream().noneMatch(a -> isSame(a, file)))
        .forEach(identities::add);
    if (!keys.only()) {
      agent.stream().filter(held -> !identities.contains(held)).forEach(identities::add);
    }
  }

  private List<SshFileIdentity> files(JSch jsch, SshHop.Keys keys) {
    List<SshFileIdentity> files = new ArrayList<>();
    keys.secrets().key().ifPresent(given -> add(files, jsch, given, keys.secrets()));
    for (Path file : keys.identities()) {
      if (!Files.exists(file)) {
        if (!isUsual(file)) {
          troubles.add(file + " is not there");
        }
        continue;
      }
      try {
        files.add(new SshFileIdentity(KeyPair.load(jsch, file.toString()), file, keys.secrets()));
      } catch (JSchException | RuntimeException e) {
        troubles.add(file + " is no private key that can be read");
      }
    }
    return files;
  }

  /** OpenSSH asks for these without being told to, and few people have them all. */
  private static boolean isUsual(Path file) {
    return file.toString().matches(".*/\\.ssh/id_[a-z0-9_]+");
  }

  private void add(List<SshFileIdentity> files, JSch jsch, char[] given, SshSecrets secrets) {
    byte[] bytes = SshFileIdentity.utf8(given);
    try {
      KeyPair key = KeyPair.load(jsch, bytes, null);
      files.add(new SshFileIdentity(key, Path.of("(the given key)"), secrets));
    } catch (JSchException | RuntimeException e) {
      troubles.add("the given key is no private key that can be read");
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  private List<Identity> agent(SshHop.Keys keys) {
    if (keys.agent().isEmpty()) {
      return List.of();
    }
    Path socket = keys.agent().get();
    try {
      SSHAgentConnector connector = new SSHAgentConnector(socket);
      if (!connector.isAvailable()) {
        troubles.add("no agent answers at " + socket);
        return List.of();
      }
      return List.copyOf(new AgentIdentityRepository(connector).getIdentities());
    } catch (AgentProxyException | RuntimeException e) {
      troubles.add("the agent at " + socket + " cannot be asked");
      return List.of();
    }
  }

  private static boolean isSame(Identity held, SshFileIdentity file) {
    return Arrays.equals(held.getPublicKeyBlob(), file.getPublicKeyBlob());
  }

  /** What was offered, and what could not be, for a person. */
  String story() {
    List<String> parts = new ArrayList<>();
    for (Identity identity : identities) {
      parts.add(identity.getName());
      if (identity instanceof SshFileIdentity file) {
        file.trouble().ifPresent(parts::add);
      }
    }
    String offered = parts.isEmpty() ? "no key" : "the keys " + String.join(", ", parts);
    return troubles.isEmpty() ? offered : offered + " (" + String.join("; ", troubles) + ")";
  }

  @Override
  public Vector<Identity> getIdentities() {
    return identities;
  }

  @Override
  public String getName() {
    return "ostler";
  }

  @Override
  public int getStatus() {
    return RUNNING;
  }

  @Override
  public boolean add(byte[] identity) {
    return false;
  }

  @Override
  public boolean remove(byte[] blob) {
    return false;
  }

  @Override
  public void removeAll() {
    identities.forEach(Identity::clear);
  }
}
