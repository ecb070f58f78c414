package dev.ostler.fleet;

import dev.ostler.engine.ContainerDetails;
import dev.ostler.engine.ContainerSpec;
import dev.ostler.engine.Engine;
import dev.ostler.engine.EngineException;
import dev.ostler.engine.ImageArchive;
import dev.ostler.engine.PullSpec;
import dev.ostler.engine.TransferProgress;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** Images of an engine, pulled by whoever may. */
final class EngineImages {
  private final ReentrantLock sending = new ReentrantLock();
  private final Engine engine;
  private final Logins logins;

  EngineImages(Engine engine, Logins logins) {
    this.engine = engine;
    this.logins = logins;
  }

  void ensure(ContainerSpec spec, PullPolicy policy, Consumer<TransferProgress> progress)
      throws IOException {
    if (policy != PullPolicy.ALWAYS && id(spec.image()).isPresent()) {
      return;
    }
    if (policy == PullPolicy.NEVER) {
      throw new FleetException(
          FleetException.Kind.FAILED,
          "cannot use image "
              + spec.image()
              + " on "
              + engine.address()
              + ": it is not there, and pull_policy is never");
    }
    engine
        .images()
        .pull(new PullSpec(spec.image(), spec.platform(), logins.of(spec.image())), progress);
  }

  /** Sends one that is not there by this name; of several who do so, one sends. */
  void send(String image, ImageArchive archive, Consumer<TransferProgress> progress)
      throws IOException {
    sending.lock();
    try {
      Optional<String> there = id(image);
      if (there.isEmpty() || !archive.isKnownAs(there.get())) {
        load(image, archive, progress);
      }
    } finally {
      sending.unlock();
    }
  }

  private void load(String image, ImageArchive archive, Consumer<TransferProgress> progress)
      throws IOException {
    List<String> loaded;
    try (InputStream in = Files.newInputStream(archive.file())) {
      loaded = engine.images().load(in, progress);
    }
    if (!loaded.contains(image) && !loaded.isEmpty()) {
      engine.images().tag(loaded.getFirst(), image);
    }
  }

  /** ID of the image that has that name; empty if none has. */
  Optional<String> id(String image) throws IOException {
    try {
      return Optional.of(engine.images().inspect(image).id());
    } catch (EngineException e) {
      if (e.isNotFound()) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** What a container is made from; empty if there is no such container. */
  Optional<HostEngine.Image> of(String container) throws IOException {
    try {
      ContainerDetails details = engine.containers().inspect(container);
      String name = SpecFields.withTag(details.spec().image());
      return Optional.of(new HostEngine.Image(name, details.imageId()));
    } catch (EngineException e) {
      if (e.isNotFound()) {
        return Optional.empty();
      }
      throw e;
    }
  }

  void remove(HostEngine.Image image) throws IOException {
    if (id(image.name()).filter(image.id()::equals).isPresent()) {
      removeUnused(image.name());
    }
    if (isNameless(image.id())) {
      removeUnused(image.id());
    }
  }

  /** Whether it is there, and somebody has given its last name to another one. */
  private boolean isNameless(String id) throws IOException {
    try {
      return engine.images().inspect(id).tags().isEmpty();
    } catch (EngineException e) {
      if (e.isNotFound()) {
        return false;
      }
      throw e;
    }
  }

  private void removeUnused(String image) throws IOException {
    try {
      engine.images().remove(image, false);
    } catch (EngineException e) {
      if (!e.isNotFound() && !e.isConflict()) {
        throw e;
      }
    }
  }
}
