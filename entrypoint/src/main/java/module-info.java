import org.jspecify.annotations.NullMarked;

/** The library for writing container entrypoints. */
@NullMarked
module dev.ostler.entrypoint {
  requires static org.jspecify;
  requires transitive dev.ostler.linux;
  requires org.apache.commons.compress;

  exports dev.ostler.entrypoint;
}
