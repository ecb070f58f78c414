package dev.ostler.gateway;

import dev.ostler.configuration.Default;
import dev.ostler.configuration.Description;
import dev.ostler.configuration.OneOf;
import dev.ostler.configuration.OneOrMany;
import dev.ostler.configuration.OtherFormats;
import dev.ostler.configuration.Range;
import dev.ostler.configuration.Required;
import dev.ostler.configuration.Secret;
import dev.ostler.configuration.ShortForm;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/** The file of {@code ostler gateway FILE}, as it is written. */
@Description("The file of 'ostler gateway'")
@OtherFormats({
  "services: found a file of Docker Compose, which Ostler does not read; write it as one of"
      + " 'ostler fleet', as docs/migration/from-compose.md shows",
  "processes: found a file of 'ostler run', expected one of 'ostler gateway'; start it with ostler"
      + " run FILE",
  "hosts: found a file of 'ostler fleet', expected one of 'ostler gateway'; see what it would do with"
      + " ostler fleet plan -f FILE",
  "containers: found a file of 'ostler fleet', expected one of 'ostler gateway'; see what it would do with"
      + " ostler fleet plan -f FILE"
})
record GatewayFile(
    @Description("Where visitors come in, such as :8080") ListenAddress listen,
    @Description("Where visitors come in by HTTPS") Optional<Tls> tls,
    @Description("Where those who look after the apps come in") Optional<Admin> admin,
    @Description("What is rested and woken, by name; required without 'discover'")
        Map<String, App> apps,
    @OneOrMany
        @Description(
            "Container engines whose containers are apps by their labels, such as"
                + " unix:///var/run/docker.sock")
        List<EngineAddress> discover,
    @Description("What the page looks like while an app wakes: a file of HTML")
        Optional<Path> theme,
    @Description(
            "Where it is kept over a restart what people asked for and what became of apps: a file of"
                + " this gateway's own; without, that is forgotten")
        Optional<Path> state,
    @OneOrMany
        @Description(
            "Proxies before this one, such as 10.0.0.0/8: what they say of where requests come from is"
                + " believed")
        List<Trust.Network> trust,
    @Default("/.ostler/") @Description("Where the gateway's own paths begin at every host")
        String prefix,
    @Default("1m")
        @Description(
            "How long a client may be silent in the middle of a request's body, unless the app has"
                + " begun to answer; calls by gRPC may be for ever")
        Duration silence,
    @Default("25s") @Description("How long requests have to end when the gateway ends")
        Duration drain) {
  GatewayFile {
    if (!prefix.startsWith("/") || !prefix.endsWith("/") || prefix.length() < 3) {
      throw new IllegalArgumentException(
          "found the prefix '" + prefix + "', expected one such as /.ostler/");
    }
    requirePositive("silence", silence);
    requirePositive("drain", drain);
  }

  /** Where it listens, in the order in which it begins to. */
  List<ListenAddress> addresses() {
    return Stream.of(
            Stream.of(listen), admin.stream().map(Admin::listen), tls.stream().map(Tls::listen))
        .flatMap(all -> all)
        .toList();
  }

  private static void requirePositive(String key, Duration value) {
    if (!value.isPositive()) {
      throw new IllegalArgumentException("found " + key + " of 0, expected a longer time");
    }
  }

  /** The door for HTTPS. */
  @Description("HTTPS, with HTTP/2")
  record Tls(
      @Description("Its address, such as :8443") ListenAddress listen,
      @Required
          @OneOrMany
          @Description("Chosen by the host that is asked for, else the first; read anew on change")
          List<Pair> certificates) {}

  /** A certificate and its key. */
  @Description("PEM files of a certificate")
  record Pair(
      @Description("The certificate, and those that vouch for it") Path certificate,
      @Description("Its private key, not encrypted") Path key) {}

  /** The side door. */
  @Description("Health, metrics and the API for those who look after the apps")
  record Admin(
      @ShortForm @Description("Its address, such as 127.0.0.1:9700") ListenAddress listen,
      @Description("What they show; without, there is no API") Optional<Secret> token) {}

  /** One app. */
  @OneOf({"process", "container", "job", "kubernetes"})
  @Description("An app")
  record App(
      @OneOrMany @Description("The host names that it answers to; '*' for all others")
          List<HostName> hosts,
      @Description("Processes of ostler run that serve it; or") Optional<Processes> process,
      @Description("a container that does; or") Optional<Container> container,
      @Description("a container that does something once for others and ends; or")
          Optional<Job> job,
      @Description("a workload of a Kubernetes cluster") Optional<KubernetesForm> kubernetes,
      @OneOrMany @Description("Other apps that must be awake while it is") List<String> needs,
      @Default("tcp") @Description("What counts as an answer: none, tcp, http, log or delay")
          Ready ready,
      @Default("{}") @Description("When it rests") Idle idle,
      @Default("{}") @Description("How it is woken") Wake wake,
      @Default("{}") @Description("Whose requests neither wake it nor count as use") Ignore ignore,
      @Default("auto")
          @Description(
              "Who is shown a page while it wakes: navigations of browsers (auto), nobody (hold),"
                  + " or all who take HTML (page); all others wait")
          AppSettings.Visitors visitors,
      @Default("http1")
          @Description("What it speaks: http1, or h2c (HTTP/2 without TLS), as gRPC does")
          AppSettings.Protocol protocol) {
    /** What runs and rests: an app with another one is another app. */
    Object workload() {
      return List.of(process, container, job, kubernetes, idle.cpu(), needs);
    }
  }

  /** Processes of ostler run. */
  @Description("Processes of an 'ostler run FILE' with a control socket")
  record Processes(
      @Description("Its control socket") Path socket,
      @Required @OneOrMany @Description("Which of its processes are woken and rested together")
          List<String> processes,
      @Description("Where they take requests, HOST:PORT; a host name has no '_'")
          ListenAddress upstream) {}

  /** A container. */
  @OneOf({"name", "label"})
  @Description("A container of a container engine")
  record Container(
      @Description("Its name") Optional<String> name,
      @Description("A label that it alone has, NAME or NAME=VALUE; the newest counts")
          Optional<String> label,
      @Default("unix:///var/run/docker.sock")
          @Description("The engine: unix://PATH or ssh://[USER@]HOST[:PORT]")
          EngineAddress engine,
      @Default("stop") @Description("How it rests: stop or pause") RestBy stop,
      @Range(min = 1, max = 65535) @Description("Where it takes requests, inside") int port) {
    /** How a container rests. */
    enum RestBy {
      /** Its program ends. */
      STOP,
      /** Its program is held still. */
      PAUSE
    }
  }

  /** A container that ends. */
  @OneOf({"name", "label"})
  @Description("A container that does its work once and ends, such as a migration")
  record Job(
      @Description("Its name") Optional<String> name,
      @Description("A label that it alone has, NAME or NAME=VALUE; the newest counts")
          Optional<String> label,
      @Default("unix:///var/run/docker.sock")
          @Description("The engine: unix://PATH or ssh://[USER@]HOST[:PORT]")
          EngineAddress engine) {}

  /** What counts as an answer. */
  sealed interface Ready {
    /** What the platform says. */
    record None() implements Ready {}

    /** A connection. */
    record Tcp() implements Ready {}

    /** A status. */
    record Http(
        @Description("The path that is asked for") String http,
        @Default("200-399") @Description("Which statuses are good") StatusRange status,
        @Default("GET") @Description("How: GET, HEAD, OPTIONS or POST, without a body")
            String method)
        implements Ready {
      private static final Set<String> METHODS = Set.of("GET", "HEAD", "OPTIONS", "POST");

      /** By GET. */
      Http(String http, StatusRange status) {
        this(http, status, "GET");
      }

      /** Refuses what makes no sense. */
      public Http {
        if (!METHODS.contains(method)) {
          throw new IllegalArgumentException(
              "found method '" + method + "', expected GET, HEAD, OPTIONS or POST");
        }
        if (!http.startsWith("/")) {
          throw new IllegalArgumentException("found '" + http + "', expected a path such as /");
        }
        requireSendable(http);
      }

      private static void requireSendable(String path) {
        try {
          URI uri = new URI("http://app" + path);
          if (uri.getRawFragment() == null && uri.toString().equals(uri.toASCIIString())) {
            return;
          }
        } catch (URISyntaxException e) {
          // said below
        }
        throw new IllegalArgumentException(
            "found '"
                + path
                + "', expected a path as requests have it: other characters than theirs are"
                + " written as codes, such as %20 for a space");
      }
    }

    /** A line of its output. */
    record Log(
        @Description("A regular expression that a line of the container's output contains")
            String log)
        implements Ready {
      /** Refuses what makes no sense. */
      public Log {
        try {
          Pattern.compile(log);
        } catch (PatternSyntaxException e) {
          throw new IllegalArgumentException(
              "found '" + log + "', expected a regular expression: " + e.getDescription(), e);
        }
      }

      Pattern pattern() {
        return Pattern.compile(log);
      }
    }

    /** A time. */
    record Delay(@Description("How long after it runs") Duration delay) implements Ready {}
  }

  /** Statuses from one to another. */
  record StatusRange(int least, int greatest) {
    static StatusRange parse(String text) {
      String[] ends = text.split("-", 2);
      try {
        int least = Integer.parseInt(ends[0]);
        int greatest = ends.length == 1 ? least : Integer.parseInt(ends[1]);
        if (least >= 100 && least <= greatest && greatest <= 599) {
          return new StatusRange(least, greatest);
        }
      } catch (NumberFormatException e) {
        // said below
      }
      throw new IllegalArgumentException("found '" + text + "', expected such as 200-399");
    }
  }

  /** When it rests. */
  @Description("When it rests")
  record Idle(
      @Default("30m") @Description("After so long without use") Duration after,
      @Default("1m") @Description("Not sooner than so long after it was woken") Duration awake,
      @Default("1m") @Description("How long those who are served have when it is to rest")
          Duration drain,
      @Default("true")
          @Description("Whether use decides; without, only the schedule and people put it to rest")
          boolean traffic,
      @Description("Whether CPU counts as use, of a workload of a Kubernetes cluster; else not")
          Optional<Cpu> cpu,
      @Default("{}") @Description("When the clock decides") Times schedule) {
    Idle {
      requirePositive("after", after);
      requirePositive("drain", drain);
    }
  }

  /** How much CPU is use. */
  @Description("How much CPU counts as use, as the cluster's metrics API says")
  record Cpu(
      @ShortForm
          @Range(min = 0, max = 100)
          @Description(
              "It is in use while all of its pods together use more than so many percent of what"
                  + " their limits allow")
          double most,
      @Default("stay")
          @Description("While nobody measures it, it stays awake (stay) or may rest (rest)")
          Unmeasured unmeasured) {
    /** What one does that nobody measures. */
    enum Unmeasured {
      /** It is taken for used. */
      STAY,
      /** It is taken for idle. */
      REST
    }

    IdleRule rule() {
      return new IdleRule(most, Duration.ZERO, unmeasured == Unmeasured.REST);
    }
  }

  /** Windows of time. */
  @Description("When the clock decides")
  record Times(
      @Default("UTC") @Description("Whose clock, such as Europe/Berlin") Zone zone,
      @OneOrMany @Description("When it is woken and kept awake, such as Mon-Fri 07:00-19:00")
          List<Window> awake,
      @OneOrMany @Description("At whose beginning it rests if nobody uses it, such as 22:00-06:00")
          List<Window> rest) {}

  /** A time zone. */
  record Zone(ZoneId id) {
    static Zone parse(String text) {
      try {
        return new Zone(ZoneId.of(text));
      } catch (DateTimeException e) {
        throw new IllegalArgumentException(
            "found '" + text + "', expected a time zone such as Europe/Berlin", e);
      }
    }
  }

  /** Whose requests do not count. */
  @Description("Whose requests neither wake it nor count as use, beside known probes and crawlers")
  record Ignore(
      @OneOrMany @Description("Parts of the names of user agents") List<String> agents,
      @OneOrMany
          @Description(
              "Paths, and all that is below them, such as /healthz, also written as //healthz,"
                  + " /./healthz or /%68ealthz")
          List<String> paths,
      @OneOrMany @Description("Methods, such as OPTIONS") List<String> methods) {}

  /** How it is woken. */
  @Description("How it is woken")
  record Wake(
      @Default("5m") @Description("How long it may take") Duration within,
      @Range(min = 1, max = 1000)
          @Default("5")
          @Description("After how many failures in a row visitors do not wake it any more")
          int attempts,
      @Default("{}") @Description("Who waits meanwhile") Hold hold) {
    Wake {
      requirePositive("within", within);
    }
  }

  /** Who waits. */
  @Description("Who waits while it wakes")
  record Hold(
      @Range(min = 0, max = 100_000) @Default("1000") @Description("How many at once") int most,
      @Default("1m") @Description("How long each") Duration within) {
    Hold {
      requirePositive("within", within);
    }
  }
}
