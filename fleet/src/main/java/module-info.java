import org.jspecify.annotations.NullMarked;

/** Containers and their files on many hosts: observe, plan, execute. */
@NullMarked
module dev.ostler.fleet {
  requires io.avaje.json;
  requires org.snakeyaml.engine;
  requires static org.jspecify;
  requires transitive dev.ostler.configuration;
  requires transitive dev.ostler.engine;

  exports dev.ostler.fleet;

  // The records of files are made by their constructors.
  opens dev.ostler.fleet to
      dev.ostler.configuration;
}
