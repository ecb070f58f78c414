import org.jspecify.annotations.NullMarked;

/** The API of container engines over unix sockets, TCP, TLS and SSH. */
@NullMarked
module dev.ostler.engine {
  requires com.jcraft.jsch;
  requires io.avaje.json;
  requires jdk.net;
  requires org.apache.commons.compress;
  requires org.apache.httpcomponents.core5.httpcore5;
  requires static org.jspecify;

  exports dev.ostler.engine;
}
