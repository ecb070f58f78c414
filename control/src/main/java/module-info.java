import org.jspecify.annotations.NullMarked;

/** The control protocol of a running supervisor, and its client. */
@NullMarked
module dev.ostler.control {
  requires static org.jspecify;

  exports dev.ostler.control;
}
