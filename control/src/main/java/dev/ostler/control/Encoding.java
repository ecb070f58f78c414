package dev.ostler.control;

import java.time.Duration;
import java.util.Optional;

/** Answers as JSON. {@link Decoding} is the other half. */
final class Encoding {
  /** Of the protocol: raised when what a client relies on changes its meaning or goes away. */
  static final int VERSION = 1;

  private Encoding() {}

  static Json of(Answer answer) {
    return switch (answer) {
      case Instance instance -> instance(instance, new JsonObject().with("version", VERSION));
      case Status status -> status(status);
      case Health health ->
          new JsonObject().with("passed", health.passed()).with("message", health.message()).done();
      case Changes changes ->
          new JsonObject().with("processes", changes.processes(), Encoding::change).done();
      case Reloaded reloaded ->
          new JsonObject()
              .with("applied", reloaded.applied())
              .with("differences", reloaded.differences(), Encoding::difference)
              .done();
      case Metrics metrics -> new JsonObject().with("text", metrics.text()).done();
      case LogLine line -> log(line);
      case ControlEvent event -> event(event);
      case Following _, Done _ -> new JsonObject().done();
      case Failure failure ->
          new JsonObject()
              .with("code", failure.code())
              .with("message", failure.message())
              .with("lost", failure.lost())
              .done();
    };
  }

  private static Json instance(Instance instance, JsonObject into) {
    return into.with("release", instance.release())
        .with("pid", instance.pid())
        .withText("file", instance.file())
        .with("started", instance.started())
        .with("uptimeMs", instance.uptime())
        .with("ending", instance.ending())
        .done();
  }

  private static Json status(Status status) {
    return new JsonObject()
        .with("version", VERSION)
        .with("instance", instance(status.instance(), new JsonObject()))
        .with("activation", status.activation(), Encoding::activation)
        .with("processes", status.processes(), Encoding::process)
        .with("configurations", status.configurations(), Encoding::configuration)
        .done();
  }

  private static Json activation(Activation activation) {
    return new JsonObject()
        .with("file", activation.file())
        .with("active", activation.active())
        .with("since", activation.since())
        .done();
  }

  private static Json process(ProcessStatus process) {
    Life life = process.life();
    return new JsonObject()
        .with("name", process.name())
        .with("autostart", process.autostart())
        .with("phase", life.phase())
        .with("pid", life.pid())
        .with("ready", life.readiness().state())
        .with("readySince", life.readiness().since())
        .withText("says", life.readiness().says())
        .with("started", setting(process.intent().started()))
        .with("active", setting(process.intent().active()))
        .with("suspended", setting(process.intent().suspended()))
        .with("restarts", life.restarts())
        .with("lastExit", life.lastExit(), Encoding::exit)
        .with("nextRestartInMs", millis(life.nextRestart()), Json::of)
        .done();
  }

  private static Optional<Long> millis(Optional<Duration> duration) {
    return duration.map(Duration::toMillis);
  }

  private static Json setting(Setting setting) {
    JsonObject json = new JsonObject().with("value", setting.value());
    switch (setting.by()) {
      case SetBy.Control control ->
          json.with("by", "control").with("uid", control.user()).with("pid", control.pid());
      case SetBy.Datagram _ -> json.with("by", "datagram");
      case SetBy.ActivationFile file -> json.with("by", "file").with("path", file.path());
      case SetBy.Configuration _ -> json.with("by", "configuration");
      case SetBy.Itself _ -> json.with("by", "itself");
    }
    return json.with("since", setting.since()).done();
  }

  private static Json exit(LastExit exit) {
    return new JsonObject()
        .with("code", exit.code())
        .withText("signal", exit.signal())
        .with("at", exit.at())
        .with("ranMs", exit.ran())
        .done();
  }

  private static Json configuration(ConfigurationStatus configuration) {
    return new JsonObject()
        .with("name", configuration.name())
        .with("source", configuration.source())
        .with("target", configuration.target())
        .with("state", configuration.state())
        .with("generation", configuration.version().generation())
        .withText("digest", configuration.version().digest())
        .with("lastUpdate", configuration.lastUpdate(), Encoding::result)
        .withText("whyNotAtomic", configuration.whyNotAtomic())
        .done();
  }

  private static Json result(UpdateResult result) {
    return new JsonObject()
        .with("succeeded", result.succeeded())
        .with("message", result.message())
        .with("at", result.at())
        .done();
  }

  private static Json change(ProcessChange change) {
    return new JsonObject()
        .with("name", change.process())
        .with("outcome", change.outcome())
        .withText("why", change.why())
        .done();
  }

  private static Json difference(Reloaded.Difference difference) {
    return new JsonObject()
        .with("action", difference.action())
        .with("subject", difference.subject())
        .with("message", difference.message())
        .done();
  }

  private static Json log(LogLine line) {
    return new JsonObject()
        .with("process", line.process())
        .with("stream", line.stream())
        .with("at", line.at())
        .with("text", line.text())
        .done();
  }

  private static Json event(ControlEvent event) {
    return new JsonObject()
        .with("at", event.at())
        .with("kind", event.kind())
        .withText("process", event.process())
        .withText("configuration", event.configuration())
        .with("message", event.message())
        .done();
  }
}
