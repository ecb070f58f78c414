package dev.ostler.engine;

import com.jcraft.jsch.Channel;
import com.jcraft.jsch.ChannelDirectStreamLocal;
import com.jcraft.jsch.ChannelDirectTCPIP;
import com.jcraft.jsch.ChannelExec;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import java.io.OutputStream;

/** What a channel of an SSH connection leads to. */
sealed interface SshTarget {
  /** Makes the channel; it is not open yet. */
  Channel channel(Session session, OutputStream complaints) throws JSchException;

  /** A unix socket of the host. */
  record StreamLocal(String path) implements SshTarget {
    @Override
    public Channel channel(Session session, OutputStream complaints) throws JSchException {
      ChannelDirectStreamLocal channel =
          (ChannelDirectStreamLocal) made(session, "direct-streamlocal@openssh.com");
      channel.setSocketPath(path);
      return channel;
    }
  }

  /** A program on the host; counts against sshd's {@code MaxSessions}. */
  record Command(String line) implements SshTarget {
    @Override
    public Channel channel(Session session, OutputStream complaints) throws JSchException {
      ChannelExec channel = (ChannelExec) made(session, "exec");
      channel.setCommand(line);
      channel.setErrStream(complaints);
      return channel;
    }
  }

  /** A port that the host can reach. */
  record Tcp(String host, int port) implements SshTarget {
    @Override
    public Channel channel(Session session, OutputStream complaints) throws JSchException {
      ChannelDirectTCPIP channel = (ChannelDirectTCPIP) made(session, "direct-tcpip");
      channel.setHost(host);
      channel.setPort(port);
      return channel;
    }
  }

  private static Channel made(Session session, String type) throws JSchException {
    Channel channel = session.openChannel(type);
    // The library's way of saying that the session is ending.
    if (channel == null) {
      throw new JSchException("session is down");
    }
    return channel;
  }
}
