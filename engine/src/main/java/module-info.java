import org.jspecify.annotations.NullMarked;

/** The API of container engines over unix sockets, TCP, TLS and SSH. */
@NullMarked
module dev.ostler.engine {
  requires static org.jspecify;
  requires com.jcraft.jsch;
  requires jdk.net;

  exports dev.ostler.engine;
}
