import org.jspecify.annotations.NullMarked;

/** Containers and their files on many hosts: observe, plan, execute. */
@NullMarked
module dev.ostler.fleet {
  requires static org.jspecify;
  requires dev.ostler.configuration;

  exports dev.ostler.fleet;
}
