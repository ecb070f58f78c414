package dev.ostler.entrypoint;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** How a new version takes the place of a target, and how the old one comes back. */
sealed interface Switching permits ExchangeSwitch, SymlinkSwitch, RenameSwitch, RedoSwitch {
  /** Brings what a crash has left to its end: all of the old version, or all of the new one. */
  void recover() throws IOException;

  /** Where the next version is to be built; nothing is there. */
  Path incoming();

  /** The directory that readers of the target see now; it may not be there. */
  Path live() throws IOException;

  /** Puts the version that was built there in place and keeps the one before it. */
  void commit(Path built) throws IOException;

  /** Whether a version before the live one is kept. */
  boolean hasPrevious();

  /** Puts the version before the live one back in place; the live one is dropped. */
  void rollBack() throws IOException;

  /** Why readers can see a mix of old and new for a moment, and what to change; empty if never. */
  Optional<String> whyNotAtomic();
}
