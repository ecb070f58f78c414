import org.jspecify.annotations.NullMarked;

/** The Linux kernel from Java: the only module that calls foreign functions. */
@NullMarked
module dev.ostler.linux {
  requires static org.jspecify;

  exports dev.ostler.linux;
}
