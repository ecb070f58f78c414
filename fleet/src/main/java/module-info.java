import org.jspecify.annotations.NullMarked;

/** Containers and their files on many hosts: observe, plan, execute. */
@NullMarked
module dev.ostler.fleet {
  requires static org.jspecify;
}
