package dev.ostler.control;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Answers from JSON, for the client. Fields that it does not know are left alone, for a newer
 * supervisor may have more to tell; words that it does not know are errors where they decide
 * something, and {@code OTHER} where they only inform.
 */
final class Decoding {
  private Decoding() {}

  /** A line of an answer to a request. */
  static AnswerLine line(byte[] line, Request request) throws JsonException {
    Fields fields = Fields.of(JsonReader.read(line));
    OptionalLong id =
        fields.has("id") ? OptionalLong.of(fields.number("id", Fields.MOST)) : OptionalLong.empty();
    return new AnswerLine(id, answer(fields, request));
  }

  private static Answer answer(Fields line, Request request) throws JsonException {
    if (request instanceof Request.GetLogs && line.has("log")) {
      return log(line.object("log"));
    }
    if (request instanceof Request.FollowEvents && line.has("event")) {
      return event(line.object("event"));
    }
    if (line.has("following")) {
      return new Following();
    }
    if (line.has("error")) {
      return failure(line.object("error"));
    }
    return last(line.object("ok"), request);
  }

  private static Answer last(Fields ok, Request request) throws JsonException {
    return switch (request) {
      case Request.Hello _ -> {
        checkVersion(ok);
        yield instance(ok);
      }
      case Request.GetStatus _ -> {
        checkVersion(ok);
        yield status(ok);
      }
      case Request.Check _ -> new Health(ok.flag("passed"), ok.text("message"));
      case Request.Change _, Request.SendSignal _ -> changes(ok);
      case Request.Reload _ -> reloaded(ok);
      case Request.GetMetrics _ -> new Metrics(ok.text("text"));
      case Request.GetLogs _, Request.FollowEvents _ -> new Done();
    };
  }

  private static void checkVersion(Fields ok) throws JsonException {
    int version = ok.integer("version");
    if (version != Encoding.VERSION) {
      throw new JsonException(
          "it speaks version " + version + " of the protocol, this is version " + Encoding.VERSION);
    }
  }

  private static Failure failure(Fields error) throws JsonException {
    return new Failure(
        WireWords.find(ErrorCode.class, error.text("code")).orElse(ErrorCode.OTHER),
        error.text("message"),
        error.optionalInteger("lost"));
  }

  private static Instance instance(Fields instance) throws JsonException {
    return new Instance(
        instance.text("release"),
        instance.integer("pid"),
        instance.optionalText("file"),
        instance.instant("started"),
        instance.millis("uptimeMs"),
        instance.flag("ending"));
  }

  private static Status status(Fields status) throws JsonException {
    Optional<Fields> file = status.optionalObject("activation");
    List<ProcessStatus> processes = new ArrayList<>();
    for (Fields process : status.objects("processes")) {
      processes.add(process(process));
    }
    List<ConfigurationStatus> configurations = new ArrayList<>();
    for (Fields configuration : status.objects("configurations")) {
      configurations.add(configuration(configuration));
    }
    return new Status(
        instance(status.object("instance")),
        file.isPresent() ? Optional.of(activation(file.get())) : Optional.empty(),
        processes,
        configurations);
  }

  private static Activation activation(Fields activation) throws JsonException {
    return new Activation(
        activation.text("file"), activation.flag("active"), activation.instant("since"));
  }

  private static ProcessStatus process(Fields process) throws JsonException {
    return new ProcessStatus(
        process.text("name"),
        !process.has("autostart") || process.flag("autostart"), // not from older supervisors
        new Intent(
            setting(process.object("started")),
            setting(process.object("active")),
            setting(process.object("suspended"))),
        life(process));
  }

  private static Life life(Fields process) throws JsonException {
    Optional<Fields> exit = process.optionalObject("lastExit");
    return new Life(
        WireWords.get(ProcessPhase.class, process.text("phase")),
        process.optionalInteger("pid"),
        new Readiness(
            WireWords.get(Readiness.State.class, process.text("ready")),
            process.instant("readySince"),
            process.optionalText("says")),
        process.integer("restarts"),
        exit.isPresent() ? Optional.of(exit(exit.get())) : Optional.empty(),
        process.optionalMillis("nextRestartInMs"));
  }

  private static Setting setting(Fields setting) throws JsonException {
    return new Setting(setting.flag("value"), setBy(setting), setting.instant("since"));
  }

  private static SetBy setBy(Fields setting) throws JsonException {
    String by = setting.text("by");
    return switch (by) {
      case "control" ->
          new SetBy.Control(setting.number("uid", 0xFFFFFFFFL), setting.integer("pid"));
      case "datagram" -> new SetBy.Datagram();
      case "file" -> new SetBy.ActivationFile(setting.text("path"));
      case "configuration" -> new SetBy.Configuration();
      case "itself" -> new SetBy.Itself();
      default -> throw new JsonException("unknown word '" + by + "'");
    };
  }

  private static LastExit exit(Fields exit) throws JsonException {
    OptionalInt code = exit.optionalInteger("code");
    return new LastExit(
        code, exit.optionalText("signal"), exit.instant("at"), exit.millis("ranMs"));
  }

  private static ConfigurationStatus configuration(Fields configuration) throws JsonException {
    Optional<Fields> result = configuration.optionalObject("lastUpdate");
    return new ConfigurationStatus(
        configuration.text("name"),
        configuration.text("source"),
        configuration.text("target"),
        WireWords.get(ConfigurationStatus.State.class, configuration.text("state")),
        new ConfigurationStatus.Version(
            configuration.integer("generation"), configuration.optionalText("digest")),
        result.isPresent() ? Optional.of(result(result.get())) : Optional.empty(),
        configuration.optionalText("whyNotAtomic"));
  }

  private static UpdateResult result(Fields result) throws JsonException {
    return new UpdateResult(result.flag("succeeded"), result.text("message"), result.instant("at"));
  }

  private static Changes changes(Fields ok) throws JsonException {
    List<ProcessChange> changes = new ArrayList<>();
    for (Fields change : ok.objects("processes")) {
      changes.add(
          new ProcessChange(
              change.text("name"),
              WireWords.get(ProcessChange.Outcome.class, change.text("outcome")),
              change.optionalText("why")));
    }
    return new Changes(changes);
  }

  private static Reloaded reloaded(Fields ok) throws JsonException {
    List<Reloaded.Difference> differences = new ArrayList<>();
    for (Fields difference : ok.objects("differences")) {
      differences.add(
          new Reloaded.Difference(
              WireWords.get(Reloaded.Action.class, difference.text("action")),
              difference.text("subject"),
              difference.text("message")));
    }
    return new Reloaded(ok.flag("applied"), differences);
  }

  private static LogLine log(Fields log) throws JsonException {
    return new LogLine(
        log.text("process"),
        WireWords.get(LogLine.Stream.class, log.text("stream")),
        log.instant("at"),
        log.text("text"));
  }

  private static ControlEvent event(Fields event) throws JsonException {
    return new ControlEvent(
        event.instant("at"),
        WireWords.find(ControlEvent.Kind.class, event.text("kind")).orElse(ControlEvent.Kind.OTHER),
        event.optionalText("process"),
        event.optionalText("configuration"),
        event.text("message"));
  }
}
