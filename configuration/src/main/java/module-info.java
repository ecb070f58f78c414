import org.jspecify.annotations.NullMarked;

/** Reads YAML files into records, strictly: every error with its line and column. */
@NullMarked
module dev.ostler.configuration {
  requires static org.jspecify;
  requires org.snakeyaml.engine;

  exports dev.ostler.configuration;
}
